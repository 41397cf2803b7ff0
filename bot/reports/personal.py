"""What is kept about one person, as files for them: JSON, and a page to read."""

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from bot.reports.files import File

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
)
NOTE = (
    "This is everything that Moot keeps about you in this workspace. It leaves out what others did and "
    "wrote. If something that others did names you, the page says only that it happened."
)


def personal_files(data: Mapping[str, Any], mark: str) -> tuple[File, File]:
    """One person's data as a page and as JSON. `mark` is in the names, so that no copy replaces another."""
    name, title = f"moot-my-data-{mark}", "My data in Moot"
    as_json = json.dumps(data, indent=2, ensure_ascii=False).encode()
    return File(f"{name}.html", title, _page(data).encode()), File(
        f"{name}.json", f"{title}, for machines", as_json
    )


def _page(data: Mapping[str, Any]) -> str:
    body = _parts({key: value for key, value in data.items() if key not in ("games", "format")})
    games = "".join(_game(one) for one in data["games"]) or "<p>You are in no game.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>My data in Moot</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>My data in Moot</h1><p>{NOTE}</p>{body}{games}"
        "</body></html>\n"
    )


def _game(game: Mapping[str, Any]) -> str:
    about = {key: value for key, value in game.items() if key not in ("name", "events")}
    events = "".join(
        f"<li><b>{escape(_words(one['what']))}</b>, {escape(one['at'])}{_parts(one.get('data', {}))}</li>"
        for one in game.get("events", ())
    )
    done = f"<h3>What happened</h3><ol>{events}</ol>" if events else ""
    return f"<h2>{escape(game['name'])}</h2>{_parts(about)}{done}"


def _parts(data: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<dt>{escape(_words(key))}</dt><dd>{escape(_value(value))}</dd>"
        for key, value in data.items()
        if value not in (None, "", [], {})
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return "; ".join(f"{_words(key)}: {_value(one)}" for key, one in value.items())
        case list():
            return "; ".join(map(_value, value))
        case _:  # a text or a number
            return str(value)


def _words(name: str) -> str:
    """`PlayerJoined` and `time_zone` as people read them."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()
    return words[:1].upper() + words[1:]
