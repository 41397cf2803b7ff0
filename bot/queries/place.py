"""Where somebody is: in which game and council, and what they are there."""

from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.errors.authority import FacilitatorsOnly, NotInACouncil
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Where:
    """Somebody's place: the game, their part in it, and the council that they speak in or hold a seat of."""

    game: Game
    scenario: Scenario
    user: UserId
    council: Council | None
    seat: Seat | None  # in `council`

    @property
    def facilitates(self) -> bool:
        """Whether they are one of the game's facilitators."""
        return self.user in self.game.facilitators

    def as_facilitator(self) -> "Where":
        """This place, if they facilitate. Raises FacilitatorsOnly."""
        if not self.facilitates:
            raise FacilitatorsOnly
        return self

    def in_council(self) -> Council:
        """The council; raises NotInACouncil."""
        if self.council is None:
            raise NotInACouncil
        return self.council


@dataclass(frozen=True, slots=True)
class Company:
    """A game that somebody is in, who runs it, and the number of their council, if they have one. It is known
    even where the game's log cannot be read."""

    name: str
    facilitators: frozenset[UserId]
    council: str

    @classmethod
    def of(cls, where: Where) -> "Company":
        """That of somebody's place."""
        number = str(where.council.number) if where.council else ""
        return cls(where.game.name, where.game.facilitators, number)


@dataclass(frozen=True, slots=True)
class Part:
    """A game, and what somebody was or is in it."""

    game: GameId
    name: str
    stage: Stage
    plenary: str
    created: Moment
    facilitates: bool
    council: CouncilId | None
