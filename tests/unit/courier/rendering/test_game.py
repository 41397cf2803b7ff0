"""What stands in the plenary, which a thousand people read."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, cast

from bot.courier.rendering.council import OF_COUNCIL
from bot.courier.rendering.game import OF_GAME
from bot.courier.rendering.seen import NoLonger, SeenCouncil, made
from bot.domain.agenda import plan_agenda
from bot.domain.council import Council
from bot.domain.game import Game, decide, evolve
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.host import Host
from bot.domain.ids import MOOT, UserId
from bot.gallery.worlds import World
from bot.intents.accounts import of_accounts
from bot.intents.clock import of_clock
from bot.intents.intent import Card, CouncilCard
from bot.intents.sign_up import of_sign_up
from bot.platform.rates import Pace
from bot.queries.reader import Reader
from bot.services.games import layout_of
from bot.slack.blocks.message import Message
from tests.builders import FACILITATOR, NOON, creation, player, rainbow_road
from tests.cards import PROSE

PACK = rainbow_road()
FEW = 10  # people whom a message in the plenary may mention
MENTION = re.compile("<@U[A-Z0-9]+>")
DIRECTORS = tuple(UserId(f"U0DIRECTOR{number}") for number in range(40))


class ReaderOfLogs:
    """Reads a game that is over from what happened in it."""

    pace = Pace()

    def __init__(self, happened: list[e.GameEvent], councils: tuple[Council, ...]) -> None:
        self.happened, self.tables = happened, councils

    async def game_event(self, _game: str, version: int) -> e.GameEvent:
        return self.happened[version]

    async def links(self, _game: str, _keys: Iterable[str]) -> dict[str, str]:
        return {}

    async def councils(self, _game: Game) -> tuple[Council, ...]:
        return self.tables


def ended_councils() -> Iterator[Council]:
    """A hundred of ten people each, who have voted and claimed."""
    played = list(World(PACK, PROSE).councils.values())[-1]
    for number in range(1, 101):
        seats = {
            role: replace(seat, holder=player(number * 10 + role - 10)) for role, seat in played.seats.items()
        }
        yield replace(
            played, number=number, name=f"Council {number}", seats=MappingProxyType(seats), ended_at=NOON
        )


def a_whole_game() -> Iterator[tuple[e.GameEvent, Game]]:
    """What happens in a game of a thousand people whose first facilitator loses their account and returns;
    with the game after each event."""
    state: Game | None = None
    host = Host(FACILITATOR, "Ten years of data councils.")
    create = replace(
        creation(plan_agenda(PACK), layout_of(PACK)), facilitators=(FACILITATOR, *DIRECTORS), host=host
    )
    signed = [(c.Join(player(number)), player(number)) for number in range(1, 1_001)]
    away = [(c.LoseAccount(one), MOOT) for one in (*DIRECTORS, FACILITATOR)]
    drive = [
        c.StartGame(),
        c.PauseGame(),
        c.ResumeGame(),
        c.ChangeTime(timedelta(minutes=1)),
        c.Broadcast("Hi"),
    ]
    played = [(one, FACILITATOR) for one in (c.PlanSeating(), c.DealSeats(), *drive)]
    for command, by in [(create, FACILITATOR), *signed, *played, *away, (c.ReturnAccount(FACILITATOR), MOOT)]:
        for event in decide(state, cast(c.GameCommand, command), at=NOON, actor=by):
            state = evolve(state, event)
            yield event, state
    while state is not None and state.clock is not None and (due := state.next_due()) is not None:
        for event in decide(state, c.RingBells(), at=due, actor=MOOT):
            state = evolve(state, event)
            yield event, state


def in_the_plenary(councils: tuple[Council, ...]) -> Iterator[tuple[Card, Message]]:
    """Every card that such a game posts there, as it is rendered."""
    happened: list[e.GameEvent] = []
    reader: Any = ReaderOfLogs(happened, councils)
    for version, (event, game) in enumerate(a_whole_game()):
        happened.append(event)
        tables = councils if game.deal else ()
        work = (
            *of_sign_up(game, event, version),
            *of_accounts(game, event, version),
            *of_clock(game, tables, event, version),
        )
        for card in (one.intent for one in work if one.room == "plenary" and isinstance(one.intent, Card)):
            if isinstance(event, e.PlayerJoined) and len(game.players) % 500:
                continue  # the same card, a thousand times
            seen = SeenCouncil(cast(Reader, reader), NOON, game, PACK, councils[0])
            table: Any = OF_COUNCIL if isinstance(card, CouncilCard) else OF_GAME
            message = asyncio.run(_made(table[type(card)], seen, card))
            if message is not None:
                yield card, message


async def _made(how: Any, seen: SeenCouncil, card: Card) -> Message | None:
    """None for a cue that has nothing to say any more."""
    try:
        return await made(how(seen, card))
    except NoLonger:
        return None


def test_no_message_in_the_plenary_mentions_more_than_a_few_of_a_thousand_people() -> None:
    shown = list(in_the_plenary(tuple(ended_councils())))

    kinds = {type(card).__name__ for card, _ in shown}
    assert kinds >= {"SignUpCard", "DealtCard", "PhaseCard", "ChangeCard", "TurnCard", "SlideCard"}
    assert kinds >= {"ResultsCard", "ClosingCard", "TakenOverCard"}
    for card, message in shown:
        mentioned = set(MENTION.findall(str([part.as_kwargs() for part in message.parts()])))
        assert len(mentioned) <= FEW, f"{card}: {len(mentioned)}"


def test_whoever_sits_in_a_council_is_not_pinged_in_the_plenary_when_the_seats_are_dealt() -> None:
    [dealt] = [m for card, m in in_the_plenary(tuple(ended_councils())) if type(card).__name__ == "DealtCard"]

    assert not MENTION.findall(str(dealt.as_kwargs()))
    assert "1000 people sit in 100 councils of 10" in dealt.text
