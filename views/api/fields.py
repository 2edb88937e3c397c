"""Fields that take one type and nothing like it: no true for 1, no "12" in JSON, no text that cannot be stored."""

from typing import Any

from apiflask import fields
from marshmallow import ValidationError, validate

LARGEST = 2**63 - 1


class Text(fields.String):
    """Text of at most `longest` characters, without NUL and broken surrogates."""

    def __init__(self, *, longest: int = 200, shortest: int = 0, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(min=shortest, max=longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValidationError("Contains characters that cannot be kept.")
        return text


class Whole(fields.Integer):
    """A whole number in JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int or abs(value) > LARGEST:
            raise self.make_error("invalid")
        return value


class Digits(fields.Integer):
    """A whole number in an address: digits alone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > LARGEST:
            raise self.make_error("invalid")
        return int(text)


class Flag(fields.Boolean):
    """1 or 0 in an address."""

    def __init__(self, *, metadata: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string", "enum": ["0", "1"], "default": "0", **metadata}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value not in ("0", "1"):
            raise self.make_error("invalid", input=value)
        return bool(value == "1")
