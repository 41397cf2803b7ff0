"""The seating plan: a list of people with a Swap button each. A plan of many councils is folded, a line for
each, and unfolds one at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from zlib import crc32

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject

from bot.domain.game import Game
from bot.domain.ids import GameId, RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seating
from bot.domain.times import writing
from bot.platform.rates import PER_MINUTE
from bot.slack.blocks import carried, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    PAGE,
    Message,
    actions,
    button,
    context,
    cut,
    escaped,
    header,
    section,
    turning,
)
from bot.slack.sign_up import layouts
from bot.slack.sign_up.cards import deal_by

ROWS = 36  # people on a page, of the 50 blocks that a message may have
FOLDED = 15  # councils on a page
WAITING = 0  # in the place of a council's number
MANY = 20  # people, of those who came or went since the plan was made


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a plan: the council, and the role; or the turn on the waiting list."""

    council: int
    seat: int

    def __str__(self) -> str:
        return f"{self.council}_{self.seat}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a plan: a page of it, or of one `council` unfolded; and who is about to be swapped, of
    which plan."""

    page: int = 1
    council: int = 0
    of: str = ""  # `mark_of` the plan
    swapped: Place | None = None

    @classmethod
    def read(cls, value: str) -> tuple[GameId, "Excerpt"]:
        """What a button carries. Raises NotOfThisVersion."""
        game, who, where = carried.parts(value, 3)
        of, _, place = who.partition(".")
        council, _, page = where[1:].partition(":") if where.startswith("c") else ("0", "", where)
        shown = carried.number(page or "1"), carried.number(council)
        return GameId(game), cls(*shown, of, place_in(place) if place else None)

    def who(self, plan: Seating) -> str:
        """The middle part of a button's value."""
        return f"{mark_of(plan)}.{self.swapped}" if self.swapped is not None else ""

    @property
    def where(self) -> str:
        """Its last part."""
        return f"c{self.council}:{self.page}" if self.council else str(self.page)


def place_in(text: str) -> Place:
    """A place, as a button carries it. Raises NotOfThisVersion."""
    council, _, seat = text.partition("_")
    return Place(carried.number(council), carried.number(seat))


def _late(game: Game, late: tuple[int, timedelta] | None) -> Iterator[Block]:
    """Slack makes few channels a minute; whoever plans can choose otherwise."""
    if late is not None:
        phase, by = late
        title, rate = escaped(game.agenda[phase].title), PER_MINUTE["conversations.create"]
        yield context(
            f"*{title}* has too many rooms to be ready in time: Slack makes "
            f"{rate} channels a minute, starting at the first bell. The last room "
            f"opens {writing.about(by)} after that phase has begun. Fewer councils need fewer rooms."
        )


def mark_of(plan: Seating) -> str:
    """Tells a plan from any other."""
    return f"{crc32(repr((plan.councils, plan.waiting)).encode()):08x}"


def people_of(plan: Seating) -> dict[Place, UserId]:
    """Everybody in the plan, by their place."""
    seated = {
        Place(number, role): user
        for number, council in enumerate(plan.councils, start=1)
        for role, user in council
    }
    return seated | {Place(WAITING, turn): user for turn, user in enumerate(plan.waiting, start=1)}


def seating_plan(
    game: Game,
    scenario: Scenario,
    takes: timedelta,
    excerpt: Excerpt = Excerpt(),
    note: str = "",
    late: tuple[int, timedelta] | None = None,
) -> Message:
    """The plan, for the facilitator who asked; nobody else has been told. `takes`: see `pace.opening`; `note`
    says what has just become of it; `late`: see `rooms_late`."""
    plan = game.plan
    assert plan is not None
    shown = _Shown(game, plan, scenario, excerpt)
    who = people_of(plan).get(excerpt.swapped) if excerpt.swapped else None
    title = f"Seating plan: {p.count_of(len(plan.councils), 'council')}"
    lead = "Only you can read this. Nobody is told until you deal."
    if who is not None:
        lead = f"Choose who swaps places with {p.mention(who)}."
    return Message.of(
        header(title),
        context(f"{lead}{shown.page}"),
        *([section(note)] if note else []),
        *_stale(game, plan),
        *([] if who is not None else map(section, layouts.explained(game, len(plan.councils)))),
        *shown.rows(),
        *([] if who is not None else [context(deal_by(game, scenario, takes)), *_late(game, late)]),
        actions(*_controls(game, scenario, swapping=who is not None), *shown.turning()),
    )


def _stale(game: Game, plan: Seating) -> Iterator[Block]:
    """Who came or went since it was made."""
    if game.plan_stands:
        return
    now = {one.player for one in game.players}
    came, gone = sorted(now - plan.players()), sorted(plan.players() - now)
    said = [f"{p.mentions_of(came, MANY)} joined"] if came else []
    said += [f"{p.mentions_of(gone, MANY)} left"] if gone else []
    yield section(f"*Since this plan was made:* {'; '.join(said)}. Plan again before you deal.")


