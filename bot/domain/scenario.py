"""A scenario (content pack): the teams, roles, agenda and rules of which one game is a run.

These models are the schema of `content/<pack>/pack.yaml`; the authors' reference is generated from the
field descriptions. `bot/scenarios` reads the files. Durations are written as `30s`, `10m` or `1h30m`,
windows of working time as `1d`, `0.5d` or `4h`.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from bot.domain.cues import Cue, Tempo
from bot.domain.lines import Lines
from bot.domain.parts import Duration, Key, Line, Part, Prose, Share, WorkingWindow
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.times.working_time import Window

SECONDERS = "seconds"  # what a pack and stored events call how many seats must second a proposal


def _one_of(kinds: Iterable[str]) -> str:
    *first, last = kinds
    return f"{', '.join(first)} or {last}."


class Priority(Part):
    """A public aim of a team. Its players win if all of its priorities are in the approved book."""

    key: Key = Field(description="Short name, unique in the pack.")
    text: Prose = Field(
        description="What the policy book must say, so that a reader can tell whether it does."
    )


class Team(Part):
    """Seats in a council that share priorities and a secret mission."""

    key: Key = Field(description="Short name, unique in the pack.")
    name: Line = Field(description="The name that players read.")
    represents: Prose = Field(description="Public: who the team stands for and what it owns.")
    stewards: bool = Field(
        default=False, description="Whether its players chair, record decisions and call the vote."
    )
    priorities: tuple[Priority, ...] = Field(description="Public aims.", min_length=1, max_length=5)
    mission: Prose = Field(description="SECRET: the mission that the team shares; only its members see it.")


class RoleSheet(Part):
    """The private page of one role, read from `roles/NN-key.md`: one field for each `##` heading."""

    who: Prose = Field(description="'Who you are': character, history, voice.")
    mission: Prose = Field(
        description="'Your secret mission': SECRET; the final policy book shows whether it came true."
    )
    first_move: Prose = Field(description="'First move': what to do in the first session.")
    approach: Prose = Field(description="'Whom to approach': somebody to win over, and why they might agree.")
    fallback: Prose = Field(description="'If it falls through': what to aim for when the mission has failed.")


class Role(Part):
    """A part to play, numbered alike in every council. Players with the same number meet in the sidebar."""

    number: int = Field(description="1, 2, 3 …; the number of the role's sidebar.", ge=1, le=99)
    key: Key = Field(description="Short name; the sheet is `roles/<number, two digits>-<key>.md`.")
    name: Line = Field(description="The name that players read.")
    team: Key = Field(description="The key of its team.")
    public: Line = Field(description="What everybody may know about the role, in a line.")
    sheet: RoleSheet = Field(description="Read from the role's file; not written in pack.yaml.")


class Phase(Part):
    """An agenda item."""

    key: Key = Field(description="Short name, unique in the pack.")
    kind: PhaseKind = Field(description=_one_of(PhaseKind))
    title: Line = Field(description="The title that players read.")
    lasts: Duration = Field(description="How long it lasts when played live; 0s only for the last phase.")
    window: WorkingWindow | None = Field(
        default=None,
        description=(
            "How long it stays open when played over days, in working time. If left out: one working day, or "
            "none if the phase lasts 0s."
        ),
    )
    at_least: Duration | None = Field(
        default=None,
        description=(
            "The least that remains of `lasts` (and the same share of its window) when the game has to end "
            "earlier. If left out: a third."
        ),
    )
    card: Prose = Field(description="What to do now, for the phase card.")
    card_async: Prose | None = Field(
        default=None, description="The card when played over days, if it has to differ."
    )
    meeting: Prose | None = Field(
        default=None,
        description=(
            "For a sidebar: what to talk about, on the card in its channel. The phase's own card is posted "
            "in the councils' channels, where missions are secret. Moot adds whether people may talk about "
            "their missions, since that depends on who is there. If left out: a sentence on taking ideas."
        ),
    )
    huddle: Prose | None = Field(
        default=None,
        description=(
            "The same for a huddle: a team's channel, used when there is only one council. If left out: a "
            "sentence on what is missing."
        ),
    )
    questions: tuple[Line, ...] = Field(default=(), description="Questions on the card.", max_length=12)
    covers: tuple[Key, ...] = Field(default=(), description="Keys of the strategy questions to answer in it.")
    charter: bool = Field(
        default=False, description="Whether the council adopts its charter in this session."
    )
    inject: str = Field(
        default="", description="The emergency's text, posted on its own card.", max_length=2900
    )
    cues: tuple[Cue, ...] = Field(
        default=(),
        description=(
            "Timed messages. A wrap-up that lasts leads the debrief through its own cues of the kind "
            "`debrief`. Without any, it takes four steps (how it felt, what happened, what it taught, back "
            "to work), and the second asks the pack's `debrief` questions."
        ),
        max_length=20,
    )

    @property
    def open_for(self) -> Window:
        """Its window when played over days."""
        return self.window or Window(days=1 if self.lasts else 0)

    def told(self, tempo: Tempo) -> str:
        """The card's words in a game of this tempo."""
        return self.card_async if tempo is Tempo.ASYNC and self.card_async else self.card


