"""Use cases of a council: seats, charter, proposals and the final vote."""

from datetime import UTC, datetime
from typing import NamedTuple, NewType, TypeAlias

GameId = NewType("GameId", str)
CouncilId = NewType("CouncilId", str)
UserId = NewType("UserId", str)  # Slack's U… or W…
ChannelId = NewType("ChannelId", str)  # Slack's C…, G… or D…
RoleNumber = NewType("RoleNumber", int)  # a role's number; within a council it names the seat
TeamKey = NewType("TeamKey", str)
ProposalNumber = NewType("ProposalNumber", int)  # 1, 2, 3 … within a council


class SlackTeam(NamedTuple):
    """A workspace, as Slack names it. Only one in an Enterprise Grid has an `enterprise`."""

    enterprise: str
    id: str

    def is_same(self, other: tuple[str, str]) -> bool:
        """Whether both name one workspace. Not every payload says in which enterprise."""
        enterprise, team = other
        return team == self.id and (not enterprise or not self.enterprise or enterprise == self.enterprise)


Moment: TypeAlias = datetime  # always aware and in UTC

COUNCIL = "council:"  # and its number: the key of a council's room
MOOT = UserId("moot")  # the actor when no person acted: the alarm, or Moot's own follow-up


def moment(value: datetime) -> Moment:
    """The instant that `value` names, in UTC. Raises ValueError for a naive value, which names none."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC)


def game_of(council: CouncilId) -> GameId:
    """The game that a council belongs to."""
    return GameId(council.rpartition("-")[0])


def council_of(game: GameId, room: str) -> CouncilId:
    """The council whose channel a room of this game is: `council:2`."""
    return CouncilId(f"{game}-{room.partition(':')[2]}")
