"""Logs: one line an event; JSON when nobody watches, colours on a terminal. Fields are named here, not
scrubbed.

Whatever is not in FIELDS never reaches a log, so prompts, keys and signed links cannot leak by accident
(T27). A failure leaves its type, its code and where it was, and never its text.
"""

import logging
import sys
from typing import TextIO

import structlog

from onetake.apps import traces

FIELDS = (
    "task", "phase", "status", "attempt", "event_kind", "code", "backend", "route", "project", "request_id",
    "op", "dialect", "http_status", "subject", "failures", "url",
)  # fmt: skip


def configure(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send every log record of this process to `stream`."""
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(allow=FIELDS),
            traces.without_arguments,
            traces.fields_of,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("aiohttp", "asyncio", "uvicorn", "PIL", "libav"):
        logging.getLogger(name).setLevel(logging.WARNING)
