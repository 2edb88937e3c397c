"""The words of every mail. What people wrote is put in as it is, in places that no mail program takes for a link.

Placeholders are names alone: {site} {name} {who} {title} {excerpt} {link} {until}.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A mail's subject, and its body without greeting and foot; `why` says in the foot why it was sent."""

    subject: str
    body: str
    why: str = ""

    def fill(self, **values: str) -> tuple[str, str]:
        """Subject and whole text. Only our own words are looked through for placeholders, never what is put in."""
        return self.subject.format(**values), (GREETING + self.body + "\n").format(**values)


GREETING = "Hello {name},\n\n"

NEWS: dict[str, Text] = {
    "answer": Text(
        "{who} answered: {title}",
        "{who} answered your question “{title}”.\n\n{excerpt}\n\nRead it, and say whether it helped: {link}",
        "somebody answered your question",
    ),
    "followed": Text(
        "A new answer: {title}",
        "{who} answered “{title}”, which you follow.\n\n{excerpt}\n\nRead it: {link}",
        "you follow this question",
    ),
    "comment": Text(
        "{who} commented: {title}",
        "{who} commented on “{title}”.\n\n{excerpt}\n\nRead it and reply: {link}",
        "somebody commented on what you wrote",
    ),
    "mention": Text(
        "{who} named you: {title}",
        "{who} named you in “{title}”.\n\n{excerpt}\n\nRead it: {link}",
        "somebody named you",
    ),
    "accepted": Text(
        "Your answer solved it: {title}",
        "Your answer to “{title}” solved it. Thank you for helping.\n\nSee it: {link}",
        "your answer was accepted",
    ),
    "climbed": Text(
        "Our support staff have your question: {title}",
        "Nobody has settled your question “{title}” yet, so it is with our support staff now.\n"
        "You see who looks at it, and until when: {link}",
        "your question goes to support staff",
    ),
    "asked": Text(
        "Can you help: {title}",
        "Somebody needs an answer to “{title}”, and you know about this.\n\n{excerpt}\n\nHelp, or leave it: {link}",
        "you could help with a question",
    ),
    "assigned": Text(
        "For you: {title}",
        "{who} gave you “{title}”.\n\n{excerpt}\n\nOpen it: {link}",
        "a colleague gave you a question",
    ),
    "needs_info": Text(
        "We need a few more details: {title}",
        "To answer “{title}” we need a few more details from you. We go on as soon as you have replied.\n\n"
        "Reply: {link}",
        "staff asked you something",
    ),
    "guide": Text(
        "Your answer is now part of a guide: {title}",
        "Your answer to “{title}” helped so many that we made it into a guide. Your name stands in it.\n\n"
        "See it: {link}",
        "your answer became part of a guide",
    ),
}

LINKS: dict[str, Text] = {
    "confirm": Text(
        "Confirm your address for {site}",
        "Please confirm that this address is yours:\n\n{link}\n\n"
        "The link works once, until {until}. If you did not sign up, you need do nothing.",
    ),
    "reset": Text(
        "Set a new password for {site}",
        "You can set a new password here:\n\n{link}\n\n"
        "The link works once, until {until}. If you did not ask for it, you need do nothing: your password stays.",
    ),
    "welcome_back": Text(
        "You have an account at {site} already",
        "Somebody, perhaps you, tried to sign up with this address. You have an account already.\n\n"
        "If you have forgotten your password, set a new one here:\n\n{link}\n\n"
        "The link works once, until {until}. If it was not you, you need do nothing.",
    ),
}

PASSWORD_CHANGED = Text(
    "Your password for {site} was changed",
    "Your password was changed, and you were signed out on every device.\n\n"
    "If it was not you, set a new one now: {link}",
)

FOOT = "\n-- \n{site}: you get this mail because {why}.\nStop mails of this kind: {stop}\n"


def unlinked(name: str) -> str:
    """A name that no mail program makes a link of: without the signs of an address."""
    return " ".join(re.sub(r"[./:@\\<>]+", " ", name).split())


def quoted(text: str, most: int = 400) -> str:
    """The beginning of what somebody wrote, set off as a quotation."""
    cut = text[:most].rstrip() + ("…" if len(text) > most else "")
    return "\n".join(f"> {line}" for line in cut.splitlines() if line.strip())
