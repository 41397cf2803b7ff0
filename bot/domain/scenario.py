"""A scenario (content pack): the teams, roles, agenda and rules of which one game is a run.

These models are the schema of `content/<pack>/pack.yaml`; the authors' reference is generated from the
field descriptions. `bot/scenarios` reads the files. Durations are written as `30s`, `10m` or `1h30m`,
windows of working time as `1d`, `0.5d` or `4h`.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile

from pydantic import Field

from bot.domain.aims import Aims
from bot.domain.asks.ask import Ask
from bot.domain.audience import Addressees, Audience, Group, Named
from bot.domain.calls import CallLink
from bot.domain.edition import Format, MissionSet
from bot.domain.electorate import EVERYBODY_VOTES, Electorate, ElectorateRule
from bot.domain.guide import GuidePart, own_words
from bot.domain.ids import RoleNumber
from bot.domain.injects import Inject
from bot.domain.languages import ENGLISH
from bot.domain.lines import Lines, SampleProposal
from bot.domain.offer import BallotRule, CharterOffer
from bot.domain.parts import Duration, Key, Language, Line, Part, Prose
from bot.domain.phase import Phase
from bot.domain.points import Points
from bot.domain.roles import Heading, Holds, Missions, Role, Team
from bot.domain.rooms import RoomPlan, Rooms, RoomsBy, Unit, Watching
from bot.domain.seating import Fill

LAST_IN_MENUS = 999


class StrategyQuestion(Part):
    """A question that the policy book should answer; the coverage line counts them."""

    key: Key = Field(description="Short name, unique in the pack.")
    short: Line = Field(description="Two or three words, for menus and the coverage line.")
    text: Prose = Field(description="The whole question.")


class Reveal(StrEnum):
    """Whose secrets are shown at the end of the game."""

    ALL = "all"
    CONSENT = "consent"  # each holder is asked, and silence keeps the secret
    NONE = "none"  # nobody's, and nobody is asked


class Credit(Part):
    """A source that the pack builds on."""

    name: Line = Field(description="Who.")
    what: Line = Field(description="What they contributed.")
    link: str = Field(default="", description="Where to find it.", max_length=300)


class Scenario(Part):
    """A whole content pack, checked."""

    key: Key = Field(description="The pack's folder name.")
    version: int = Field(ge=1, description="Raise it when players would notice a change.")
    language: Language = Field(
        default=ENGLISH,
        description=(
            "The language of its texts, such as `de` or `pt-BR`. A pack in several languages has a "
            "`pack.<language>.yaml` for each of the others."
        ),
    )
    title: Line = Field(description="The title that players read.")
    menu: int = Field(
        default=LAST_IN_MENUS,
        ge=1,
        le=LAST_IN_MENUS,
        description=(
            "Its place where packs are listed, such as in `/moot new`: the lowest number comes first. "
            "`make rehearse` plays the first. Packs with the same number follow by their keys."
        ),
    )
    summary: Prose = Field(description="What this is, for the sign-up card.")
    story: Prose = Field(description="The setting, for the setup phase.")
    rules: tuple[Line, ...] = Field(
        description="The rules of the game, a line each.", min_length=1, max_length=12
    )
    winning: Prose = Field(
        default="",
        description=(
            "Public: how to win, collectively and individually. Only a game with neither claims nor a final "
            "vote can leave it out."
        ),
    )
    content_note: Prose = Field(
        description="Sensitive subjects in the story, so that people can choose whether to play."
    )
    credits: tuple[Credit, ...] = Field(default=(), description="Sources.")
    minimum: int = Field(ge=1, description="The smallest council that can play.")
    fill: Fill = Field(
        default=Fill.EVEN,
        description=(
            "Which seats are filled in a council that is not full, after one of each team. `even`: each team "
            "has a second person before any has a third. `proportional`: teams are filled by their sizes."
        ),
    )
    sidebar_limit: int = Field(
        default=25,
        ge=3,
        le=100,
        description="The most councils that share one sidebar; with more, a role gets several.",
    )
    teams: tuple[Team, ...] = Field(
        min_length=1, description="The teams, in the order in which seats are filled."
    )
    roles: tuple[Role, ...] = Field(
        min_length=1, description="The roles; a full council has one seat for each."
    )
    missions: Missions = Field(
        default=Missions.SECRET,
        description=(
            "Who may know the missions of teams and roles. `secret`: those who share them. `public`: "
            "everybody; they stand on everybody's sheet, and there is nothing to reveal. Missions are "
            "optional: teams, roles or the whole pack can do without."
        ),
    )
    sheet: tuple[Heading, ...] | None = Field(
        default=None,
        max_length=12,
        description=(
            "The headings of the role sheets, in order. If left out: Who you are, Your secret mission (or "
            "Your mission, if they are public), First move, Whom to approach, If it falls through. An empty "
            "list: roles have no files."
        ),
    )
    claims: bool = Field(
        default=True,
        description=(
            "Whether people claim that they won individually, by their missions or by their team's "
            "priorities. Without missions and priorities, nobody can, and nobody is asked."
        ),
    )
    points: Points | None = Field(
        default=None, description="What people get points for, if the result is to tell points as well."
    )
    groups: tuple[Group, ...] = Field(
        default=(),
        description=(
            "Names for several teams or roles, such as a bloc or a jury. Wherever the pack names people, it "
            "can use the keys of teams, groups and roles, and `everyone`, `stewards`, `facilitators` and "
            "`observers`."
        ),
    )
    observers: Watching = Field(
        default=Watching.PLENARY,
        description=(
            "Where observers read along: in the `plenary`, or also in all `councils`. A room can let them in "
            "with its own `observers`. They see no sheet, and the card of who sits in a council names them."
        ),
    )
    agenda: tuple[Phase, ...] = Field(min_length=1, description="The phases, in order.")
    injects: tuple[Inject, ...] = Field(
        default=(),
        description=(
            "What happens in the course of the game: at its time, or when a facilitator picks it with "
            "`/moot inject`."
        ),
        max_length=90,
    )
    floor: Duration | None = Field(
        default=None,
        description=(
            "How long somebody from the speakers' list (`/moot floor`) speaks when played live. If left out: "
            "a minute. Over days, it is an hour of working time."
        ),
    )
    call: CallLink | None = Field(
        default=None,
        description=(
            "Where people see and hear each other: the https address of a video or phone call for "
            "everybody. To give each council its own call, put `{council}` where its number belongs. "
            "Facilitators can choose another in `/moot new` or with `/moot call`."
        ),
    )
    asks: tuple[Ask, ...] = Field(
        default=(),
        max_length=40,
        description="Questions that people answer privately: polls, pledges, budgets, surveys.",
    )
    strategy: tuple[StrategyQuestion, ...] = Field(
        default=(), description="Questions that the policy book should answer."
    )
    charter: CharterOffer = Field(description="What a council can choose for its charter.")
    electorate: ElectorateRule = Field(
        default=EVERYBODY_VOTES,
        description="Who decides. If left out, every seat has one vote, and nobody a veto.",
    )
    ballot: BallotRule = Field(
        default=BallotRule(), description="How the final vote is held, and when it passes."
    )
    reveal: Reveal = Field(
        default=Reveal.ALL,
        description=(
            "Whose missions are shown at the end: `all`, only of those who `consent`, or `none`: nobody is "
            "asked, and nothing is shown."
        ),
    )
    debrief: tuple[Line, ...] = Field(default=(), description="Questions for presentations and the debrief.")
    wrap_up: Prose = Field(
        description=(
            "The farewell: save your work, stay in touch. It is posted in each council's channel, and in the "
            "plenary above the credits. Addresses that begin with https:// become links."
        )
    )
    samples: tuple[SampleProposal, ...] = Field(default=(), description="Sample proposals for rehearsals.")
    lines: Lines = Field(
        default=Lines(), description="Read from `lines/*.yaml`: what stand-ins say in a rehearsal."
    )
    handbook: tuple[tuple[str, str], ...] = Field(
        description="Read from handbook.md: (heading, text) in order."
    )
    format: Format | None = Field(
        default=None, description="Read from `formats/*.yaml`: the format in which it is played."
    )
    mission_set: MissionSet | None = Field(
        default=None, description="Read from `missions/*/missions.yaml`: the set of missions."
    )
    pictures: tuple[tuple[str, bytes], ...] = Field(
        default=(), repr=False, description="Read from the files of handbook.md's pictures: (name, content)."
    )
    guide: tuple[GuidePart, ...] = Field(
        default=(), description="Read from `facilitator/*.md`: what only facilitators read."
    )

    def seats_of(self, names: Audience) -> frozenset[RoleNumber]:
        """The numbers of the roles that are named; KeyError for a name that nobody has."""
        return self._named.seats_of(names)

    def addressees(self, names: Audience) -> Addressees | None:
        """Whom these names mean; None where that is everybody in a council, and nobody besides."""
        return self._named.addressees(names)

    def deciders(self) -> Electorate:
        """Who decides, by role number."""
        named = {
            one.key: self.called(one.key) for kind in (self.teams, self.groups, self.roles) for one in kind
        }
        return self.electorate.electorate(self._named, named)

    def rooms_of(self, phase: Phase) -> RoomPlan | None:
        """Who meets in the rooms of a phase, if the pack says so."""
        rooms = phase.rooms
        if rooms is None:
            return None
        across = rooms.by is RoomsBy.NUMBER if rooms.across is None else rooms.across
        return RoomPlan(tuple(self._meeting(rooms)), across, rooms.observers)

    def _meeting(self, rooms: Rooms) -> Iterator[Unit]:
        by_team = (team.key for team in self.teams) if rooms.by is RoomsBy.TEAM else ()
        for key in rooms.groups or by_team:
            yield Unit(key, tuple(sorted(self.seats_of((key,)))))

    @property
    def _named(self) -> Named:
        return Named(self.teams, self.roles, self.groups)

    def called(self, key: str) -> str:
        """The name that players read of a team, a group or a role; of several seats on a sheet, the words
        with which all their names begin."""
        named = {team.key: team.name for team in self.teams} | {one.key: one.name for one in self.groups}
        seats = [role.name.split() for role in self.roles if role.key == key]
        shared = takewhile(lambda words: len(set(words)) == 1, zip(*seats, strict=False))
        return named.get(key) or " ".join(words[0] for words in shared) or key.capitalize()

    def role(self, number: int) -> Role:
        """The role with this number; KeyError if there is none."""
        for role in self.roles:
            if role.number == number:
                return role
        raise KeyError(number)

    def team(self, key: str) -> Team:
        """The team with this key; KeyError if there is none."""
        for team in self.teams:
            if team.key == key:
                return team
        raise KeyError(key)

    def phase(self, key: str) -> Phase:
        """The phase with this key; KeyError if there is none."""
        for phase in self.agenda:
            if phase.key == key:
                return phase
        raise KeyError(key)

    def inject(self, key: str) -> Inject:
        """The inject with this key; KeyError if there is none."""
        for inject in self.injects:
            if inject.key == key:
                return inject
        raise KeyError(key)

    def ask(self, key: str) -> Ask:
        """The question with this key; KeyError if there is none."""
        for ask in self.asks:
            if ask.key == key:
                return ask
        raise KeyError(key)

    def asks_in(self, phase: Phase) -> tuple[Ask, ...]:
        """The questions of a phase."""
        return tuple(ask for ask in self.asks if ask.phase in (phase.key, phase.written))

    def injects_in(self, phase: Phase) -> tuple[Inject, ...]:
        """The injects that have a time in a phase."""
        return tuple(inject for inject in self.injects if inject.phase in (phase.key, phase.written))

    def rounds(self, name: str) -> tuple[Phase, ...]:
        """The phases that a pack means by a key: one, or each round of one. KeyError if there is none."""
        found = tuple(phase for phase in self.agenda if name in (phase.key, phase.written))
        if not found:
            raise KeyError(name)
        return found

    def sharing(self, number: int) -> frozenset[RoleNumber]:
        """The numbers of the roles on the same sheet, with this one; KeyError if there is no such role."""
        return self.seats_of((self.role(number).key,))

    @property
    def has_missions(self) -> bool:
        """Whether any team or role has a mission."""
        return any(team.mission for team in self.teams) or any(role.sheet.mission for role in self.roles)

    @property
    def has_secrets(self) -> bool:
        """Whether any mission is secret."""
        return self.missions is Missions.SECRET and self.has_missions

    @property
    def has_priorities(self) -> bool:
        """Whether any team has a priority."""
        return any(team.priorities for team in self.teams)

    @property
    def takes_claims(self) -> bool:
        """Whether people can win individually: there is something to claim, and the pack wants it claimed."""
        return self.claims and (self.has_missions or self.has_priorities)

    def aims(self) -> Aims:
        """What seats can win by."""
        missions = {role.number for role in self.roles if role.sheet.mission or self.team(role.team).mission}
        priorities = {role.number for role in self.roles if self.team(role.team).priorities}
        numbers = [RoleNumber(role.number) for role in self.roles]
        without = (tuple(one for one in numbers if one not in has) for has in (missions, priorities))
        return Aims(self.takes_claims, *without)

    @property
    def reveals(self) -> Reveal:
        """Whose missions are shown at the end; nobody's where nobody has a secret."""
        return self.reveal if self.has_secrets else Reveal.NONE

    def private_texts(self) -> Iterator[tuple[frozenset[int], str]]:
        """Every private text with the numbers of the roles that may read it; for the secrecy checks."""
        for team in self.teams:
            if team.mission and self.has_secrets:
                yield frozenset(role.number for role in self.roles if role.team == team.key), team.mission
        for role in {role.key: role for role in self.roles}.values():
            for one in role.sheet.sections:
                if one.holds is not Holds.MISSION or self.has_secrets:
                    yield self.sharing(role.number), one.text
        yield from self._told_to_some()
        for part in self.guide:
            yield from ((frozenset[int](), own_words(text)) for _, text in part.sections)

    def _told_to_some(self) -> Iterator[tuple[frozenset[int], str]]:
        cues = [cue for phase in self.agenda for cue in phase.cues]
        told = [(one.to, one.text) for one in self.injects]
        told += [(cue.to, cue.text) for cue in cues]
        for to, text in (*told, *((phase.to, phase.inject) for phase in self.agenda)):
            if (addressed := self.addressees(to)) is not None and not addressed.everyone:
                yield addressed.seats, text
