"""Who sits where, on tents and badges, and on every other page that somebody gets."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.reports.kit.tables import Kit, Place, Table
from bot.reports.qr import svg


def tents(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """For each seat, the words on both sides."""
    return {"tables": shown(kit, tables)}


def badges(kit: Kit, tables: Sequence[Table]) -> dict[str, Any]:
    """For each seat, and with the last table for people without one."""
    others = kit.others if tables[-1] == kit.tables[-1] else ()
    return {
        "tables": shown(kit, tables),
        "others": [{"name": name, "is": what} for name, what in others],
        "qr": code(kit.address),
    }


def shown(
    kit: Kit, tables: Sequence[Table], more: Callable[[Table, Place], dict[str, Any]] = lambda _, __: {}
) -> list[dict[str, Any]]:
    """Tables as templates take them; `more` is what a kind of page adds about a place."""
    return [
        {
            "council": table.name,
            "qr": code(table.address),
            "seats": [{**_place(kit, place), **more(table, place)} for place in table.places],
        }
        for table in tables
    ]


def _place(kit: Kit, place: Place) -> dict[str, Any]:
    role, team = kit.scenario.role(place.seat.role), kit.scenario.team(place.seat.team)
    return {"name": place.name, "number": role.number, "role": role.name, "team": team.name}


def code(address: str) -> str:
    """The QR code that leads there; none without an address."""
    return svg(address) if address else ""
