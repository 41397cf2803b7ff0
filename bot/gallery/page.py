"""The gallery as one HTML page that needs nothing else."""

import html
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from slack_sdk.models.views import View

from bot.domain.scenario import Scenario
from bot.gallery.blocks import Drawing
from bot.gallery.surfaces import SURFACES, Shown, shown
from bot.gallery.worlds import FACILITATOR, OBSERVER, STRANGER, World, player
from bot.slack.blocks.message import Message

STYLE = Path(__file__).with_name("style.css")
WORLDS = {
    "ordinary": ("", 1, 3),
    "nothing yet": ("", 0, 0),
    "as long as it goes": ("Owners merge & nobody else does; a change waits. ", 2, 40),
    "angle brackets": ("<", 2, 4),
    "markup": ("<!channel> <@UEVIL> & <https://evil.example|click> *bold* ", 2, 2),
    "emoji": ("👩‍💻🐕‍🦺 ", 2, 2),
    "right to left": ("שלום עולם می‌خواهم ", 2, 2),
    "one long word": ("x", 2, 2),
    "ampersands": ("&", 2, 2),
    "many lines": ("a\n", 2, 2),
}
MOST = {"ordinary": 12}  # states of a surface that look different; elsewhere EACH
EACH = 3


def worlds(pack: Scenario) -> Iterator[tuple[str, World]]:
    """The worlds to look at, by name."""
    for name, (words, size, policies) in WORLDS.items():
        ordinary = World(pack, size=size, policies=policies)
        yield name, World(pack, words, size, policies) if words else ordinary


def names_of(world: World) -> Mapping[str, str]:
    """Everybody's name; some are eighty characters long."""
    people = [*(player(number) for number in range(1, 1002)), FACILITATOR, OBSERVER, STRANGER]
    return {
        user: f"{world.said(80)}"[:80] if world.size > 1 else f"Player {user[-3:].lstrip('0')}"
        for user in people
    }


def page(pack: Scenario) -> str:
    """All of it."""
    body = "".join(_world(name, world) for name, world in worlds(pack))
    links = "".join(f'<li><a href="#{name}">{name}</a></li>' for name in SURFACES)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Moot: the gallery</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text('utf-8')}</style>"
        f"<h1>All that Moot shows</h1><details><summary>{len(SURFACES)} surfaces</summary>"
        f"<ul>{links}</ul></details>{body}</html>"
    )


def _world(name: str, world: World) -> str:
    drawing, found = Drawing(names_of(world)), list(shown(world))
    by_surface = {surface: [one for one in found if one.surface == surface] for surface in SURFACES}
    most = MOST.get(name, EACH)
    rows = "".join(_surface(surface, distinct(some)[:most], drawing) for surface, some in by_surface.items())
    return f"<section class=world><h2>{html.escape(name)}</h2>{rows}</section>"


def distinct(some: Iterable[Shown]) -> list[Shown]:
    """Without those that look like an earlier one."""
    return list({_same(one): one for one in reversed(list(some))}.values())[::-1]


def _same(one: Shown) -> str:
    return str([block.to_dict() for block in one.card.blocks or ()])


def _surface(name: str, some: list[Shown], drawing: Drawing) -> str:
    if not some:
        return ""
    cards = "".join(_card(one, drawing) for one in some)
    return f'<section class=surface id="{name}"><h2><code>{name}</code></h2>{cards}</section>'


def _card(one: Shown, drawing: Drawing) -> str:
    blocks = [block.to_dict() for block in one.card.blocks or ()]
    told = drawing.mrkdwn(one.card.text) if isinstance(one.card, Message) else ""
    text = f"<div class=text><small>plain text</small>{told}</div>" if told else ""
    kind = "message" if isinstance(one.card, Message) else str(one.card.type)
    frame = _frame(one.card, drawing.blocks(blocks)) if isinstance(one.card, View) else drawing.blocks(blocks)
    return (
        f"<article><p class=state>{html.escape(one.state)}</p>"
        f'<div class="pair"><div class="card {kind}">{frame}</div>{text}</div></article>'
    )


def _frame(view: View, inside: str) -> str:
    if view.type != "modal":
        return inside
    shown = view.to_dict()
    buttons = "".join(
        f"<button class={'primary' if part == 'submit' else ''}>{html.escape(shown[part]['text'])}</button>"
        for part in ("close", "submit")
        if part in shown
    )
    return f"<h4>{html.escape(shown['title']['text'])}</h4>{inside}<div class=foot>{buttons}</div>"
