"""What keeps a file from being YAML, in its author's words, and on the line where it began."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

import yaml

Found: TypeAlias = tuple[int, str]
CURLY = "“”„‟‘’‚‛"
_KEY = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+)\s*:(?:\s|$)")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+:\s+)?(?P<value>\S.*)?")
_TOUCHING = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+):(?P<value>\S.*)")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_HOLDS_KEY = re.compile(r"\n\s*(?:- +)*[a-z_]+:(?:\s|$)")
HINTS = {
    "found character '\\t' that cannot start any token": (
        "there is a tab in the indentation; indent with spaces, not with tabs"
    ),
    "expected <block end>": (
        "this does not belong to anything above; put the whole text into one pair of quotes"
    ),
    "expected ',' or '}'": "between { and }, put text with a comma, a colon, a bracket or a ? into quotes",
    "expected ',' or ']'": "between [ and ], put text with a comma, a colon, a bracket or a ? into quotes",
    "expected the node content": "a text is missing here, or a [ or { above is not closed",
    "found character": "put text that begins with this character into quotes",
    "expected alphabetic or numeric character": "put text that begins with * or & into quotes",
    "found undefined alias": "no `&` above defines this name; put text that begins with * into quotes",
    "expected a comment or a line break": "after > or |, the text begins on the line below, indented",
    "expected chomping or indentation": "after > or |, the text begins on the line below, indented",
    "found unknown escape character": (
        "in double quotes, a backslash stands for something else; write it twice, or use single quotes"
    ),
    "but found another document": "`---` begins another document, and a file has only one; drop this line",
}


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Where the parser gave up: `problem` at `line` and `column`, in something that began at `since`. All
    count from 0."""

    problem: str
    context: str
    line: int
    column: int
    since: int
    lines: list[str]
    text: str

    @property
    def here(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def value(self) -> str:
        """The text that stands on the line, behind dash and key."""
        match = _VALUE.fullmatch(self.here)
        return (match and match["value"]) or ""

    def above(self, line: int) -> str:
        """The nearest line above that is not blank."""
        return next((one for one in reversed(self.lines[:line]) if one.strip()), "")


def explained(error: yaml.YAMLError, text: str) -> Found:
    """The line, from 1, and the sentence for what the pure Python loader raised."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return line, "there is an invisible control character here; delete it and type the text again"
    if (conflict := _CONFLICT.search(text)) is not None:
        line = text.count("\n", 0, conflict.start()) + 1
        return line, "two versions were merged and a conflict is left; keep one, and drop lines like this"
    trouble = _trouble(error, text)
    for look in _LOOKS:
        if (found := look(trouble)) is not None:
            return found[0] + 1, found[1]
    known = next((hint for begins, hint in HINTS.items() if trouble.problem.startswith(begins)), None)
    hint = known or f"YAML cannot read this ({trouble.problem}); check indentation, colons and quotes above"
    return trouble.line + 1, hint


def unclosed(start: int, end: int, source: str) -> Found | None:
    """A text in quotes that takes in whole keys: its quote was closed by accident. Lines from 0."""
    if end > start and _HOLDS_KEY.search(source):
        return start, f"the quote that opens here is not closed until line {end + 1}; close it after its text"
    return None


def _trouble(error: yaml.YAMLError, text: str) -> _Trouble:
    mark, since = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    context = getattr(error, "context", None) or ""
    lines = text.splitlines()
    return _Trouble(problem, context, line, column, since.line if since else line, lines, text)


def _quote_left_open(trouble: _Trouble) -> Found | None:
    for token in takewhile(lambda one: one.start_mark.line <= trouble.line, _tokens(trouble.text)):
        if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
            first, last = token.start_mark, token.end_mark
            if found := unclosed(first.line, last.line, trouble.text[first.index : last.index]):
                return found
    if "end of stream" not in trouble.problem or not trouble.context.startswith("while scanning a quoted"):
        return None
    return trouble.since, "the quote that opens here is never closed; close it after its text"


def _tokens(text: str) -> Iterator[yaml.Token]:
    """As far as they can be read."""
    try:
        yield from yaml.scan(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return


def _bracket_left_open(trouble: _Trouble) -> Found | None:
    if trouble.context.startswith("while parsing a flow") and trouble.line > trouble.since:
        bracket = "[" if "sequence" in trouble.context else "{"
        return trouble.since, f"the {bracket} that opens here is not closed; close it after its last entry"
    return None


def _curly_quotes(trouble: _Trouble) -> Found | None:
    if re.search(rf"(?:^|[:\-,{{\[])\s*[{CURLY}]", trouble.here):
        return (
            trouble.line,
            'these quotes are curly, and YAML knows only straight ones: write "…" around the text',
        )
    return None


def _indented_too_far(trouble: _Trouble) -> Found | None:
    """A key below a key that has its text already, or beside keys that begin in another column."""
    key, above = _KEY.match(trouble.here), _KEY.match(trouble.above(trouble.line))
    misread = trouble.problem.startswith("mapping values are not allowed")
    beside = trouble.problem.startswith("expected <block end>, but found '<block mapping start>'")
    if key is None or above is None or not (misread or beside):
        return None
    here, there = key.start("key"), above.start("key")
    if here == there or (misread and trouble.column != key.end("key")):
        return None
    message = (
        f"`{key['key']}` begins in column {here + 1}, and `{above['key']}` above it in column {there + 1}"
    )
    return trouble.line, f"{message}; indent keys of the same thing alike, with spaces"


def _colon_in_a_text(trouble: _Trouble) -> Found | None:
    if not trouble.problem.startswith("mapping values are not allowed"):
        return None
    key = _KEY.match(trouble.here)
    whose = f" of `{key['key']}`" if key else ""
    return trouble.line, f"the text{whose} has a colon in it; put the whole text into quotes, or below `>-`"


def _no_colon(trouble: _Trouble) -> Found | None:
    """The parser only notices at the end of the line, or on the next."""
    if not trouble.problem.startswith("could not find expected ':'"):
        return None
    here = trouble.lines[trouble.since]
    if re.search(r"[>|][-+]?\s*$", trouble.above(trouble.since)):
        return trouble.since, "this text belongs below the > or | above; indent it with two spaces"
    if (touching := _TOUCHING.fullmatch(here)) is not None:
        said = f"{touching['key']}: {touching['value']}"
        return trouble.since, f"a key needs a colon and a space after it; write `{said}`"
    if (words := here.split(maxsplit=1)) and len(words) == 2:
        return (
            trouble.since,
            f"a key needs a colon and a space after it; did you mean `{words[0]}: {words[1]}`?",
        )
    return (
        trouble.since,
        "this is neither a key nor part of a text; a key needs a colon and a space after it",
    )


def _text_goes_on(trouble: _Trouble) -> Found | None:
    """Behind what looks like a whole value, because of its first character."""
    if not trouble.problem.startswith("expected <block end>, but found"):
        return None
    if trouble.here.lstrip().startswith("- "):
        message = "this dash is not in line with those of its list; indent it as much as its neighbours"
        return trouble.line, message
    match trouble.value[:1]:
        case "{" | "[" as bracket:
            return trouble.line, f"put text that begins with {bracket} into quotes"
        case "'":
            return trouble.line, "an apostrophe ends a text in single quotes; put it into double quotes"
        case '"':
            return (
                trouble.line,
                "the text goes on after its closing quote; put the whole text into one pair of quotes",
            )
        case _:  # it begins with something else
            return None


_LOOKS: tuple[Callable[[_Trouble], Found | None], ...] = (
    _quote_left_open,
    _bracket_left_open,
    _curly_quotes,
    _indented_too_far,
    _colon_in_a_text,
    _no_colon,
    _text_goes_on,
)
