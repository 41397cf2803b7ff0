"""What an author wishes for in a new pack, and how they write it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.audience import Everybody
from bot.domain.cues import Tempo
from bot.domain.errors import MootError
from bot.domain.parts import LINE_LENGTH
from bot.domain.rules import DecisionRuleKind
from bot.domain.times.lengths import span_in

MOST_TEAMS, MOST_SEATS = 12, 100
NAME_LENGTH = 40  # of a team
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=8)
FEWEST_DAYS, MOST_DAYS = 2, 30
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TEAM = re.compile(r"(?P<name>.*?)(?:\s*[:(]?\s*\b(?P<seats>\d{1,3})\)?)?")
_ROOM_FOR_MORE = 28  # characters of a team's key, so that its roles' and priorities' keys fit


class Secrecy(StrEnum):
    """Whether teams and roles have missions, and who knows them."""

    SECRET = "secret"  # noqa: S105 - its holder or its team knows it
    PUBLIC = "public"
    NONE = "none"


class NotAKey(MootError):
    template = (
        "{named} cannot be a pack's key, which its folder is called by: a small letter, then small letters, "
        "digits and hyphens, 40 in all at most. Try {instead}."
    )


class NotATitle(MootError):
    template = "A title has one line, of 1 to {most} characters."


class NotTeams(MootError):
    template = (
        "I can't read “{typed}” as teams. Write them with commas between them, each with its number of "
        "seats, such as: Farms 3, Town 2, Regulator. There can be {teams} teams and {seats} seats at most."
    )


class TeamTwice(MootError):
    template = "Two teams are called {name}. The number after a name says how many seats the team has."


class NoSuchTeam(MootError):
    template = "No team is called “{typed}”. The teams are: {teams}."


class NotALength(MootError):
    template = (
        "“{typed}” is no length that a game can have. Live, it takes 10 minutes to 8 hours, such as 60m or "
        "1h30m; over days, 2 to 30 working days, such as 5d."
    )


@dataclass(frozen=True, slots=True)
class TeamWish:
    """A team at the table."""

    key: str
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the new pack is about. `length` is in time as it passes if it is played live, else in working
    days; `chair` is the key of the team that chairs."""

    key: str
    title: str
    teams: tuple[TeamWish, ...]
    chair: str
    rule: DecisionRuleKind = DecisionRuleKind.MAJORITY
    tempo: Tempo = Tempo.LIVE
    length: timedelta = timedelta(hours=1)
    secrecy: Secrecy = Secrecy.SECRET
    claims: bool = True

    @property
    def has_missions(self) -> bool:
        """Whether teams and roles have missions."""
        return self.secrecy is not Secrecy.NONE


def key_of(name: str) -> str:
    """A short name made from any words; empty where nothing of them can stand in one."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:40].strip("-")


def read_key(named: str) -> str:
    """The key that a folder's name gives. Raises NotAKey."""
    if not _KEY.fullmatch(named):
        raise NotAKey(named=named or "That", instead=key_of(named) or "my-pack")
    return named


def read_title(typed: str) -> str:
    """The title. Raises NotATitle."""
    title = typed.strip()
    if not title or len(title) > LINE_LENGTH or len(title.splitlines()) > 1:
        raise NotATitle(most=LINE_LENGTH)
    return title


def read_teams(typed: str) -> tuple[TeamWish, ...]:
    """`Farms 3, Town: 2, Regulator` as teams; a team without a number has one seat. Raises NotTeams and
    TeamTwice."""
    teams: list[TeamWish] = []
    for number, one in enumerate(part for part in re.split(r"[,;\n]", typed) if part.strip()):
        found = _TEAM.fullmatch(one.strip())
        name = " ".join(found["name"].split()) if found else ""
        if not 0 < len(name) <= NAME_LENGTH:
            raise NotTeams(typed=typed, teams=MOST_TEAMS, seats=MOST_SEATS)
        key = key_of(name)[:_ROOM_FOR_MORE].strip("-") or f"team-{number + 1}"
        key = f"{key}-team" if key in set(Everybody) else key
        if any(key == team.key for team in teams):
            raise TeamTwice(name=name)
        teams.append(TeamWish(key, name, int(found["seats"] or 1) if found else 1))
    seats = [team.seats for team in teams]
    if not 0 < len(teams) <= MOST_TEAMS or min(seats) < 1 or sum(seats) > MOST_SEATS:
        raise NotTeams(typed=typed, teams=MOST_TEAMS, seats=MOST_SEATS)
    return tuple(teams)


def read_chair(typed: str, teams: tuple[TeamWish, ...]) -> str:
    """The key of the team that is named; of the first if none is. Raises NoSuchTeam."""
    for team in teams:
        if not typed.strip() or typed.strip().lower() in (team.key, team.name.lower()):
            return team.key
    raise NoSuchTeam(typed=typed, teams=", ".join(team.name for team in teams))


def read_length(typed: str, tempo: Tempo) -> timedelta:
    """How long the whole game takes. Raises NotALength."""
    span = span_in(typed)
    low, high = SHORTEST, LONGEST
    if tempo is Tempo.ASYNC:
        low, high = timedelta(days=FEWEST_DAYS), timedelta(days=MOST_DAYS)
    if span is None or not low <= span <= high:
        raise NotALength(typed=typed)
    return span