class Proposers(StrEnum):
    """Whose proposals a council takes."""

    ANYONE = "anyone"
    STEWARDS = "stewards"
    TEAMS = "teams"  # each team has one open proposal at most


class DecisionRule(Part):
    """A rule on offer for the charter."""

    kind: DecisionRuleKind = Field(description=_one_of(DecisionRuleKind))
    name: Line = Field(description="The name that players read.")
    text: Line = Field(description="What it means, in a line.")


class CharterOffer(Part):
    """What a council can choose from when it writes its charter."""

    rules: tuple[DecisionRule, ...] = Field(
        description="Decision rules on offer; the first is the default.", min_length=1
    )
    quorum: float = Field(
        default=0.5, ge=0, le=1, description="Default share of filled seats that must take part."
    )
    proposers: tuple[Proposers, ...] = Field(
        default=(Proposers.ANYONE,),
        min_length=1,
        description="Who may propose; the first is the default. `teams`: one open proposal per team.",
    )
    waiting: tuple[Duration, ...] = Field(
        default=(timedelta(),),
        min_length=1,
        max_length=10,
        description="How long a proposal waits before it can be adopted; the first is the default.",
    )
    seconders: tuple[Annotated[int, Field(ge=0, le=9)], ...] = Field(
        default=(0,),
        alias=SECONDERS,
        min_length=1,
        max_length=10,
        description="How many other seats must support a proposal first; the first is the default.",
    )
    enactment: Line = Field(description="Sample text: how a policy is enacted.")
    enforcement: Line = Field(description="Sample text: how a policy is enforced.")


class CountedOf(StrEnum):
    """What the yes votes of the final vote are a share of."""

    CAST = "cast"  # the yes and no votes
    SEATED = "seated"  # all seats that could vote, whether they did or not
    TEAMS = "teams"  # the teams, each with one voice: what more of its seats say


class BallotBy(StrEnum):
    """How people cast their votes in the final vote."""

    REACTIONS = "reactions"  # under the ballot's card, where everybody sees them
    SECRET = "secret"  # noqa: S105 - by buttons; Moot tells nobody who chose what


class BallotRule(Part):
    """How the final vote is held, and when it passes. It never passes on a tie, or when more votes are
    against the book than for it."""

    by: BallotBy = Field(
        default=BallotBy.REACTIONS,
        description=(
            "How people vote. `reactions`: under the ballot, where Slack shows everybody who chose what; "
            "Moot itself announces no count before the close. `secret`: with buttons, a private answer and a "
            "private receipt. Moot tells everybody how many have voted and, after the close, the count; "
            "facilitators also see who has not voted. Moot's database holds each vote. Facilitators can "
            "choose the other way when they create a game."
        ),
    )

    of: CountedOf = Field(
        default=CountedOf.CAST,
        description="What the share is of: votes `cast` (yes or no), all `seated` seats, or `teams`.",
    )
    more_than: Share = Field(
        default=Fraction(1, 2),
        ge=0,
        lt=1,
        description="The vote passes if the share in favour is more than this.",
    )
    at_least: Share | None = Field(
        default=None, gt=0, le=1, description="Use it instead of `more_than` if exactly this share is enough."
    )
    quorum: Share = Field(
        default=Fraction(1, 2),
        ge=0,
        le=1,
        description="Share of the seats that must take part; abstaining counts as taking part.",
    )


