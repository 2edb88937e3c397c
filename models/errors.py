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
