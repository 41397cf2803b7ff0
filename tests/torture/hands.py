"""What people do at a bot that may be gone: they look, and do it again where it had no effect."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import GameId
from bot.rehearsal.stand_ins.cards import buttons_of, title_of
from bot.workspace.state.refusals import CannotDo
from tests.torture.nursery import GAME
from tests.torture.stage import Stage

Json = dict[str, Any]
Act = Callable[[], Awaitable[None]]
Done = Callable[[], Awaitable[bool]]
Seen = Callable[[Game, tuple[Council, ...]], bool]

LOOKS_EACH = 0.03  # seconds
PATIENT_FOR = 3.0  # seconds after which people do it again, while the bot is there
REACTS_AGAIN_AFTER = 10.0  # likewise for a reaction, which Slack tells the bot of until it is acknowledged
GIVES_UP = 60.0  # seconds


class NothingHappens(AssertionError):
    """Somebody tried for a long time, in vain."""


@dataclass
class Hands:
    """Everybody's hands and eyes."""

    stage: Stage
    director: str = ""
    plenary: str = ""
    names: dict[str, str] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda _: None
    _why: str = ""  # what was in the way last

    # --- looking

    async def game(self) -> Game | None:
        """The game as it is stored."""
        reader = self.stage.store.services.reader
        return (await reader.game(GAME))[0] if await reader.latest() else None

    async def councils(self, game: Game) -> tuple[Council, ...]:
        """Its councils."""
        return await self.stage.store.services.reader.councils(game)

    async def sees(self, seen: Seen) -> bool:
        """Whether it is so, in the database."""
        game = await self.game()
        return game is not None and seen(game, await self.councils(game) if game.deal else ())

    def saw(self, seen: Seen) -> Done:
        """The same, for who asks again and again."""
        return lambda: self.sees(seen)

    async def settled(self) -> None:
        """Returns when everything that was to be sent is sent."""

        async def nothing_open() -> bool:
            return await self.stage.store.services.reader.open_work(GameId(GAME)) == 0

        await self.until(nothing_open, "everything is sent")

    async def until(self, condition: Done, what: str) -> None:
        """Waits until it is so. Raises NothingHappens."""
        try:
            async with asyncio.timeout(GIVES_UP):
                while not await condition():  # noqa: ASYNC110
                    await asyncio.sleep(LOOKS_EACH)
        except TimeoutError:
            raise NothingHappens(f"it did not become so in {GIVES_UP:.0f} s: {what}") from None

    def card(self, user: str, channel: str, title: str) -> Json:
        """The newest card with this title. Raises CannotDo."""
        newest = self.stage.people.history(user, channel)[::-1]
        found = next((one for one in newest if _title(one).startswith(title)), None)
        if found is None:
            raise CannotDo(f"There is no card {title!r}.")
        return found

    def channel(self, user: str, prefix: str) -> str:
        """The id of this person's channel whose name begins so. Raises CannotDo."""
        for one in self.stage.people.channels(user):
            if one["name"].startswith(prefix) and one["is_member"]:
                return str(one["id"])
        raise CannotDo(f"{user} is in no channel {prefix}…")

    def dm(self, user: str) -> str:
        """The id of the conversation with the bot. Raises CannotDo."""
        for one in self.stage.people.channels(user):
            if one["kind"] == "dm" and one["with"] == self.stage.app.bot_user_id:
                return str(one["id"])
        raise CannotDo("There is none yet.")

    # --- doing

    async def do(self, what: str, act: Act, done: Done, kind: str, patience: float = PATIENT_FOR) -> None:
        """Does something until it has an effect. Raises NothingHappens."""
        self.tell(what)
        began, tried = time.monotonic(), False
        while not await done():
            if time.monotonic() - began > GIVES_UP:
                raise NothingHappens(f"in {GIVES_UP:.0f} s nobody could: {what} ({self._why})")
            await self.stage.up()
            if await self._tries(act):
                if tried:
                    self.stage.done_again[kind] = self.stage.done_again.get(kind, 0) + 1
                tried = True
                await self._waits(done, patience)
            else:
                await asyncio.sleep(LOOKS_EACH)

    async def _tries(self, act: Act) -> bool:
        """Whether they could do it, as far as they could see."""
        try:
            async with asyncio.timeout(8):
                await act()
        except CannotDo as refused:
            self._why = str(refused)
            return "not respond" in str(refused) or "failed" in str(refused)
        except TimeoutError:
            return True
        return True

    async def _waits(self, done: Done, patience: float) -> None:
        left = patience
        while left > 0 and not await done():
            await asyncio.sleep(LOOKS_EACH)
            if self.stage.connected:
                left -= LOOKS_EACH

    async def types(
        self,
        who: str,
        where: str | Callable[[], str],
        text: str,
        seen: Seen,
        patience: float = PATIENT_FOR,
    ) -> None:
        """A slash command."""
        command, _, rest = text.partition(" ")

        async def act() -> None:
            await self.stage.people.command(who, where() if callable(where) else where, command, rest)

        what = f"{self.names.get(who, who)}: {text}"
        await self.do(what, act, self.saw(seen), "command", patience)

    async def presses(self, who: str, find: Callable[[], Json], label: str, done: Done) -> None:
        """A button of a message."""

        async def act() -> None:
            message = find()
            button = buttons_of(message).get(label)
            if button is None:
                raise CannotDo("There is no such button.")
            await self.stage.people.click(who, message["channel"], message["ts"], button["action_id"])

        await self.do(f"{self.names.get(who, who)}: {label}", act, done, "button")

    async def fills(self, who: str, open_it: Act, values: Mapping[str, Any], seen: Seen, what: str) -> None:
        """A form: opens it, fills it in and submits it."""

        async def act() -> None:
            people = self.stage.people
            for view in people.modals(who)[::-1]:
                await people.close_view(who, view["id"])
            await open_it()
            async with asyncio.timeout(1.5):
                while not people.modals(who):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            view = people.modals(who)[-1]
            refused = await people.submit(who, view["id"], _filled(view, values))
            if refused:
                raise CannotDo(f"refused: {refused}")

        await self.do(f"{self.names.get(who, who)}: {what}", act, self.saw(seen), "form")

    def opens(self, who: str, find: Callable[[], Json], label: str) -> Act:
        """What opens a form by a button."""

        async def act() -> None:
            message = find()
            button = buttons_of(message).get(label)
            if button is None:
                raise CannotDo("There is no such button.")
            await self.stage.people.click(who, message["channel"], message["ts"], button["action_id"])

        return act

    async def reacts(self, who: str, find: Callable[[], Json], emoji: str, seen: Seen) -> None:
        """A reaction; put on once more where nothing comes of it."""

        async def act() -> None:
            message = find()
            there = {one["name"]: one["users"] for one in message["reactions"]}
            if who in there.get(emoji, ()):
                await self.stage.people.unreact(who, message["channel"], message["ts"], emoji)
                await asyncio.sleep(0.2)
            await self.stage.people.react(who, message["channel"], message["ts"], emoji)

        await self.do(
            f"{self.names.get(who, who)}: :{emoji}:", act, self.saw(seen), "reaction", REACTS_AGAIN_AFTER
        )


def _title(message: Json) -> str:
    return title_of(message) or str(message["text"]).strip("*")


def _filled(view: Json, values: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    return {
        name: {inputs[name]["element"]["action_id"]: value}
        for name, value in values.items()
        if name in inputs and value
    }
