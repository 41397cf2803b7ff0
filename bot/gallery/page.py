"""The gallery as HTML pages that need nothing else: one of the ordinary world, and one of each other."""

import html
import mimetypes
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from slack_sdk.models.views import View

from bot.domain.scenario import Scenario
from bot.gallery.blocks import Drawing
from bot.gallery.cast import FACILITATOR, OBSERVER, STRANGER, player
from bot.gallery.personal_samples import file_ids
from bot.gallery.surfaces import SURFACES, Shown, shown
from bot.gallery.without import without
from bot.gallery.worlds import World
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.message import Message

STYLE = Path(__file__).with_name("style.css")
ORDINARY = "ordinary"
WORLDS = {
    ORDINARY: ("", 1, 3),
    "nothing yet": ("", 0, 0),
    "as long as it goes": ("The owner decides & nobody else does; a change waits. ", 2, 40),
    "angle brackets": ("<", 2, 4),
    "markup": ("<!channel> <@UEVIL> & <https://evil.example|click> *bold* ", 2, 2),
    "emoji": ("👩‍💻🐕‍🦺 ", 2, 2),
    "right to left": ("שלום עולם می‌خواهم ", 2, 2),
    "one long word": ("x", 2, 2),
    "ampersands": ("&", 2, 2),
    "many lines": ("a\n", 2, 2),
}
TABLE_TOP = "without optional parts"  # the ordinary words, in a game without missions, claims and a vote
MOST = 12  # states of a surface in the ordinary world; all but the first are folded
EACH = 3  # and in any other world


def worlds(pack: Scenario) -> Iterator[tuple[str, World]]:
    """The worlds to look at, by name."""
    for name, (words, size, policies) in WORLDS.items():
        ordinary = World(pack, size=size, policies=policies)
        yield name, World(pack, words, size, policies) if words else ordinary
    yield TABLE_TOP, World(without(pack))


def names_of(world: World) -> Mapping[str, str]:
    """Everybody's name; some are eighty characters long."""
    people = [*(player(number) for number in range(1, 1002)), FACILITATOR, OBSERVER, STRANGER]
    return {
        user: f"{world.said(80)}"[:80] if world.size > 1 else f"Player {user[-3:].lstrip('0')}"
        for user in people
    }


def pages(pack: Scenario, to: Path, *, extremes: bool) -> Iterator[tuple[Path, str]]:
    """The ordinary world at `to`, and with `extremes` each other world on a page beside it."""
    names = [*WORLDS, TABLE_TOP] if extremes else [ORDINARY]
    files = {name: to if name == ORDINARY else to.with_stem(f"{to.stem}-{_slug(name)}") for name in names}
    links = " · ".join(f'<a href="{file.name}">{name}</a>' for name, file in files.items())
    for name, world in worlds(pack):
        if name in files:
            yield files[name], page(name, world, links if extremes else "")


def files_of(pack: Scenario) -> Mapping[str, str]:
    """The pictures of a pack as addresses that hold them, by the ids under which samples show them."""
    ids = file_ids(pack)
    kinds = {name: mimetypes.guess_type(name)[0] for name, _ in pack.pictures}
    return {
        ids[name]: f"data:{kinds[name]};base64,{b64encode(content).decode()}"
        for name, content in pack.pictures
    }


def _slug(name: str) -> str:
    return name.replace(" ", "-")


def page(name: str, world: World, links: str = "") -> str:
    """All surfaces in one world, by topic."""
    drawing, found = Drawing(names_of(world), files_of(world.pack)), list(shown(world))
    by_surface = {surface: [one for one in found if one.surface == surface] for surface in sorted(SURFACES)}
    most = MOST if name == ORDINARY else EACH
    rows = (_surface(surface, distinct(some)[:most], drawing) for surface, some in by_surface.items())
    by_topic = groupby(zip(by_surface, rows, strict=True), key=lambda row: row[0].partition(".")[0])
    topics = {topic: "".join(row for _, row in some) for topic, some in by_topic}
    contents = " · ".join(f'<a href="#{topic}">{topic}</a>' for topic in topics)
    body = "".join(_topic(topic, inside) for topic, inside in topics.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Moot: the gallery</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text('utf-8')}</style>"
        f"<h1>All that Moot shows: {html.escape(name)}</h1><p>{links}</p><nav>{contents}</nav>{body}</html>"
    )


def _topic(topic: str, inside: str) -> str:
    return f'<section class=topic id="{topic}"><h2>{topic}</h2><div class=surfaces>{inside}</div></section>'


def distinct(some: Iterable[Shown]) -> list[Shown]:
    """Without those that look like an earlier one."""
    return list({_same(one): one for one in reversed(list(some))}.values())[::-1]


def _same(one: Shown) -> str:
    return str([as_json(block) for block in one.card.blocks or ()])


def _surface(name: str, some: list[Shown], drawing: Drawing) -> str:
    if not some:
        return ""
    first, *others = (card(one, drawing) for one in some)
    more = f"<details><summary>{len(others)} more</summary>{''.join(others)}</details>" if others else ""
    return f'<section class=surface id="{name}"><h3><code>{name}</code></h3>{first}{more}</section>'


def card(one: Shown, drawing: Drawing) -> str:
    """A card as people see it, below the words that say when."""
    blocks = [as_json(block) for block in one.card.blocks or ()]
    told = drawing.mrkdwn(one.card.text) if isinstance(one.card, Message) else ""
    text = f"<details class=text><summary>plain text</summary>{told}</details>" if told else ""
    kind = "message" if isinstance(one.card, Message) else str(one.card.type)
    frame = _frame(one.card, drawing.blocks(blocks)) if isinstance(one.card, View) else drawing.blocks(blocks)
    return (
        f'<p class=state>{html.escape(one.state)}</p><div class="card {kind}" tabindex=0>{frame}</div>{text}'
    )


def _frame(view: View, inside: str) -> str:
    if view.type != "modal":
        return inside
    shown = as_json(view)
    buttons = "".join(
        f"<button class={'primary' if part == 'submit' else ''}>{html.escape(shown[part]['text'])}</button>"
        for part in ("close", "submit")
        if part in shown
    )
    return f"<h4>{html.escape(shown['title']['text'])}</h4>{inside}<div class=foot>{buttons}</div>"
