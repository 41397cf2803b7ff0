"""Logs: an `action` per line; ids, but never texts, tokens or roles."""

import logging
import re
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from traceback import format_tb
from typing import Any

import structlog

_TOKEN = re.compile(r"\b(x(?:ox[abprse]|app)-)[\w-]+")
_HOOK = re.compile(r"(/(?:link/\?ticket=|actions/|commands/|services/))\S+")
_DATABASE = re.compile(r"\b(postgres(?:ql)?(?:\+\w+)?:/+)\S+", re.IGNORECASE)
_WEBHOOK = re.compile(r"\b(whsec_)[\w+/=-]+")
_KEY = re.compile(
    r"(?<![\w-])(?:[\w-]{43}=|gAAAA[\w-]{60,}=*)(?![\w=-])"
)  # of Fernet, and what it has sealed
_GRANTED = re.compile(r"((?:[?&](?:code|state)|client_secret|refresh_token)=)[^\s&\"']+")
_hidden: set[str] = set()
DATABASES = ("sqlalchemy", "asyncpg")  # their faults quote what was to be stored, and where
PRIVATE = frozenset({"text", "blocks", "token", "view", "body", "payload", "mission", "role", "data"})


def redact(text: str) -> str:
    """The text without tokens, keys and secret addresses, and without whatever is to be hidden."""
    for secret in _hidden:
        text = text.replace(secret, "…")
    for shape in (_DATABASE, _HOOK, _TOKEN, _WEBHOOK, _GRANTED):
        text = shape.sub(r"\1…", text)
    return _KEY.sub("…", text)


def hide(secrets: Iterable[str]) -> None:
    """From now on no line has any of these: secrets need not look like one."""
    _hidden.update(secrets)


def trace(fault: BaseException) -> str:
    """The traceback with all causes, in which no fault of a database says what it was about."""
    return redact("\n".join(_traced(fault, set())))


def _traced(fault: BaseException, told: set[int]) -> Iterator[str]:
    """Each fault once: what comes out of a group may have that group as its context."""
    told.add(id(fault))
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None and id(before) not in told:
        yield from (*_traced(before, told), "")
    for one in fault.exceptions if isinstance(fault, BaseExceptionGroup) else ():
        if id(one) not in told:
            yield from _traced(one, told)
    yield "Traceback (most recent call last):"
    yield "".join(format_tb(fault.__traceback__)) + _said(fault)


def _said(fault: BaseException) -> str:
    kind = type(fault)
    if kind.__module__.partition(".")[0] not in DATABASES:
        return f"{kind.__qualname__}: {fault}"
    driver = getattr(fault, "orig", None) or fault
    known = [getattr(driver, name, None) for name in ("sqlstate", "constraint_name", "column_name")]
    words = [str(driver)] if type(driver).__module__ == "sqlite3" else []
    return f"{kind.__qualname__}: {', '.join([type(driver).__qualname__, *words, *filter(None, known)])}"


def _redacted(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in line.items():
        if key in PRIVATE:
            line[key] = "…"
        elif isinstance(value, str):
            line[key] = redact(value)
    return line


def configure(level: str, form: str) -> None:
    """Sets up logging for the process: `form` is text or json. Libraries log warnings only."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(lambda raised: trace(raised[1])),
        _redacted,
    ]
    last = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    # Bolt finds the bot token in the environment too, and warns that it does not need it there.
    handler.addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    # Socket Mode logs whole payloads at DEBUG, and ticket addresses at INFO.
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
