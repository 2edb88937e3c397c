"""Everything that can happen, one frozen dataclass each.

An event carries ids and small values, never text and never personal data, so erasing a member does not rewrite
history. What a rule chose (who was asked, a level reached) is part of the event: a replay repeats what was decided.
`thread_id` says whose story it belongs to; the actor and the instant are columns of the log (`models.event_log`).
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    kinds: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        Event.kinds[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        """The fields as plain values for the log."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    thread_id: int


# --- members ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    member_id: int
    role: str
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class MailRequested(Event):
    """A mail with a link that proves something: `purpose` is "confirm", "reset" or "welcome_back"."""

    member_id: int
    proof_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class MailConfirmed(Event):
    member_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    member_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    member_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    member_id: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class LevelChanged(Event):
    member_id: int
    old: int
    new: int


# --- threads and posts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(ThreadEvent):
    post_id: int
    author_id: int | None
    kind: str = "question"
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    severity: str = "normal"
    mentioned_ids: tuple[int, ...] = ()
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionEdited(ThreadEvent):
    """Title, tags or category; the text is a `PostEdited`. `tag_ids` are the tags that now stand."""

    post_id: int
    tag_ids: tuple[int, ...]
    category_id: int | None = None
    old_tag_ids: tuple[int, ...] = ()
    old_category_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerPosted(ThreadEvent):
    post_id: int
    author_id: int | None
    role: str
    """The author's role when it was written: customer, employee, staff, admin, or "bot"."""
    by_asker: bool = False
    mentioned_ids: tuple[int, ...] = ()
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class CommentPosted(ThreadEvent):
    post_id: int
    parent_id: int
    author_id: int | None
    role: str
    by_asker: bool = False
    mentioned_ids: tuple[int, ...] = ()
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class Mentioned(ThreadEvent):
    """An edit named more people: `member_ids`. Whom a new post names, the event of its posting says."""

    post_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PostEdited(ThreadEvent):
    post_id: int
    revision: int
    editor_id: int | None
    kind: str
    """opening, answer or comment"""


@dataclass(frozen=True, kw_only=True)
class PostDeleted(ThreadEvent):
    """A post is masked; deleting the opening masks the whole thread."""

    post_id: int
    kind: str
    author_id: int | None
    reason: str = "author"
    """author, staff, spam or abuse; the last two cost the author points."""


@dataclass(frozen=True, kw_only=True)
class PostRestored(ThreadEvent):
    post_id: int
    kind: str
    author_id: int | None


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(ThreadEvent):
    """`reason` is "same answer", "off topic" or "other"; `same_as` is the thread that has the answer."""

    reason: str
    same_as: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(ThreadEvent):
    """A new round; `by_reply` when a reply of the asker reopened it."""

    by_reply: bool = False


@dataclass(frozen=True, kw_only=True)
class ThreadLinked(ThreadEvent):
    to_id: int
    kind: str
    """"same answer" or "related"."""


# --- readers' words --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class VoteCast(ThreadEvent):
    """A member's vote on a post now has `value` (1, 0 taken back, -1); `helpful` and `didnt_work` are the counts after.

    `fact_at` (ISO 8601) is the instant when the present value was cast. `voter_id` is None on imported votes.
    """

    vote_id: int
    post_id: int
    post_kind: str
    author_id: int | None
    voter_id: int | None
    value: int
    old_value: int
    helpful: int
    didnt_work: int
    fact_at: str


@dataclass(frozen=True, kw_only=True)
class MeTooSet(ThreadEvent):
    member_id: int
    on: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class FollowSet(Event):
    """`kind` is "thread", "tag" or "category"."""

    member_id: int
    kind: str
    target_id: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(ThreadEvent):
    acceptance_id: int
    post_id: int
    author_id: int | None
    accepter_id: int | None
    asker_id: int | None
    fact_at: str


