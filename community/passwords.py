"""Passwords: the one door to argon2, and what a good one needs (OWASP ASVS 5.0, 6.2)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.errors import Invalid
from models.member import key_of

SHORTEST, LONGEST = 8, 256
_hasher = PasswordHasher()
_nobody = _hasher.hash(secrets.token_hex(16))

# The ones people choose when a form asks for eight characters; longer lists add little to length and site words.
COMMON_WORDS = """
12345678 123456789 1234567890 87654321 11111111 00000000 password passw0rd password1 password123 qwertyui
qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx iloveyou sunshine princess football baseball superman trustno1 letmein1
welcome1 starwars computer michelle jennifer whatever dragon123 monkey123 abc12345 abcd1234 changeme admin123
administrator default1 internet samsung1 liverpool chelsea1 passwort hallo123 motdepasse azertyui azertyuiop
"""
COMMON = frozenset(COMMON_WORDS.split())


def hashed(password: str) -> str:
    """The argon2id hash, with its own salt."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; an absent account costs as much as a wrong password."""
    try:
        return _hasher.verify(stored or _nobody, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether it was made with weaker settings than ours; then sign-in hashes anew."""
    return _hasher.check_needs_rehash(stored)


def check(password: str, *words: str) -> None:
    """Nothing, or Invalid with what is missing. `words` (handle, address, site) may not be the password."""
    if len(password) < SHORTEST:
        raise Invalid(password=f"Use {SHORTEST} characters or more.")
    if len(password) > LONGEST:
        raise Invalid(password=f"Use {LONGEST} characters or fewer.")
    plain = key_of(password)
    known = COMMON | {key_of(word) for word in words if word}
    if plain in known or plain.rstrip("0123456789!") in known or len(set(plain)) < 3:
        raise Invalid(password="Too many would guess this one. Try a few unrelated words.")  # noqa: S106 (a message)
