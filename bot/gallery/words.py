"""Every text of Moot's own as it stands in the program, each once: a page to be read by an editor."""

import ast
import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

BOT = Path(__file__).parents[1]
ELSEWHERE = ("domain", "domain/council", "domain/errors", "domain/times", "platform", "reports")
GAP = "…"  # what the program fills in


def words() -> Mapping[str, list[str]]:
    """The texts by room, none twice."""
    seen: set[str] = set()
    topics = sorted(folder for folder in (BOT / "slack").rglob("*") if (folder / "__init__.py").exists())
    rooms = [*topics, BOT / "slack", *(BOT / room for room in ELSEWHERE)]
    return {str(room.relative_to(BOT)): list(_new(_in_room(room), seen)) for room in rooms}


def words_page() -> str:
    """Them as HTML: nothing but words, room by room."""
    by_room = words()
    count = sum(len(text.split()) for texts in by_room.values() for text in texts)
    rooms = "".join(
        f"<h2>{room}</h2>" + "".join(f"<p>{html.escape(text)}</p>" for text in texts)
        for room, texts in by_room.items()
        if texts
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Moot: all its words</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body { max-width: 42em; margin: 0 auto; padding: 1em; font: 16px/1.5 sans-serif }"
        " p { margin: .5em 0; white-space: pre-wrap }</style>"
        f"<h1>All that Moot says</h1><p>{count:,} words. {GAP} stands for what the program fills in.</p>"
        f"{rooms}</html>"
    )


def _new(texts: Iterator[str], seen: set[str]) -> Iterator[str]:
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def _in_room(room: Path) -> Iterator[str]:
    for file in sorted(room.glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        yield from (text.strip() for text in _texts(tree) if _for_people(text))


def _texts(node: ast.AST) -> Iterator[str]:
    """Each string in or under this node; not docstrings, annotations, faults, logs, descriptions of keys."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.arg() | ast.Raise() | ast.Assert():
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log")) | ast.Name(id="Field")):
            return
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else GAP for one in parts)
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _texts(part.value)
        case _:  # any other node is looked through
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


def _for_people(text: str) -> bool:
    """Whether it reads like a label or a sentence, and not like a name in the program or a pattern."""
    prose = re.search(r"[A-Za-z’']{2,}[,.:;!?*_]* +[*_]?[A-Za-z{…]", text) or re.fullmatch(
        r"[A-Z][a-z]+[.!?]?", text
    )
    return bool(prose) and not re.search(r"\(\?|\\|</|^[{}]+$", text)