class StrategyQuestion(Part):
    """A question that the policy book should answer; the coverage line counts them."""

    key: Key = Field(description="Short name, unique in the pack.")
    short: Line = Field(description="Two or three words, for menus and the coverage line.")
    text: Prose = Field(description="The whole question.")


class Reveal(StrEnum):
    """Whose secrets are shown at the end of the game."""

    ALL = "all"
    CONSENT = "consent"  # each holder is asked, and silence keeps the secret


class SampleProposal(Part):
    """A proposal that a stand-in may make in a rehearsal. It is public, so it must not quote a mission."""

    role: int = Field(description="The number of the role that makes it.")
    title: Line = Field(description="Its title.")
    text: Prose = Field(description="The proposed rule itself.")
    question: Key | None = Field(default=None, description="The strategy question that it answers.")
    issue: Key | None = Field(
        default=None, description="Its issue. If left out, stand-ins tell by its words (see Lines)."
    )
    owner: Key | None = Field(
        default=None, description="The key of the team that would own it. If left out: the proposer's team."
    )
    enforcement: str = Field(default="", max_length=300, description="How it is enforced.")
    review: str = Field(default="", max_length=60, description="When it is reviewed, such as `in 90 days`.")
    parked_until: str = Field(
        default="",
        max_length=60,
        description=(
            "For something that is to be left open: the day on which it comes back. Its role, which must "
            "chair, parks it instead of having it adopted."
        ),
    )
    carried_by: int | None = Field(
        default=None, description="With `parked_until`: the number of the role that looks after it."
    )


class Credit(Part):
    """A source that the pack builds on."""

    name: Line = Field(description="Who.")
    what: Line = Field(description="What they contributed.")
    link: str = Field(default="", description="Where to find it.", max_length=300)


class Scenario(Part):
    """A whole content pack, checked."""

    key: Key = Field(description="The pack's folder name.")
    version: int = Field(ge=1, description="Raise it when players would notice a change.")
    title: Line = Field(description="The title that players read.")
    summary: Prose = Field(description="What this is, for the sign-up card.")
    story: Prose = Field(description="The setting, for the setup phase.")
    rules: tuple[Line, ...] = Field(
        description="The rules of the game, a line each.", min_length=1, max_length=12
    )
    winning: Prose = Field(description="Public: how to win, collectively and individually.")
    content_note: Prose = Field(
        description="Sensitive subjects in the story, so that people can choose whether to play."
    )
    credits: tuple[Credit, ...] = Field(default=(), description="Sources.")
    minimum: int = Field(ge=1, description="The smallest council that can play.")
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
    agenda: tuple[Phase, ...] = Field(min_length=1, description="The phases, in order.")
    strategy: tuple[StrategyQuestion, ...] = Field(
        default=(), description="Questions that the policy book should answer."
    )
    charter: CharterOffer = Field(description="What a council can choose for its charter.")
    ballot: BallotRule = Field(
        default=BallotRule(), description="How the final vote is held, and when it passes."
    )
    reveal: Reveal = Field(
        default=Reveal.ALL,
        description="Whose missions are shown at the end: `all`, or only of those who `consent`.",
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

    def private_texts(self) -> Iterator[tuple[frozenset[int], str]]:
        """Every secret text with the numbers of the roles that may read it; for the secrecy checks."""
        for team in self.teams:
            yield frozenset(role.number for role in self.roles if role.team == team.key), team.mission
        for role in self.roles:
            sheet = role.sheet
            for text in (sheet.who, sheet.mission, sheet.first_move, sheet.approach, sheet.fallback):
                yield frozenset({role.number}), text
