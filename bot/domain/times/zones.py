"""Time zones as people name them: cities, abbreviations, offsets; and their names in words.

Whoever names a zone gets one that follows its place's summer time: `EST` is New York's, in July as well.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.characters import plain, shown
from bot.domain.errors import Refusal
from bot.domain.ids import Moment

UNSET = "Factory"  # the database's own name for a machine whose zone nobody has set


def is_zone(name: Any) -> bool:
    """Whether this machine can tell the time by it. Asked anew: it may have been installed meanwhile."""
    if not isinstance(name, str) or not name or name == UNSET:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no name at all, or a broken file; the name of a folder
        return False
    return True


class UnknownZone(Refusal):
    template = (
        "I don't know the time zone “{zone}”{near}. Write it like Europe/Berlin or America/Chicago, or like "
        "UTC+2, which is two hours ahead."
    )


class SeveralZones(Refusal):
    template = "Several time zones are called “{zone}”: {zones}. Write one of these names instead."


class NoSuchOffset(Refusal):
    template = "I know of no place that uses “{zone}” all year. Write the city, like Europe/Berlin."


# What people write, in small letters; where a name has several meanings, all of them.
_NAMED: dict[str, tuple[str, ...]] = {
    "utc": ("UTC",), "gmt": ("UTC",), "z": ("UTC",), "zulu": ("UTC",),
    "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",), "uk": ("Europe/London",),
    "cet": ("Europe/Berlin",), "cest": ("Europe/Berlin",), "met": ("Europe/Berlin",),
    "mez": ("Europe/Berlin",), "mesz": ("Europe/Berlin",), "eet": ("Europe/Athens",),
    "eest": ("Europe/Athens",), "msk": ("Europe/Moscow",), "trt": ("Europe/Istanbul",),
    "et": ("America/New_York",), "est": ("America/New_York",), "edt": ("America/New_York",),
    "ct": ("America/Chicago",), "cdt": ("America/Chicago",),
    "mt": ("America/Denver",), "mst": ("America/Denver",), "mdt": ("America/Denver",),
    "pt": ("America/Los_Angeles",), "pst": ("America/Los_Angeles",), "pdt": ("America/Los_Angeles",),
    "eastern": ("America/New_York",), "central": ("America/Chicago",), "mountain": ("America/Denver",),
    "pacific": ("America/Los_Angeles",), "atlantic": ("America/Halifax",), "adt": ("America/Halifax",),
    "akst": ("America/Anchorage",), "akdt": ("America/Anchorage",), "alaska": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",), "hawaii": ("Pacific/Honolulu",), "nst": ("America/St_Johns",),
    "ndt": ("America/St_Johns",), "newfoundland": ("America/St_Johns",), "brt": ("America/Sao_Paulo",),
    "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",), "sgt": ("Asia/Singapore",), "hkt": ("Asia/Hong_Kong",),
    "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",), "wib": ("Asia/Jakarta",), "ict": ("Asia/Bangkok",),
    "awst": ("Australia/Perth",), "acst": ("Australia/Adelaide",), "acdt": ("Australia/Adelaide",),
    "aest": ("Australia/Sydney",), "aedt": ("Australia/Sydney",), "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",), "sast": ("Africa/Johannesburg",), "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo",), "eat": ("Africa/Nairobi",), "idt": ("Asia/Jerusalem",),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "sst": ("Asia/Singapore", "Pacific/Pago_Pago"),
    "wst": ("Australia/Perth", "Pacific/Apia"),
    "ect": ("America/Guayaquil", "Europe/Paris"),
    "india": ("Asia/Kolkata",), "china": ("Asia/Shanghai",), "germany": ("Europe/Berlin",),
    "france": ("Europe/Paris",), "spain": ("Europe/Madrid",), "italy": ("Europe/Rome",),
    "netherlands": ("Europe/Amsterdam",), "switzerland": ("Europe/Zurich",), "austria": ("Europe/Vienna",),
    "sweden": ("Europe/Stockholm",), "norway": ("Europe/Oslo",), "denmark": ("Europe/Copenhagen",),
    "finland": ("Europe/Helsinki",), "england": ("Europe/London",), "scotland": ("Europe/London",),
    "greece": ("Europe/Athens",), "belgium": ("Europe/Brussels",), "kenya": ("Africa/Nairobi",),
    "nigeria": ("Africa/Lagos",), "south africa": ("Africa/Johannesburg",), "uae": ("Asia/Dubai",),
    "nyc": ("America/New_York",), "sf": ("America/Los_Angeles",), "la": ("America/Los_Angeles",),
    "san francisco": ("America/Los_Angeles",), "seattle": ("America/Los_Angeles",),
    "boston": ("America/New_York",), "washington": ("America/New_York",), "miami": ("America/New_York",),
    "atlanta": ("America/New_York",), "dallas": ("America/Chicago",), "houston": ("America/Chicago",),
    "austin": ("America/Chicago",), "montreal": ("America/Toronto",), "munich": ("Europe/Berlin",),
    "münchen": ("Europe/Berlin",), "hamburg": ("Europe/Berlin",), "frankfurt": ("Europe/Berlin",),
    "cologne": ("Europe/Berlin",), "geneva": ("Europe/Zurich",), "barcelona": ("Europe/Madrid",),
    "milan": ("Europe/Rome",), "lyon": ("Europe/Paris",), "edinburgh": ("Europe/London",),
    "manchester": ("Europe/London",), "mumbai": ("Asia/Kolkata",), "delhi": ("Asia/Kolkata",),
    "new delhi": ("Asia/Kolkata",), "bangalore": ("Asia/Kolkata",), "bengaluru": ("Asia/Kolkata",),
    "chennai": ("Asia/Kolkata",), "beijing": ("Asia/Shanghai",), "shenzhen": ("Asia/Shanghai",),
    "tel aviv": ("Asia/Jerusalem",), "abu dhabi": ("Asia/Dubai",), "hanoi": ("Asia/Bangkok",),
    "cape town": ("Africa/Johannesburg",), "wellington": ("Pacific/Auckland",),
    "istanbul": ("Europe/Istanbul",), "buenos aires": ("America/Argentina/Buenos_Aires",),
    "cordoba": ("America/Argentina/Cordoba",), "nicosia": ("Asia/Nicosia",),
    "indianapolis": ("America/Indiana/Indianapolis",), "samoa": ("Pacific/Apia", "Pacific/Pago_Pago"),
    "canberra": ("Australia/Sydney",), "rio": ("America/Sao_Paulo",),
    "rio de janeiro": ("America/Sao_Paulo",), "kyiv": ("Europe/Kyiv",), "kiev": ("Europe/Kyiv",),
}  # fmt: skip
# Places that keep an offset all the year, for offsets that are no whole hours.
_KEPT = {
    210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon",
    525: "Australia/Eucla", 570: "Australia/Darwin", -570: "Pacific/Marquesas",
}  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*([+\-−–])\s*(\d{1,2})(?:[:.]?(\d{2}))?(?:\s*(?:h|hrs?|hours?))?")
_TIME = re.compile(r"\s+(?:(?:standard|daylight|summer|winter|local)\s+)?time$|\s+(?:zeit)$")


def read_zone(typed: str) -> str:
    """A zone's name as the database has it: `europe/paris`, `Paris` and `CET` are places, and `GMT+2` is two
    hours ahead. Raises UnknownZone, SeveralZones and NoSuchOffset."""
    wanted = _TIME.sub("", " ".join(plain(typed).split()).strip(" .()"))
    known, name = _zones(), wanted.replace(" ", "_")
    if "/" in name and name in known:
        return known[name]
    if (offset := _OFFSET.fullmatch(wanted)) is not None:
        return _at_offset(offset, typed)
    meant = _NAMED.get(wanted) or _cities().get(name) or ((known[name],) if name in known else ())
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise SeveralZones(zone=shown(typed), zones=_listed(meant))
    near = get_close_matches(name, [*known, *_cities()], n=1, cutoff=0.7)
    found = known.get(near[0]) or _cities()[near[0]][0] if near else ""
    raise UnknownZone(zone=shown(typed), near=f" (did you mean {found}?)" if found else "")


def _at_offset(offset: re.Match[str], typed: str) -> str:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    minutes = minutes if offset[1] == "+" else -minutes
    whole = minutes // 60  # the database counts the other way round: Etc/GMT-2 is two hours ahead
    name = "UTC" if not minutes else f"Etc/GMT{-whole:+d}" if minutes % 60 == 0 else _KEPT.get(minutes)
    if name is None or name.casefold() not in _zones():
        raise NoSuchOffset(zone=shown(typed))
    return name


def _listed(zones: Iterable[str]) -> str:
    *first, last = zones
    return f"{', '.join(first)} and {last}"


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters; places before the old names without one."""
    return {name.casefold(): name for name in sorted(available_timezones(), key=lambda one: "/" not in one)}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """The zones by the city at the end of their names; offsets are read, and not found by their names."""
    found: dict[str, tuple[str, ...]] = {}
    for low, name in _zones().items():
        region, _, city = low.rpartition("/")
        if region and region != "etc":
            found[city] = (*found.get(city, ()), name)
    return found


# --- in words


def zone_name(zone: str) -> str:
    """The zone as people read it: `Europe/Paris`, and `UTC+2` for what the database calls Etc/GMT-2."""
    offset = re.fullmatch(r"(?:Etc/)?GMT([+-])(\d+)", zone)
    if offset is None:
        return zone.removeprefix("Etc/")
    return f"UTC{'-' if offset[1] == '+' else '+'}{offset[2]}" if offset[2] != "0" else "UTC"


def zone_there(zone: str, at: Moment) -> str:
    """`Europe/Paris (UTC+1)`: a zone, and how far its clock is ahead at a moment."""
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = round(abs(ahead).total_seconds() / 60)
    sign, half = "+" if ahead >= timedelta() else "-", f":{minutes % 60:02}" if minutes % 60 else ""
    name, offset = zone_name(zone), f"UTC{sign}{minutes // 60}{half}" if minutes else "UTC"
    return name if name == offset else f"{name} ({offset})"
