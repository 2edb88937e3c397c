"""Logs as JSON lines on standard error: JSON escapes control characters, so nobody forges a line."""

import logging
import sys
from typing import Any

import structlog
from apiflask import APIFlask
from structlog.typing import EventDict, Processor

from community.settings import Settings

LONGEST = 4_000
"""Characters of one field; a log is not a place to fill a disk."""


def _shorten(logger: Any, method: str, event: EventDict) -> EventDict:
    return {name: value[:LONGEST] if isinstance(value, str) else value for name, value in event.items()}


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _shorten,
]


def install(app: APIFlask, settings: Settings) -> None:
    configure()


def configure() -> None:
    """Our own lines and those of libraries leave in one form."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=True),
            ],
        )
    )
    root = logging.getLogger("cairn")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
