"""Public holidays by country. The only module that knows the library.

What it says is asked once, when a game is created, and kept with the game as dates: another version of the
library moves no bell.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache

import holidays
from holidays.registry import COUNTRIES

from bot.domain.errors import Refusal

ENGLISH = "en_US"


class UnknownCountry(Refusal):
    template = (
        "I do not know the public holidays of “{place}”{near}. Write the country's code, like FR, or with a "
        "region, like DE-BY or US-CA; separate several with commas."
    )


class UnknownRegion(Refusal):
    template = "I do not know the holidays of a region “{region}” in {country}. I know: {known}."


def public_holidays(places: str, first: date, last: date) -> Mapping[date, str]:
    """The holidays of these countries, `FR, DE-BY`, with their English names. Raises UnknownCountry and
    UnknownRegion."""
    found: dict[date, str] = {}
    for place in filter(None, (part.strip() for part in re.split(r"[,;\n]", places))):
        found.update(one for one in _of(place, first, last))
    return dict(sorted(found.items()))


def _of(place: str, first: date, last: date) -> Iterator[tuple[date, str]]:
    country, region = _place(place)
    known = holidays.country_holidays(
        country, subdiv=region or None, years=range(first.year, last.year + 1), language=ENGLISH
    )
    return ((day, name) for day, name in known.items() if first <= day <= last)


def _place(typed: str) -> tuple[str, str]:
    """The library's codes of a country and its region, or "" for all of it."""
    name, _, region = typed.partition("-") if typed.casefold() not in _countries() else (typed, "", "")
    country = _countries().get(name.strip().casefold())
    if country is None:
        near = get_close_matches(name.strip().casefold(), _countries(), n=1, cutoff=0.7)
        hint = f" (did you mean {_countries()[near[0]]}?)" if near else ""
        raise UnknownCountry(place=typed[:60], near=hint)
    regions = holidays.list_supported_countries(include_aliases=False).get(country, [])
    wanted = next((one for one in regions if one.casefold() == region.strip().casefold()), "")
    if region.strip() and not wanted:
        some = ", ".join(regions[:20]) or "none"
        raise UnknownRegion(country=country, region=region.strip()[:60], known=some)
    return country, wanted


@cache
def _countries() -> Mapping[str, str]:
    """Two-letter codes by everything that a country is called: code, long code, name."""
    return {
        name.casefold(): two
        for module, (one, two, *others) in COUNTRIES.items()
        for name in (module.replace("_", " "), one, two, *others)
        if not name.startswith("Holidays")
    }
