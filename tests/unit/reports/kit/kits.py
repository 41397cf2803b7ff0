"""Kits for tests: tables with people, and pictures of their pages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import typst
from PIL import Image

from bot.domain.agenda import plan_agenda
from bot.domain.print_kit import Print, PrintWish
from bot.domain.scenario import Scenario
from bot.domain.times.working_time import EVERY_SECOND
from bot.domain.timetable import timetable
from bot.reports.kit import files
from bot.reports.kit.schedule import Schedule
from bot.reports.kit.tables import Held, Kit, Table, blank
from bot.reports.pdf import PAGES
from tests.builders import NOON, harbour

WIDEST = "W" * 80
ARABIC = "عبد الرحمن بن محمد بن عبد العزيز آل الشيخ المكي المدني"
HEBREW = "יעל בן־דוד־אברמוביץ׳ מירושלים"
DEVANAGARI = "अनिरुद्ध विश्वनाथन श्रीवास्तव चट्टोपाध्याय"
DOUBLE = "Maximiliane Friederike von und zu Hohenstein-Wittgenstein-Berleburg und Sayn III"
WISH = PrintWish()
LINK = "https://example.slack.com/archives/C0123ABCD"


def a_schedule(pack: Scenario, *zones: str, planned: bool = True) -> Schedule:
    """From noon on, live."""
    slots = timetable(plan_agenda(pack), NOON, EVERY_SECOND)
    return Schedule(slots, zones or ("UTC",), None, planned)


def a_blank_kit(pack: Scenario | None = None) -> Kit:
    """Of a pack, before anybody joined."""
    pack = pack or harbour()
    schedule = a_schedule(pack, planned=False)
    return Kit(pack.key, pack.title, pack, (blank(pack),), schedule)


def a_table(
    pack: Scenario, number: int = 1, names: Sequence[str] = ("Ada",), held: Held = Held.ON_PAPER
) -> Table:
    """A council in which everybody has one of these names."""
    places = [
        replace(place, name=names[index % len(names)], held=held)
        for index, place in enumerate(blank(pack).places)
    ]
    return Table(f"Council {number}", LINK, tuple(places))


def a_kit(pack: Scenario | None = None, *tables: Table, names: Sequence[str] = ("Ada",)) -> Kit:
    """Of a game, with these tables, or one whose people have these names."""
    pack = pack or harbour()
    return Kit(
        "g1",
        "Tuesday's game",
        pack,
        tables or (a_table(pack, names=names),),
        a_schedule(pack, "Europe/Paris", "Asia/Tokyo"),
        LINK,
        ((names[0], "Facilitator"),),
    )


def pictures(kit: Kit, kind: Print, paper: str = "a4", wish: PrintWish = WISH) -> list[Image.Image]:
    """Its pages of a kind, small and in grey."""
    return [picture for one in files.given(kit, kind, wish) for picture in _pictures(kind, one, paper)]


def _pictures(kind: Print, data: dict[str, Any], paper: str) -> Iterator[Image.Image]:
    made: Any = typst.compile(
        PAGES / "kit" / f"{kind.value}.typ",
        root=PAGES,
        format="png",
        ppi=36,
        sys_inputs={"data": json.dumps(data), "paper": paper},
    )
    for png in made if isinstance(made, list) else [made]:
        yield Image.open(BytesIO(png)).convert("RGB").convert("L")


def is_white(page: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether nothing stands there, in shares of the page."""
    wide, high = page.size
    part = page.crop((round(left * wide), round(top * high), round(right * wide), round(bottom * high)))
    return part.getextrema()[0] == 255
