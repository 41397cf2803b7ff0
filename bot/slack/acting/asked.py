"""A slash command as its handlers see it, and the row that each word of `/moot` has."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias, assert_never

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.game import Stage
from bot.domain.ids import GameId, UserId
from bot.domain.owed import Task
from bot.domain.scenario import Scenario
from bot.queries.meaning import Use
from bot.queries.place import Where
from bot.services import Services
from bot.services.questions import Typed
from bot.slack.acting.naming import readable
from bot.slack.acting.opening import open_form
from bot.slack.edge.guard import Answer
from bot.slack.typed import words as typed


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, by whom, where, and how to answer."""

    services: Services
    answer: Answer
    client: AsyncWebClient
    team_id: str
    channel: str
    user: UserId
    typed: typed.Typed
    whole: Typed  # as it was typed
    words: Sequence["Word"] = ()  # all that there are
    game: GameId | None = None  # the one they chose, where several might have been meant

    @classmethod
    def of(
        cls,
        command: Mapping[str, Any],
        answer: Answer,
        client: AsyncWebClient,
        services: Services,
        words: Sequence["Word"] = (),
        game: GameId | None = None,
    ) -> "Asked":
        """Reads Slack's payload."""
        text = command.get("text", "")
        return cls(
            services,
            answer,
            client,
            command["team_id"],
            command["channel_id"],
            UserId(command["user_id"]),
            typed.parse(text),
            Typed(command["command"], text),
            words,
            game,
        )

    async def open(self, view: View, action: str = "", value: str = "") -> None:
        """Opens a form; the button of this name and value opens it, too, if there is one."""
        again = (action, value) if action else None
        await open_form(self.answer, view, again)

    async def said(self) -> str:
        """What stands behind the word, as the person wrote it."""
        return await readable(self.client, self.typed.rest)

    async def where(self) -> Where:
        """The asker's place. Raises NoGame, and WhichGame where several games might be meant."""
        reader = self.services.reader
        if self.game is not None:
            return await reader.where_in(self.game, self.user)
        rows = [row.stages for row in self.words if self.typed.word in row.handlers]
        use = Use.ALWAYS if any(Stage.ENDED in stages for stages in rows) else Use.UNTIL_THE_END
        if rows and all(stages == AFTERWARDS for stages in rows):
            use = Use.AFTERWARDS
        return await reader.where(self.team_id, self.channel, self.user, use)


Handler: TypeAlias = Callable[[Asked], Awaitable[None]]


# --- rows


class ForWhom(Enum):
    """To whom help offers a word. Whether they may do what it says is decided when they do it."""

    EVERYBODY = auto()
    SEAT_HOLDERS = auto()
    THE_UNSEATED = auto()
    FACILITATORS = auto()


IN_A_GAME: frozenset[Stage | None] = frozenset(Stage)
ALWAYS = IN_A_GAME | {None}  # None: where there is no game
UNTIL_THE_END = IN_A_GAME - {Stage.ENDED}
WHILE_PLAYED: frozenset[Stage | None] = frozenset({Stage.RUNNING})
AFTERWARDS: frozenset[Stage | None] = frozenset({Stage.ENDED})


@dataclass(frozen=True, slots=True)
class Press:
    """A word as a button of "What now?": `first` orders what somebody can do, the most useful first."""

    label: str
    typed: str  # what pressing it types
    first: int
    _: KW_ONLY
    does: Task | None = None  # offered only to somebody who has this to do, and before all others
    ask: str = ""
    fits: Callable[[Where | None], bool] = lambda _: True  # at this moment, besides where the word serves


@dataclass(frozen=True, slots=True)
class Word:
    """A `/moot` word: what it does, and what help says of it, to whom and when.

    A word that does two things, one for players and one for facilitators, has a row for each.
    """

    usage: str  # the word, perhaps with what may follow it
    handler: Handler
    help: str
    stages: frozenset[Stage | None]
    for_whom: ForWhom
    _: KW_ONLY
    only_if: Callable[[Where], bool] | None = None
    only_in: Callable[[Scenario | None], bool] = lambda _: True  # games of this pack; None: outside a game
    changes: bool = True  # what changes nothing is acknowledged at once
    only_shows: bool = False  # typed alone, it shows or opens something, and nothing happens in the game
    aliases: tuple[str, ...] = ()
    also: Mapping[str, Handler] = field(default_factory=dict)  # words told of in the same line
    press: Press | None = None
    after: str = ""  # help lists it there; else after the row above
    handlers: Mapping[str, Handler] = field(init=False)  # what answers to each word that may be typed

    def __post_init__(self) -> None:
        """Each command looks through all of them."""
        own = dict.fromkeys((self.name, *self.aliases), self.handler)
        object.__setattr__(self, "handlers", {**own, **self.also})

    @property
    def name(self) -> str:
        """The word alone."""
        return self.usage.partition(" ")[0]

    def serves(self, where: Where | None) -> bool:
        """Whether it is of use to somebody there now; None stands for somebody in no game."""
        if not self.exists(where) or (where.game.stage if where else None) not in self.stages:
            return False
        if where is None:
            return True
        return self._is_for(where) and (self.only_if is None or self.only_if(where))

    def exists(self, where: Where | None) -> bool:
        """Whether somebody there can ever use it: packs leave parts out."""
        return self.only_in(where.scenario if where else None)

    def _is_for(self, where: Where) -> bool:
        match self.for_whom:
            case ForWhom.EVERYBODY:
                return True
            case ForWhom.SEAT_HOLDERS:
                return where.seat is not None
            case ForWhom.THE_UNSEATED:
                return where.seat is None
            case ForWhom.FACILITATORS:
                return where.facilitates
            case _:
                assert_never(self.for_whom)
