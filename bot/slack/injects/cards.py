"""What people read of what they are told: the message itself, what came before them, at the end the rest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.session import shows
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.game.telling import OfBell, OfCue, Told, What, Written
from bot.domain.picture import Picture
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import folding
from bot.slack.blocks import names as n
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    context,
    escaped,
    header,
    picture_link,
    section,
    sections,
    shortened,
)
from bot.slack.blocks.telling import audience, illustrated, signed
from bot.slack.injects.words import UNTITLED, content, is_kept

ONLY_YOU = "Not everybody gets this message. What you tell others is up to you."
IN_A_WINDOW = 20000  # characters of messages
BEGINNING = 40  # characters of a text without a title


# --- when it is told


def message(scenario: Scenario, game: Game, told: Told) -> Message:
    """To somebody whom it is for."""
    said = content(scenario, game, told.what)
    return Message.of(
        header(said.title or UNTITLED),
        *signed(said.sender),
        *sections([said.text]),
        *illustrated(said.picture),
        context(ONLY_YOU),
    )


def read_out(scenario: Scenario, game: Game, told: Told, council: Council, seat: Seat) -> Message:
    """To a facilitator, who reads it to somebody on paper."""
    said = content(scenario, game, told.what)
    return Message.of(
        section(f"*Please tell {_on_paper(scenario, council, seat)}, and nobody else:*"),
        header(said.title or "A message"),
        *signed(said.sender),
        *sections([said.text]),
        *illustrated(said.picture),
    )


def here(scenario: Scenario, game: Game, told: Told, council: Council) -> Message:
    """To everybody, in their council's channel."""
    said = content(scenario, game, told.what)
    head: list[Block] = [*([header(said.title)] if said.title else []), *signed(said.sender)]
    shown = [*folding.shown(said.text, folding.room_beside(*head, *illustrated(said.picture)))]
    more = folding.read_more(n.READ_TOLD, f"{council.id}:{told.id}")
    left_out = folding.words_of(shown) < folding.count(said.text)
    return Message.of(*head, *shown, *illustrated(said.picture), *([actions(more)] if left_out else []))


def whole(scenario: Scenario, game: Game, told: Told) -> View:
    """All of it, for one person."""
    said = content(scenario, game, told.what)
    return folding.whole(
        said.title or "Message",
        *signed(said.sender),
        *sections(said.text.split("\n")),
        *_linked(said.picture),
    )


def _linked(picture: Picture | None) -> Iterator[Block]:
    if picture is not None:
        yield section(picture_link(picture.url, picture.alt))


def earlier(
    scenario: Scenario, game: Game, told: Sequence[Told], council: Council, seat: Seat, *, paper: bool
) -> Message:
    """To whom a seat has come: what its holder had been told before, the oldest first."""
    if paper:
        said = (
            f"*Please tell {_on_paper(scenario, council, seat)}, and nobody else, what their seat was told:*"
        )
    else:
        said = f"These messages came to your seat in {council.name} before you took it over."
    return Message.of(
        header("Earlier messages to your seat"),
        section(said),
        *sections(entries(scenario, game, told)),
        context(ONLY_YOU),
    )


def _on_paper(scenario: Scenario, council: Council, seat: Seat) -> str:
    return f"{p.mention(seat.holder)}, {p.role_name(scenario, seat)} in {council.name}"


# --- what was told, again


def kept(scenario: Scenario, game: Game, told: Iterable[Told]) -> list[Told]:
    """Of these, what somebody may read again."""
    return [one for one in told if is_kept(scenario, game, one)]


def entries(scenario: Scenario, game: Game, told: Iterable[Told]) -> Iterator[str]:
    """Each as a paragraph: when, in whose name, and all of it."""
    for one in told:
        said = content(scenario, game, one.what)
        title = escaped(said.title) or "A message"
        sender = f", from {escaped(said.sender)}" if said.sender else ""
        yield f"*{title}*{sender}, {p.clock_time(game, one.at)}\n{said.text}"
        if said.picture is not None:
            yield picture_link(said.picture.url, said.picture.alt)


def messages_to_you(scenario: Scenario, game: Game, told: Iterable[Told]) -> Iterator[Block]:
    """For a window: what somebody has been told, the latest first; nothing if that is nothing."""
    latest = kept(scenario, game, told)[::-1]
    if latest:
        rest = "your direct messages with me"
        yield from sections(["*Messages to you*", *entries(scenario, game, latest)], IN_A_WINDOW, rest)


# --- at the end, and for facilitators who look


def revealed(lines: Sequence[str]) -> Message:
    """In a council's channel, at the very end."""
    return Message.of(header("What only some of you were told"), *sections(lines))


def lines_revealed(
    scenario: Scenario, game: Game, council: Council, *, all_of_them: bool = False
) -> Iterator[str]:
    """What only some were told in this council, and who; under the same rule as the missions."""
    told = [one for one in game.telling.told if one.is_private and one.was_heard_in(council.number)]
    for one in kept(scenario, game, told):
        if all_of_them or _may_be_shown(scenario.reveal, council, one):
            said = content(scenario, game, one.what)
            title = escaped(said.title) or "A message"
            sender = f", from {escaped(said.sender)}" if said.sender else ""
            to = audience(scenario, said.to)
            yield f"*{title}*{sender}, to {to}, {p.clock_time(game, one.at)}\n{said.text}"


def _may_be_shown(rule: Reveal, council: Council, told: Told) -> bool:
    """Where the pack asks for consent, everybody must agree who knows it."""
    if rule is Reveal.NONE or told.to is None:
        return False
    if rule is Reveal.ALL:
        return True
    knows = [seat for seat in council.filled if seat.role in told.to.seats]
    return all(shows(council, seat.role) for seat in knows if not seat.open_hand)


# --- to facilitators


def missed(
    scenario: Scenario, game: Game, event: e.InjectsMissed, planned: Sequence[e.InjectPlanned]
) -> Message:
    """A phase ended before these had their time."""
    titles = [escaped(scenario.inject(key).title) for key in event.injects]
    titles += [escaped(title_of(scenario, game, one.written or one.inject)) for one in planned]
    phase = escaped(game.agenda[event.phase].title)
    return Message.of(
        section(f"*{phase} ended before these injects came, so they were not sent:*\n{bullets(titles)}"),
        section("To send or plan them after all, type `/moot inject`."),
    )


def title_of(scenario: Scenario, game: Game, what: What) -> str:
    """How facilitators recognise it: its title, or how its text begins."""
    match what:
        case str():
            return scenario.inject(what).title
        case OfCue(index) | OfBell(index):
            return game.agenda[index].title
        case Written(text, title):
            return title or shortened(" ".join(text.split()), BEGINNING)
        case _:
            assert_never(what)
