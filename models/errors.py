"""What can go wrong in the domain, as one small tree.

    DomainError
    ├── NotFound            it does not exist, or this member may not know that it does: the two look the same
    ├── Forbidden           visible, but the member lacks the privilege; says which and what it takes
    ├── Invalid             the input is wrong; `fields` maps a field's name to its message
    ├── Conflict            it was changed, taken or decided meanwhile, or it contradicts what stands
    ├── TooMany             a limit was reached; `retry_after` in seconds
    └── Unavailable         cannot be served now (locked, read only); `retry_after` in seconds

`views.errors` maps each to a status and a page, or to problem+json.
"""


class DomainError(Exception):
    """The root; `str()` is a sentence for people."""


class NotFound(DomainError):
    def __init__(self, message: str = "We could not find that.") -> None:
        super().__init__(message)


class Forbidden(DomainError):
    pass


class Invalid(DomainError):
    def __init__(self, message: str = "Please check what you entered.", **fields: str) -> None:
        super().__init__(message)
        self.fields = fields


class Problems:
    """Everything that is wrong with a form, not only the first thing: `with problems:` around each check."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if not isinstance(error, Invalid) or not error.fields:
            return False
        self.fields.update(error.fields)
        return True

    def report(self) -> None:
        """Nothing, or Invalid with all that was found."""
        if self.fields:
            raise Invalid(**self.fields)


class Conflict(DomainError):
    pass


class TooMany(DomainError):
    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(DomainError):
    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after
