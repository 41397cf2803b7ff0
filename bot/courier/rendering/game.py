"""Cards about the whole game, by topic; some read what else they show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from bot.courier.rendering.readiness import NoLonger, counted
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game.events import GamePaused, TurnBegan
from bot.domain.ids import CouncilId, UserId
from bot.domain.scenario import Scenario
from bot.domain.sidebar import sidebar_role
from bot.intents import claims, clock, presentations, sessions, sign_up
from bot.intents.rooms import PLENARY
from bot.intents.rows import GameCards
from bot.platform.rates import opening_of
from bot.queries.reader import Reader
from bot.slack.blocks.message import Message
from bot.slack.clock import cards as clock_cards
from bot.slack.clock import controls
from bot.slack.presentations import cards as presentations_cards
from bot.slack.results import cards as results_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import invitations

LONG_OPENING = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class GameRenderer:
    """Renders the cards of one game."""

    reader: Reader
    game: Game
    scenario: Scenario

    async def shown(self, card: GameCards) -> Message:
        """The card as it is now. Raises NotYet and NoLonger."""
        if isinstance(card, sign_up.PersonCards):
            return self._to_one(card)
        if isinstance(card, sign_up.SignUpCards):
            return await self._of_sign_up(card)
        if isinstance(card, clock.ClockCards):
            return await self._of_clock(card)
        if isinstance(card, sessions.SidebarCards):
            return self._of_sidebars(card)
        return await self._at_the_end(card)

    def _to_one(self, card: sign_up.PersonCards) -> Message:
        match card:
            case sign_up.SignedUpCard():
                return seats_cards.signed_up(self.game, card.by)
            case sign_up.TakenOffCard():
                return seats_cards.taken_off(self.game, card.by)
            case sign_up.FacilitatesCard():
                return people_cards.facilitates(self.game, card.by)
            case sign_up.SteppedDownCard():
                user = UserId(card.room.partition(":")[2])
                return people_cards.stepped_down(self.game, user, card.by)
            case _:
                assert_never(card)

    async def _of_sign_up(self, card: sign_up.SignUpCards) -> Message:
        match card:
            case sign_up.SignUpCard():
                return sign_up_cards.sign_up(self.game, self.scenario)
            case sign_up.DealtCard():
                return sign_up_cards.dealt(self.game, await self.reader.councils(self.game))
            case sign_up.OpeningCard():
                return await self._opening()
            case sign_up.InvitedCard():
                councils = await self.reader.councils(self.game)
                invitation = await self.reader.invitation(self.game.id, card.invitation)
                return invitations.invited(self.scenario, councils, invitation)
            case sign_up.StartNearCard():
                return controls.start_near(self.game)
            case sign_up.StartCameCard():
                return controls.start_came(self.game)
            case _:
                assert_never(card)

    async def _opening(self) -> Message:
        takes = opening_of(self.game, self.reader.pace)
        if takes < LONG_OPENING:
            raise NoLonger  # it is over before anybody has read about it
        return sign_up_cards.opening(takes, await self.reader.opened(self.game.id))

    async def _of_clock(self, card: clock.ClockCards) -> Message:
        match card:
            case clock.PhaseCard():
                council = None if card.room == PLENARY else await self._council_in(card.room)
                about = self.game, self.scenario, card.phase, council
                return clock_cards.phase(*about, run=card.run, late=card.late)
            case clock.CueCard():
                left = None if card.left is None else timedelta(seconds=card.left)
                return clock_cards.cue(self.game, self.scenario, card.phase, card.cue, left)
            case clock.InjectCard():
                return clock_cards.inject(self.scenario, self.game.agenda[card.phase].key)
            case clock.ChangeCard():
                event = await self.reader.game_event(self.game.id, card.version)
                return clock_cards.change(self.game, card.what, event, card.phase)
            case clock.AwayCard():
                event = await self.reader.game_event(self.game.id, card.number)
                assert isinstance(event, GamePaused)
                return controls.away(self.game, event)
            case clock.AllDoneCard():
                return controls.all_done(self.game, card.number)
            case _:
                assert_never(card)

    def _of_sidebars(self, card: sessions.SidebarCards) -> Message:
        match card:
            case sessions.SidebarCard():
                return sessions_cards.sidebar(self.game, self.scenario, sidebar_role(card.room))
            case sessions.SidebarSoonCard():
                return sessions_cards.sidebar_soon(self.game, self.scenario, sidebar_role(card.room))
            case sessions.SidebarOverCard():
                return sessions_cards.sidebar_over()
            case _:
                assert_never(card)

    async def _at_the_end(self, card: presentations.TurnCard | claims.ResultCards) -> Message:
        match card:
            case presentations.TurnCard():
                event = await self.reader.game_event(self.game.id, card.version)
                assert isinstance(event, TurnBegan)
                return presentations_cards.turn(self.game, event)
            case claims.ResultsCard():
                councils = tuple(map(counted, await self.reader.councils(self.game)))
                return results_cards.results(self.game, self.scenario, councils)
            case claims.FarewellCard():
                return results_cards.farewell(self.scenario, counted(await self._council_in(card.room)))
            case _:
                assert_never(card)

    async def _council_in(self, room: str) -> Council:
        return await self.reader.council(CouncilId(f"{self.game.id}-{room.partition(':')[2]}"))