def _controls(game: Game, scenario: Scenario, *, swapping: bool) -> Iterator[ButtonElement]:
    if swapping:
        yield button("Cancel the swap", f"{names.TURN_PLAN}:whole", f"{game.id}::1")
        return
    if game.plan_stands:
        ask = optional.ask_to_deal(scenario)
        yield button("Deal the seats", names.DEAL_SEATS, game.id, style="primary", ask=ask)
    yield button("Plan again", names.REDEAL, game.id, style=None if game.plan_stands else "primary")
    yield from layouts.to_choose(game, len(game.plan.councils) if game.plan is not None else 0)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The part of a plan that is shown."""

    game: Game
    plan: Seating
    scenario: Scenario
    excerpt: Excerpt

    @property
    def folded(self) -> bool:
        people = len(self.plan.players())
        return people + len(self.plan.councils) > ROWS and not self.excerpt.council

    @property
    def last(self) -> int:
        """How many pages there are."""
        if self.folded:
            return ceil(len(self._tables()) / FOLDED)
        tables = (table for number, table in self._tables() if self._is_shown(number))
        return max([1, *(ceil(len(table) / ROWS) for table in tables)])

    @property
    def number(self) -> int:
        """Of the page that is shown."""
        return min(max(1, self.excerpt.page), self.last)

    @property
    def page(self) -> str:
        return f" Page {self.number} of {self.last}." if self.last > 1 else ""

    def turning(self) -> Iterator[ButtonElement]:
        value = f"{self.game.id}:{self.excerpt.who(self.plan)}"
        unfolded = f":c{self.excerpt.council}" if self.excerpt.council else ""
        yield from turning(names.TURN_PLAN, f"{value}{unfolded}", self.number, self.last)
        if self.excerpt.council:
            yield button("All councils", f"{names.TURN_PLAN}:all", f"{value}:1")

    def rows(self) -> Iterator[Block]:
        if self.folded:
            first = (self.number - 1) * FOLDED
            yield from (self._folded(*table) for table in self._tables()[first : first + FOLDED])
            return
        first = (self.number - 1) * ROWS
        for number, table in self._tables():
            if self._is_shown(number):
                yield section(f"*{_title(number)}* ({len(table)})")
                rows = table[first : first + ROWS]
                yield from (self._row(Place(number, seat), user) for seat, user in rows)

    def _is_shown(self, number: int) -> bool:
        return self.excerpt.council in (0, number or len(self.plan.councils) + 1)

    def _tables(self) -> list[tuple[int, Sequence[tuple[int, UserId]]]]:
        """Each council by its number, and the waiting list."""
        tables: list[tuple[int, Sequence[tuple[int, UserId]]]] = [*enumerate(self.plan.councils, start=1)]
        if self.plan.waiting:
            tables.append((WAITING, [*enumerate(self.plan.waiting, start=1)]))
        return tables

    def _folded(self, number: int, table: Sequence[tuple[int, UserId]]) -> SectionBlock:
        named = p.mentions_of([user for _, user in table], ROWS // 2)
        value = f"{self.game.id}:{self.excerpt.who(self.plan)}:c{number or len(self.plan.councils) + 1}"
        words = cut(f"*{_title(number)}* ({len(table)}): {named}", PAGE // FOLDED)
        return _with_button(words, button("Unfold", f"{names.TURN_PLAN}:c{number}", value))

    def _row(self, place: Place, user: UserId) -> SectionBlock:
        words = p.mention(user)
        if place.council != WAITING:
            role = self.scenario.role(RoleNumber(place.seat))
            words += f", {escaped(role.name)} ({p.team_name(self.scenario, role.team)})"
        else:
            words += ", waiting"
        chairs = self.game.sign_ups.get(user)
        words += ", can chair" if chairs is not None and chairs.chair else ""
        if place == self.excerpt.swapped:
            return section(f"{words}: *to be swapped*")
        who, where = self.excerpt.who(self.plan), self.excerpt.where
        if who:
            value = f"{self.game.id}:{who}:{where}:{place}"
            return _with_button(words, button("Swap with", f"{names.SWAP_WITH}:{place}", value))
        value = f"{self.game.id}:{mark_of(self.plan)}.{place}:{where}"
        return _with_button(words, button("Swap", f"{names.SWAP}:{place}", value))


def _title(number: int) -> str:
    return f"Council {number}" if number != WAITING else "Waiting for a seat"


def _with_button(words: str, beside: ButtonElement) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=words, verbatim=True), accessory=beside)
