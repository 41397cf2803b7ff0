"""What people type, as they mean it: curly quotes, capitals, stray spaces and unknown words."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

_QUOTES = "\"'`“”„‘’"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")  # what keyboards make of a hyphen
_EDGES = " \t\r\n\u00a0\u200b\u200e\u200f\u2060\ufeff"
_USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command's word, in small letters, and the rest as it was typed."""

    word: str
    rest: str


def parse(text: str) -> Typed:
    """Splits what was typed after the slash command. `“Join ”` is `join`; nothing at all is `help`."""
    whole = unquoted(text)
    word, *rest = re.split(r"\s+", whole, maxsplit=1)
    word = _DASHES.sub("-", visible(word)).strip(_QUOTES).lower().removeprefix("/").rstrip(".!,:")
    return Typed(word or "help", unquoted(rest[0]) if rest else "")


def unquoted(text: str) -> str:
    """Without the blanks around it, and without one pair of quotation marks that holds all of it."""
    bare = text.strip(_EDGES)
    inner = bare[1:-1]
    if len(bare) > 1 and bare[0] in _QUOTES and bare[-1] in _QUOTES and not set(inner) & set(_QUOTES):
        return inner.strip(_EDGES)
    return bare


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The command that was probably meant."""
    found = get_close_matches(word, known, n=3, cutoff=0.5)
    swapped = (one for one in found if sorted(one) == sorted(word))  # two letters in the wrong order
    return next(swapped, found[0] if found else None)


def visible(text: str) -> str:
    """Without characters that nobody sees."""
    return _INVISIBLE.sub("", text)


def users(text: str) -> tuple[str, ...]:
    """The people who are mentioned."""
    return tuple(_USER.findall(text))


_TOKEN = re.compile(r"<([@#!]?)([^|>]*)(?:\|([^>]*))?>")


def as_written(text: str) -> str:
    """A slash command's text as the person typed it: Slack escapes mentions, links and three characters."""
    plain = _TOKEN.sub(_token, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _token(match: re.Match[str]) -> str:
    sign, target, label = match.groups()
    if sign:
        name = (label or target).lstrip("@#")
        return f"#{name}" if sign == "#" else f"@{name}"
    return label if label and label in target else target  # Slack makes a link of example.org
