"""From an intent to a message: cards are rendered from the present state when they are sent."""

from datetime import datetime

from slack_sdk.models.views import View

from bot.clock import Clock
from bot.courier import care
from bot.courier.cards import OF_COUNCIL, OF_GAME, READ, OfCouncil, OfGame, Subject
from bot.courier.cards import NoLonger as NoLonger
from bot.courier.cards import NotYet as NotYet
from bot.domain.care.digest import digest_of
from bot.domain.council import Council
from bot.domain.council.silence import silent
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NoGame
from bot.domain.errors.ballot import BallotClosed
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, GameId, UserId
from bot.domain.scenario import Scenario
from bot.queries.overview import overview
from bot.queries.reader import Reader
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import answers, message, phrases
from bot.slack.blocks.message import Message
from bot.slack.console import cards as console_cards
from bot.slack.home import cards as home_cards
from bot.slack.proposals import objections
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards


class Renderer:
    """Reads what a card shows, and writes it."""

    def __init__(self, reader: Reader, now: Clock) -> None:
        self._reader = reader
        self._now = now

    async def card(self, game_id: GameId, subject: Subject) -> Message:
        """The card that an outbox row names. Raises NotYet and NoLonger."""
        name = subject["card"]
        if name == "trouble":
            return console_cards.trouble(
                subject["subject"], subject["advice"], game_id, subject.get("whom", "")
            )
        if "council" in subject:
            game, scenario, council = await self._reader.table(game_id, CouncilId(subject["council"]))
            return await self._of_council(name, OfCouncil(game, scenario, council, subject))
        game, scenario = await self._reader.game(game_id)
        if (builds := OF_GAME.get(name)) is not None:
            return builds(OfGame(game, scenario, subject))
        if (reads := READ.get(name)) is not None:
            return await reads(self._reader, OfGame(game, scenario, subject))
        raise NoLonger

    async def _of_council(self, name: str, it: OfCouncil) -> Message:
        if name == "team_empty":
            councils = await self._reader.councils(it.game)
            return seats_cards.team_empty(it.game, it.scenario, councils, it.council, it.subject["team"])
        if name == "nudge":
            return self._nudge(it.game, it.scenario, it.council, UserId(it.subject["holder"]))
        if name in care.CARDS:
            return await self._care_card(name, it)
        if name not in OF_COUNCIL:
            raise NoLonger
        return OF_COUNCIL[name](it)

    async def _care_card(self, name: str, it: OfCouncil) -> Message:
        happened = None
        if name == "digest":
            since, until = (datetime.fromisoformat(it.subject[one]) for one in ("since", "until"))
            happened = digest_of(await self._reader.council_log(it.council.id, since, until))
        shown = care.care_card(name, it.game, it.scenario, it.council, it.subject, self._now(), happened)
        if shown is None:
            raise NoLonger  # what it was about has passed
        return shown

    async def whisper(self, subject: Subject) -> Message:
        """A line for one person."""
        match subject["what"]:
            case "latest_counts":
                return ballot_cards.latest_counts(subject["choice"])
            case "copy_gone":
                return answers.copy_gone()
            case "came_late":
                return message.plain(BallotClosed().sentence)
            case "how_to_object":
                return objections.how_to_object(subject["number"])
            case "refusal":
                return message.plain(_sentence(Refusal.named[subject["refusal"]]))
            case _:  # a row that another version of Moot wrote
                raise NoLonger

    async def topic(self, game_id: GameId) -> str:
        """A council channel's topic: the phase and its end."""
        game, _ = await self._reader.game(game_id)
        if game.phase is None or game.clock is None:
            over = "The game is over" if game.stage is Stage.ENDED else "The game starts soon"
            return f"{game.name}: {over}"[:250]
        until = "the clock is stopped" if game.paused else f"until {phrases.zone_time(game, game.clock.ends)}"
        return f"{game.phase.title}: {until}"[:250]

    async def home(self, team_id: str, user: UserId, *, first: bool = False) -> View:
        """Somebody's App Home."""
        try:
            where = await self._reader.where(team_id, "", user)
        except NoGame:
            return home_cards.home(None, self._now())
        councils = await self._reader.councils_of(where)
        if not where.facilitates:
            return home_cards.home(where, self._now(), councils, first=first)
        seen = await overview(self._reader, where.game.id, self._now())
        return home_cards.home(where, self._now(), councils, seen, first=first)

    def _nudge(self, game: Game, scenario: Scenario, council: Council, holder: UserId) -> Message:
        quiet = next((one for one in silent(council) if one.holder == holder), None)
        if quiet is None:
            raise NoLonger  # they have acted, or gone
        return people_cards.nudge(game, scenario, council, quiet, self._now())


def _sentence(refusal: type[Refusal]) -> str:
    """What it says; of a sentence with facts, which a reaction does not carry, only that it cannot be."""
    return Refusal().sentence if refusal.needs() else refusal().sentence
