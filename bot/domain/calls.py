"""The call: where people who are not in one room see and hear each other.

An address for everybody, which may have a place for the council's number, and councils' own addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema

from bot.domain.errors.calls import NotACallLink

LONGEST_LINK = 500  # characters
COUNCIL_PLACE = "{council}"
UNFIT = frozenset('<>|\\"`^')  # no address has them; Slack's links end at some


def unfit(link: str) -> str:
    """What is wrong with the address of a call, as the end of a sentence; empty where nothing is."""
    if len(link) > LONGEST_LINK:
        return f"it has more than {LONGEST_LINK} characters"
    if any(one.isspace() or not one.isprintable() or one in UNFIT for one in link):
        return "it has spaces, brackets or other characters that no address has"
    try:
        address = urlsplit(link)
        host, _ = address.hostname, address.port
    except ValueError:
        return "it cannot be read"
    if address.scheme != "https":
        return "it does not begin with https://"
    if not host or COUNCIL_PLACE in host:
        return "it does not name a server"
    if address.username is not None or address.password is not None:
        return "it holds a name or password before the @"
    return ""


def read_link(text: str) -> str:
    """The address as people type it, who may leave out `https://`. Raises NotACallLink."""
    begun = "://" in text
    link = text.strip() if begun else f"https://{text.strip()}"
    if wrong := unfit(link) if begun or "." in text else "it is not an address":
        raise NotACallLink(wrong=wrong)
    return link


def _checked(link: str) -> str:
    """Raises ValueError, without the address: some hold a password."""
    if wrong := unfit(link):
        raise ValueError(f"this is no address of a call: {wrong}")
    return link


CallLink = Annotated[
    str,
    AfterValidator(_checked),
    WithJsonSchema({"type": "string", "pattern": "^https://", "maxLength": LONGEST_LINK}),
]


@dataclass(frozen=True, slots=True)
class Calls:
    """The addresses of a game's calls; an empty one is none."""

    for_all: str = ""
    own: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))  # by a council's number

    @property
    def plenary(self) -> str:
        """The one that everybody shares."""
        return "" if COUNCIL_PLACE in self.for_all else self.for_all

    def of(self, council: int) -> str:
        """The one of a council: its own, or else that for all."""
        return self.own.get(council) or self.for_all.replace(COUNCIL_PLACE, str(council))

    def changed(self, link: str, council: int | None) -> "Calls":
        """With another address for a council, or for all; with an empty one, without."""
        if council is None:
            return Calls(link, self.own)
        own = {number: one for number, one in self.own.items() if number != council}
        return Calls(self.for_all, MappingProxyType(own | ({council: link} if link else {})))


NO_CALLS = Calls()
