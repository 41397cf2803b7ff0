"""For whom pages are printed: a game's councils with who sits in them, or one blank table of a pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.domain.council import Council
from bot.domain.former import former_name, is_former
from bot.domain.game import Game
from bot.domain.ids import RoleNumber, TeamKey, UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.print_kit import Print, PrintWish
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.reports.kit.schedule import Schedule

MOST_PLACES = 100  # in a file, which takes three seconds and half a gigabyte to make


class Held(Enum):
    """How a seat is held."""

    ON_PAPER = auto()
    IN_SLACK = auto()
    VACANT = auto()
    BLANK = auto()  # nobody is seated yet


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, and its holder's name: empty where it is to be written by hand."""

    seat: Seat
    name: str
    held: Held


@dataclass(frozen=True, slots=True)
class Table:
    """A council, with the address of its channel. A blank one has no name and no address. `places` are those
    for which something is printed, `others` the rest."""

    name: str
    address: str
    places: tuple[Place, ...]
    others: tuple[Place, ...] = ()

    def partners_of(self, place: Place) -> tuple[Place, ...]:
        """Who else plays for the same team at this table."""
        return tuple(
            one
            for one in (*self.places, *self.others)
            if one.seat.team == place.seat.team
            and one.seat.role != place.seat.role
            and one.held is not Held.VACANT
        )


@dataclass(frozen=True, slots=True)
class Kit:
    """What a kit is made of. `name` begins the names of its files; `address` is that of the channel that
    everybody shares; `others` are people without a seat, each with what they are."""

    name: str
    title: str
    scenario: Scenario
    tables: tuple[Table, ...]
    schedule: Schedule
    address: str = ""
    others: tuple[tuple[str, str], ...] = ()
    waits: bool = False  # it is a game whose seats are not dealt yet

    def places(self, prints: Print, wish: PrintWish) -> tuple[Table, ...]:
        """The tables with the places for which such a page is printed."""
        if prints is Print.SHEETS and self.waits and not wish.all_sheets:
            return ()
        kept = (_parted(table, prints, wish) for table in self.tables)
        return tuple(table for table in kept if table.places)


def _parted(table: Table, prints: Print, wish: PrintWish) -> Table:
    gets = tuple(one for one in table.places if _gets(one, prints, wish))
    return replace(table, places=gets, others=tuple(one for one in table.places if one not in gets))


def _gets(place: Place, prints: Print, wish: PrintWish) -> bool:
    if prints not in (Print.SHEETS, Print.BALLOTS, Print.CLAIMS):
        return True
    everybody = prints is Print.SHEETS and wish.all_sheets
    return everybody or place.held in (Held.ON_PAPER, Held.BLANK)


def in_files(tables: Sequence[Table]) -> Iterator[tuple[Table, ...]]:
    """Whole tables, as many as fit in a file."""
    held: list[Table] = []
    for table in tables:
        if held and sum(len(one.places) for one in (*held, table)) > MOST_PLACES:
            yield tuple(held)
            held = []
        held.append(table)
    if held:
        yield tuple(held)


def blank(scenario: Scenario) -> Table:
    """A table where nobody sits yet."""
    stewards = {team.key for team in scenario.teams if team.stewards}
    seats = (
        Seat(RoleNumber(role.number), TeamKey(role.team), role.team in stewards) for role in scenario.roles
    )
    return Table("", "", tuple(Place(seat, "", Held.BLANK) for seat in seats))


def tables_of(
    game: Game,
    scenario: Scenario,
    councils: Sequence[Council],
    names: Mapping[UserId, str],
    addresses: Mapping[int, str],
) -> tuple[Table, ...]:
    """The councils of a game, or a blank table before there are any. `names` are those of people in Slack, as
    far as they are known, and `addresses` those of the councils' channels, by number."""
    if game.deal is None:
        return (blank(scenario),)
    return tuple(
        Table(
            council.name,
            addresses.get(council.number, ""),
            tuple(_place(seat, names) for _, seat in sorted(council.seats.items())),
        )
        for council in councils
    )


def _place(seat: Seat, names: Mapping[UserId, str]) -> Place:
    if seat.holder is None:
        return Place(seat, "", Held.VACANT)
    held = Held.ON_PAPER if is_paper(seat.holder) else Held.IN_SLACK
    return Place(seat, name_of(seat.holder, names), held)


def name_of(user: UserId, names: Mapping[UserId, str]) -> str:
    """As people know them; empty where nobody told."""
    if is_former(user):
        return former_name(user)
    return paper_name(user) if is_paper(user) else names.get(user, "")
