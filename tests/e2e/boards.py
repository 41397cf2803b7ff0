"""Sample boards, as a game of Rainbow Road shows them, and a server that shows the one a test asks for."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import Moment
from bot.reports import qr
from bot.reports.board import (
    Answered,
    Board,
    CouncilResult,
    Covered,
    Join,
    Next,
    Quote,
    Result,
    Results,
    ShownPhase,
    SignedUp,
    Slide,
    Tile,
    Turn,
    Voting,
    Winner,
)
from bot.web.board.app import create_app
from bot.web.board.boards import Shown, Trouble
from bot.web.serving import served

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
TASK = """Now for the big picture. Your policies should answer four questions in broad terms: one good \
sentence on each beats one perfect answer and three gaps.
• Propose with /propose. Say which question it answers, who owns the policy, how it is enforced and when it \
is reviewed.
• React to other people's proposals. What would it take for you to say yes?
• Watch the coverage line: it shows which questions are still open."""
QUESTIONS = ("Same or free", "Sharing data", "Project graph", "New projects")
TITLES = (
    "Every public model has one owner, named where everybody looks",
    "Nobody changes a public model without a week's notice",
    "What we owe each other when a job breaks at night",
    "New projects begin with a contract and a budget",
    "One calendar of changes for the whole mesh",
    "Names of columns are the same in every project",
    "Whoever breaks a contract repairs it first",
)
ADDRESS = "https://example.slack.com/archives/C0123456789"
ROLES = ("Data Platform lead", "Finance analyst", "People Ops analyst", "Rescue coordinator", "Head of Data")
ANSWERS = (
    ("How does your council make decisions?", "Two thirds, and whoever owns the model speaks last."),
    (
        "Which decisions matter most?",
        "One owner for each public model, and a week's notice before it changes.",
    ),
    ("Which problems did you solve?", "Who is rung at night, and who may say no."),
    (
        "Which problems did you leave unsolved?",
        "Who pays for the shared models. Finance would rather not say.",
    ),
    ("What did you learn from playing?", "A rule that nobody enforces is a wish."),
)


def a_tile(number: int, *, of: int = 4) -> Tile:
    """A council at work, each a little further than the one before."""
    policies = number * 3 % 8
    covered = min(of, policies // 2)
    return Tile(
        number=number,
        name=f"Council {number}",
        charter=("Two thirds", "Majority", None, "One vote per team")[number % 4],
        policies=policies,
        titles=TITLES[:policies],
        covered=covered,
        of=of,
        coverage=tuple(Covered(question, place < covered) for place, question in enumerate(QUESTIONS)),
        voting=None,
        result=None,
        done=number % 5 == 4,
        speaking=False,
    )


def a_board(councils: int = 3, *, at: datetime = NOW) -> Board:
    """The second session, with 4 minutes 41 seconds left."""
    return Board(
        game="Tuesday's game",
        scenario="Rainbow Road",
        language="en",
        tempo="live",
        timezone="Europe/Paris",
        stage="running",
        starts_at=at - timedelta(minutes=30),
        expected_end=at + timedelta(minutes=52),
        phase=ShownPhase(
            title="Second council session",
            kind="session",
            number=4,
            of=9,
            starts=at - timedelta(minutes=5, seconds=19),
            ends=at + timedelta(minutes=4, seconds=41),
            paused=None,
            task=TASK,
        ),
        next=Next("Sidebar", 300),
        quote=Quote(
            "Everything we do in policy prevents us from doing something else. To govern is to choose.",
            "Richard Lamm",
        ),
        signed_up=SignedUp(players=10 * councils, minimum=5),
        join=Join(
            ADDRESS, "Open the channel in Slack and press Join, or type /moot join there.", qr.svg(ADDRESS)
        ),
        councils=tuple(a_tile(number) for number in range(1, councils + 1)),
        turn=None,
        debrief=(),
        results=None,
        bells=100,
        version=1,
    )


def signing_up(players: int = 14) -> Board:
    """Before anybody has a seat."""
    board = a_board(0)
    starts = NOW + timedelta(minutes=25)
    return replace(
        board,
        stage="sign_up",
        phase=None,
        next=None,
        quote=None,
        starts_at=starts,
        signed_up=SignedUp(players, 5),
    )


def dealt() -> Board:
    """Everybody has a seat, and the game begins soon."""
    board = signing_up()
    tiles = tuple(
        replace(a_tile(number), charter=None, policies=0, titles=(), covered=0, done=False)
        for number in (1, 2, 3)
    )
    return replace(board, stage="dealt", councils=tiles, next=Next("Simulation setup", 300))


def voting(councils: int = 3) -> Board:
    """The third session, with votes coming in, and one council that has closed its vote."""
    board = a_board(councils)
    assert board.phase is not None
    tiles = [
        replace(
            one,
            policies=5,
            titles=TITLES[:5],
            charter="Majority",
            covered=4,
            done=False,
            voting=Voting(one.number * 4 % 11, 10),
        )
        for one in board.councils
    ]
    tiles[-1] = replace(
        tiles[-1],
        voting=None,
        result=Result(passed=True, words="7 for, 2 against, 1 abstained: more than half of the votes cast"),
    )
    phase = replace(
        board.phase,
        title="Third council session and the final vote",
        number=6,
        ends=NOW + timedelta(seconds=95),
    )
    return replace(board, phase=phase, councils=tuple(tiles), next=Next("Presentations", 600))


def wordy(councils: int) -> Board:
    """Everything as long as it can be, in a vote."""
    board = voting(councils)
    assert board.phase is not None
    name = "The council of those who look after the data that nobody else wants to look after"
    tiles = tuple(
        replace(
            one,
            name=f"{name[:76]} {one.number}",
            charter=ANSWERS[1][1],
            titles=tuple(2 * title for title in one.titles),
        )
        for one in board.councils
    )
    title = "Third council session, the second reading of all proposals, and the final vote"
    return replace(
        board,
        game="The annual game of everybody who has ever worked with data, spring edition",
        phase=replace(board.phase, title=title, task=f"{TASK}\n{TASK}"),
        councils=tiles,
        next=Next("Presentations of every council to all others in the plenary", 660),
        quote=Quote(
            " ".join(answer for _, answer in ANSWERS), "Somebody With a Long Name, Chair of Something"
        ),
    )


def presenting(councils: int = 3, *, policies: int = 5) -> Board:
    """Council 2 has 48 seconds left."""
    board = voting(councils)
    assert board.phase is not None
    phase = replace(
        board.phase, title="Presentations", kind="presentations", number=8, ends=NOW + timedelta(minutes=6)
    )
    titles = tuple(TITLES[place % len(TITLES)] for place in range(policies))
    slide = Slide(
        rule="Two thirds",
        policies=titles,
        vote="7 for, 2 against, 1 abstained: more than half of the votes cast",
        coverage="3 of 4 questions answered",
        answers=tuple(Answered(*said) for said in ANSWERS),
    )
    tiles = tuple(replace(one, speaking=one.number == 2) for one in board.councils)
    turn = Turn(council=2, ends=NOW + timedelta(seconds=48), then=3 if councils > 2 else None, slide=slide)
    return replace(board, phase=phase, councils=tiles, turn=turn, next=Next("Wrap-up", 300))


def debriefing() -> Board:
    """The wrap-up, at a step with four questions."""
    board = voting()
    assert board.phase is not None
    phase = replace(
        board.phase,
        title="Wrap-up",
        kind="wrap_up",
        number=9,
        starts=NOW - timedelta(minutes=2),
        ends=NOW + timedelta(minutes=3),
    )
    questions = (
        "How do decisions get made in your council, and how did you get there?",
        "What core decisions did you make?",
        "What problems did you solve?",
        "What problems did you not solve?",
    )
    return replace(board, phase=phase, next=None, debrief=questions)


def finished(councils: int = 3, winners: int = 4) -> Board:
    """The end, with so many winners in each council."""
    board = voting(councils)
    results = tuple(
        CouncilResult(
            one.number,
            one.name,
            one.number % 4 != 2,
            "7 for, 2 against, 1 abstained: more than half of the votes cast",
        )
        if one.number % 4 != 2
        else CouncilResult(
            one.number, one.name, False, "4 for, 5 against, 1 abstained: not more than half of the votes cast"
        )
        for one in board.councils
    )
    won = tuple(
        Winner(
            one.name,
            ROLES[place % len(ROLES)],
            ("by the missions", "by the team's priorities", "by the missions and by the team's priorities")[
                place % 3
            ],
        )
        for one in board.councils
        for place in range(winners if one.number % 4 != 2 else 0)
    )
    return replace(
        board,
        stage="ended",
        phase=None,
        next=None,
        quote=None,
        join=None,
        results=Results(results, won, undecided=1),
        expected_end=NOW,
    )


def over_days() -> Board:
    """A phase with two days left."""
    board = a_board(4)
    assert board.phase is not None
    phase = replace(board.phase, starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=2, hours=3))
    return replace(
        board, tempo="async", phase=phase, next=Next("Sidebar", 14_400), expected_end=NOW + timedelta(days=6)
    )


def paused() -> Board:
    """The clock has been stopped for a minute."""
    board = a_board(6)
    assert board.phase is not None
    return replace(board, phase=replace(board.phase, paused=NOW - timedelta(minutes=1)))


@dataclass
class Wall:
    """Shows one board by the real server, whose time is `moment` and stands still. While `down` is set,
    streams end, and none begins."""

    board: Board = field(default_factory=a_board)
    moment: datetime = NOW
    told: Trouble | None = None
    revoked: bool = False
    url: str = ""
    down: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, board: Board) -> None:
        """Everybody who watches gets this board."""
        self.board, self.told = replace(board, version=self.board.version + 1), None
        self._change()

    def trouble(self, trouble: Trouble) -> None:
        """Tells everybody who watches why there is no board."""
        self.told = trouble
        self._change()

    def revoke(self) -> None:
        """The link leads nowhere from now on."""
        self.revoked = True
        self._change()

    def _change(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    def now(self) -> Moment:
        """The time that countdowns go by."""
        return self.moment

    async def look(self, token: str) -> Shown | None:
        """What every link shows."""
        return None if self.revoked else self.told or self.board

    async def changes(self, token: str) -> AsyncGenerator[Shown, None]:
        """What every link shows, and then each change."""
        while not self.revoked:
            changed = self.changed
            yield self.told or self.board
            await changed.wait()


@asynccontextmanager
async def a_wall() -> AsyncIterator[Wall]:
    """Somewhere to look at boards, until the end."""
    wall = Wall()
    async with served("127.0.0.1:0", create_app(wall, wall.down), "", at_once=50) as url:
        wall.url = url
        yield wall
        wall.down.set()
