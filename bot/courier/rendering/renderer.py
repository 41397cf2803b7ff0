"""Reads what an intent shows, and renders it."""

from typing import assert_never

from slack_sdk.models.views import View

from bot.clock import Clock
from bot.courier.rendering import care, council
from bot.courier.rendering.council import Table
from bot.courier.rendering.game import GameRenderer
from bot.courier.rendering.readiness import NoLonger
from bot.domain import errors
from bot.domain.care.digest import news_of
from bot.domain.ids import GameId, UserId
from bot.intents.ballot import CameLateWhisper, LatestCountsWhisper
from bot.intents.care import CareCards, DigestCard
from bot.intents.intent import CouncilCard
from bot.intents.people import CopyGoneWhisper, RefusalWhisper
from bot.intents.proposals import HowToObjectWhisper
from bot.intents.rows import AnyCard, AnyWhisper, CouncilCards
from bot.intents.seats import TeamEmptyCard
from bot.intents.trouble import TroubleCard
from bot.queries.overview import overview
from bot.queries.reader import Reader
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import answers, message
from bot.slack.blocks.message import Message
from bot.slack.clock import cards as clock_cards
from bot.slack.console import cards as console_cards
from bot.slack.home import cards as home_cards
from bot.slack.proposals import objections
from bot.slack.seats import cards as seats_cards


class Renderer:
    """Makes what the courier shows, from the present state."""

    def __init__(self, reader: Reader, now: Clock) -> None:
        self._reader = reader
        self._now = now

    async def card(self, game_id: GameId, card: AnyCard) -> Message:
        """The card. Raises NotYet and NoLonger."""
        if isinstance(card, TroubleCard):
            return console_cards.trouble(card.subject, card.advice, game_id, card.whom)
        if isinstance(card, CouncilCard):
            return await self._of_council(Table(*await self._reader.table(game_id, card.council)), card)
        return await GameRenderer(self._reader, *await self._reader.game(game_id)).shown(card)

    async def _of_council(self, it: Table, card: CouncilCards) -> Message:
        if isinstance(card, TeamEmptyCard):
            councils = await self._reader.councils(it.game)
            return seats_cards.team_empty(it.game, it.scenario, councils, it.council, card.team)
        if isinstance(card, CareCards):
            return await self._of_care(it, card)
        return council.shown(it, card)

    async def _of_care(self, it: Table, card: CareCards) -> Message:
        if isinstance(card, DigestCard):
            happened = await self._reader.council_log(it.council.id, card.since, card.until)
            shown = care.digest(it, news_of(happened), self._now())
        else:
            shown = care.shown(it, card, self._now())
        if shown is None:
            raise NoLonger  # what it was about has passed
        return shown

    def whisper(self, said: AnyWhisper) -> Message:
        """A line for one person."""
        match said:
            case LatestCountsWhisper():
                return ballot_cards.latest_counts(said.choice)
            case CopyGoneWhisper():
                return answers.copy_gone()
            case CameLateWhisper():
                return message.plain(errors.BallotClosed().sentence)
            case HowToObjectWhisper():
                return objections.how_to_object(said.number)
            case RefusalWhisper():
                refusal: type[errors.Refusal] = getattr(errors, said.refusal)
                return message.plain(_sentence(refusal))
            case _:
                assert_never(said)

    async def topic(self, game_id: GameId) -> str:
        """A council channel's topic."""
        game, _ = await self._reader.game(game_id)
        return clock_cards.topic(game)

    async def home(self, team_id: str, user: UserId, *, first: bool = False) -> View:
        """Somebody's App Home."""
        try:
            where = await self._reader.where(team_id, "", user)
        except errors.NoGame:
            return home_cards.home(None, self._now())
        councils = await self._reader.councils_of(where)
        if not where.facilitates:
            return home_cards.home(where, self._now(), councils, first=first)
        seen = await overview(self._reader, where.game.id, self._now())
        return home_cards.home(where, self._now(), councils, seen, first=first)


def _sentence(refusal: type[errors.Refusal]) -> str:
    try:
        return refusal().sentence
    except KeyError:  # a sentence with facts in it, which a reaction does not carry
        return errors.Refusal().sentence
