"""What people type, as they mean it: curly quotes, capitals, stray spaces and unknown words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from bot.domain.characters import tidied
from bot.domain.errors import Refusal

_QUOTES = "\"'`“”„‘’"
_DASHES = re.compile("[\u2010-\u2015\u2212]")  # what keyboards make of a hyphen
_USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


class TooLong(Refusal):
    template = "That has {length} characters, and {limit} fit here. Shorten it, or send it in parts."


@dataclass(frozen=True, slots=True)
class Typed:
    """A command's word, in small letters, and the rest as it was typed."""

    word: str
    rest: str


def parse(text: str) -> Typed:
    """Splits what was typed after the slash command. `“Join ”` is `join`; nothing at all is `help`."""
    whole = unquoted(tidied(text))
    word, *rest = re.split(r"\s+", whole, maxsplit=1)
    word = _DASHES.sub("-", word).strip(_QUOTES).lower().removeprefix("/").rstrip(".!,:")
    return Typed(word or "help", unquoted(rest[0]) if rest else "")


def unquoted(text: str) -> str:
    """Without the blanks around it, and without one pair of quotation marks that holds all of it."""
    bare = text.strip()
    inner = bare[1:-1]
    if len(bare) > 1 and bare[0] in _QUOTES and bare[-1] in _QUOTES and not set(inner) & set(_QUOTES):
        return inner.strip()
    return bare


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The command that was probably meant."""
    found = get_close_matches(word, known, n=3, cutoff=0.5)
    swapped = (one for one in found if sorted(one) == sorted(word))  # two letters in the wrong order
    return next(swapped, found[0] if found else None)


def fitting(text: str, limit: int) -> str:
    """The text. Raises TooLong."""
    if len(text) > limit:
        raise TooLong(length=len(text), limit=limit)
    return text


def users(text: str) -> tuple[str, ...]:
    """The people who are mentioned."""
    return tuple(_USER.findall(text))


_TOKEN = re.compile(r"<([@#!]?)([^|<>]*)(?:\|([^<>]*))?>")
_NAMELESS = re.compile(r"<[@#]([UWC][A-Z0-9]+)\|?>")


def nameless(text: str) -> tuple[str, ...]:
    """The people and channels that Slack mentions by their ids alone, each once."""
    return tuple(dict.fromkeys(_NAMELESS.findall(text)))


def as_written(text: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A text as the person typed it: Slack escapes mentions, links and three characters. `names` are those of
    ids that Slack does not name itself."""
    plain = _TOKEN.sub(lambda found: _token(found, names), text)
    return tidied(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()


def addresses(text: str) -> tuple[str, ...]:
    """The words of a text; of a link that Slack has made of one, the address as it was typed."""
    plain = _TOKEN.sub(lambda found: f" {_typed_address(found)} ", text)
    return tuple(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def _typed_address(link: re.Match[str]) -> str:
    _, target, label = link.groups()
    return label if label and "://" not in label and target.endswith(label) else target


def said_in(body: Mapping[str, Any]) -> str:
    """What may be lost where nothing comes of it: a command with words behind it, or a shortcut's message."""
    if body.get("type") == "message_action":
        return as_written(str((body.get("message") or {}).get("text") or ""))
    words = as_written(str(body.get("text") or "")) if "command" in body else ""
    alone = body.get("command") == "/moot" and len(words.split(maxsplit=1)) < 2
    return "" if alone or not words else f"{body['command']} {words}"


def _token(match: re.Match[str], names: Mapping[str, str]) -> str:
    sign, target, label = match.groups()
    if sign == "!" and (target.startswith("date^") or (target.startswith("subteam^") and not label)):
        return label or ("@group" if target.startswith("subteam") else "")
    if sign:
        name = (label or names.get(target) or target).lstrip("@#")
        return f"#{name}" if sign == "#" else f"@{name}"
    if not label or label in target:
        return label or target  # Slack makes a link of example.org
    return f"{label} ({target})" if "://" in target else label