@dataclass(frozen=True, kw_only=True)
class AcceptanceEnded(ThreadEvent):
    """`reason` is "withdrawn" (by the asker), "switched", "staff" or "dispute"."""

    acceptance_id: int
    post_id: int
    author_id: int | None
    accepter_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerVerified(ThreadEvent):
    verification_id: int
    post_id: int
    author_id: int | None
    fact_at: str


@dataclass(frozen=True, kw_only=True)
class VerificationEnded(ThreadEvent):
    verification_id: int
    post_id: int
    author_id: int | None


@dataclass(frozen=True, kw_only=True)
class PostFlagged(ThreadEvent):
    flag_id: int
    post_id: int
    reporter_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagDecided(ThreadEvent):
    flag_id: int
    post_id: int
    reporter_id: int | None
    upheld: bool
    fact_at: str


@dataclass(frozen=True, kw_only=True)
class SuggestedEditApproved(ThreadEvent):
    post_id: int
    revision_id: int
    editor_id: int
    fact_at: str


# --- the ladder ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ThreadClimbed(ThreadEvent):
    """One step up. `tier` is 2, 3 or 4; `cause` is unanswered, unconfirmed, disputed or urgent; `due` ISO 8601.

    `asked_ids` are the members who were chosen to be asked."""

    escalation_id: int
    tier: int
    round: int
    cause: str
    due: str
    asked_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThreadTaken(ThreadEvent):
    member_id: int
    """Who holds it now."""
    given_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadLetGo(ThreadEvent):
    member_id: int


@dataclass(frozen=True, kw_only=True)
class SeverityChanged(ThreadEvent):
    """Staff said how much it matters: normal, high or urgent; urgent reaches staff at once."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(ThreadEvent):
    note_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadHandedBack(ThreadEvent):
    """Down a tier, to the community, with what staff learned (a note that became a public answer, if any)."""

    from_tier: int
    to_tier: int
    post_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ResolvedOtherwise(ThreadEvent):
    reason: str
    """A short code: answered elsewhere, fixed, not reproducible, no longer needed, other."""


@dataclass(frozen=True, kw_only=True)
class InformationRequested(ThreadEvent):
    """Staff's clock is paused until the asker replies."""


@dataclass(frozen=True, kw_only=True)
class InformationGiven(ThreadEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TargetMissed(ThreadEvent):
    """A staff target passed: `target` is first_reply, next_reply, confirm, dispute or resolution; `due` ISO 8601."""

    target: str
    round: int
    due: str


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(ThreadEvent):
    """`cause` is outscored, didnt_work, withdrawn, edit_war or member; `reason` as in `models.dispute`."""

    dispute_id: int
    post_id: int
    cause: str
    reason: str
    opener_id: int | None


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(ThreadEvent):
    """`outcome` is upheld, narrowed, corrected or dismissed (withdrawn when its opener takes it back)."""

    dispute_id: int
    post_id: int
    cause: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ClocksStarted(ThreadEvent):
    """An admin started the clocks of an imported thread."""


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Event):
    version: int


# --- knowledge -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CandidateFound(ThreadEvent):
    candidate_id: int
    post_id: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CandidateDismissed(ThreadEvent):
    candidate_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ArticleDrafted(Event):
    article_id: int
    candidate_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ArticleEdited(Event):
    article_id: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(ThreadEvent):
    """`helpers` are (author, post) of the answers it was made from; each is credited once."""

    article_id: int
    revision: int
    helpers: tuple[tuple[int, int], ...]
    fact_at: str


@dataclass(frozen=True, kw_only=True)
class ArticleHelpful(Event):
    article_id: int
    member_id: int
    value: int
    helpful: int
    not_helpful: int


# --- bookkeeping -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class InboxRead(Event):
    member_id: int
    up_to: int
    """The newest event whose news was shown."""


@dataclass(frozen=True, kw_only=True)
class LedgerCorrected(Event):
    """`community replay` found a member's entries wrong and posted the difference."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class TagChanged(Event):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class BountySet(ThreadEvent):
    """An import brought a bounty: begun (`on`) or closed. It is kept as history and moves no points."""

    post_id: int
    member_id: int | None
    amount: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Event):
    source: str
