"""Stand-ins: people who play through the workspace as people would, by reading what they are sent.

They know an app only by what it shows them: the words on its buttons, the titles of its cards. Labels that a
stand-in has no idea about are left alone. The same seed makes the same choices.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, TypeAlias

from bot.rehearsal.people import CannotDo, People

Json = dict[str, Any]
Values: TypeAlias = Mapping[str, str | list[str]]
Act: TypeAlias = Callable[[Json, Json], Awaitable[None]]
_PATIENCE = 30.0  # seconds that somebody waits for a window to open or an answer to appear


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that a stand-in may propose. `role` is the number on the sheet of whoever would."""

    role: int
    title: str
    text: str
    question: str = ""
    enforcement: str = ""
    review: str = ""


@dataclass(slots=True)
class StandIn:
    """Somebody who plays. `tempo` is how many times faster than life they act."""

    people: People
    user: str
    ideas: Sequence[Idea]
    tempo: float
    random: Random
    chairs: bool = False
    absent: Callable[[str], bool] = lambda _: False  # whether a person has taken over this seat
    _role: int = 0
    _done: set[str] = field(default_factory=set)
    _acts: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _envelope: tuple[str, str] | None = None

    async def play(self) -> None:
        """Reads and acts until cancelled."""
        seeing = self.people.changes(self.user)
        try:
            async with asyncio.TaskGroup() as self._acts:
                for channel in self.people.channels(self.user):
                    if channel["is_member"]:
                        for message in self.people.history(self.user, channel["id"]):
                            self._read(message)
                async for change in seeing:
                    if change.kind in ("message", "message_changed"):
                        self._read(change.data)
        finally:
            seeing.close()

    def _read(self, message: Json) -> None:
        if message.get("bot_id") is None:
            return
        title, buttons = title_of(message), dict(_buttons(message))
        sheet = re.match(r"Role (\d+):", title)
        if sheet:
            self._role = int(sheet[1])
        if "Join" in buttons:
            wish = "Join: I can chair" if self.chairs else "Join"
            self._once("join", 8, partial(self._click, message, buttons[wish]))
        if "Open my sheet" in buttons:
            self._envelope = (message["channel"], message["ts"])
            self._once(f"peek{message['ts']}", 60, partial(self._click, message, buttons["Open my sheet"]))
        if "Propose a policy" in buttons:
            self._session(message, buttons)
        for label, act in self._forms().items():
            if label in buttons:
                self._once(f"{label}{message['ts']}", 90, partial(act, message, buttons[label]))
        if self.chairs and "Prepare our presentation" in buttons:
            self._once("present", 20, partial(self._prepare, message, buttons["Prepare our presentation"]))
        if title.startswith("Proposal ") and "Record as decided" in buttons:
            self._once(f"side{message['ts']}", 60, partial(self._take_side, message, buttons))
        if title.startswith("Claim: "):
            self._once(f"judge{message['ts']}", 60, partial(self._judge, message))
        if title == "The final vote":
            self._once(f"vote{message['ts']}", 100, partial(self._vote, message))

    def _forms(self) -> dict[str, Act]:
        everybody: dict[str, Act] = {
            "Carry an idea back": self._carry_back,
            "Make my claim": self._claim,
        }
        if not self.chairs:
            return everybody
        return {**everybody, "Write the charter": self._charter, "Record our response": self._respond}

    # --- what they do

    def _session(self, message: Json, buttons: dict[str, Json]) -> None:
        if self._envelope is not None:
            self._once(f"sheet{message['ts']}", 20, self._open_sheet)
        if self.random.random() < 0.5:
            act = partial(self._propose, message, buttons["Propose a policy"])
            self._once(f"propose{message['ts']}", 240, act)

    async def _open_sheet(self) -> None:
        assert self._envelope is not None
        channel, ts = self._envelope
        found = next((m for m in self.people.history(self.user, channel) if m["ts"] == ts), None)
        button = dict(_buttons(found)).get("Open my sheet") if found else None
        if found and button:
            await self._click(found, button)

    async def _propose(self, message: Json, button: Json) -> None:
        idea = self._idea()
        if self.random.random() < 0.3:
            await self.people.command(self.user, message["channel"], "/propose", f"{idea.title}. {idea.text}")
            return
        values = {
            "title": idea.title,
            "text": idea.text,
            "enforcement": idea.enforcement,
            "review": idea.review,
        }
        await self._fill(message, button, {**values, "question": idea.question})

    def _idea(self) -> Idea:
        mine = [idea for idea in self.ideas if idea.role == self._role]
        return self.random.choice(mine or list(self.ideas))

    async def _charter(self, message: Json, button: Json) -> None:
        await self._fill(message, button, {})  # what the form suggests will do

    async def _respond(self, message: Json, button: Json) -> None:
        steps = ("Say what broke, in the open.", "Put the last good state back.", "Agree, then change it.")
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        await self._fill(message, button, {"text": text})

    async def _carry_back(self, message: Json, button: Json) -> None:
        await self._fill(message, button, {"text": f"Others like this: {self._idea().title}."})

    async def _prepare(self, message: Json, button: Json) -> None:
        def answer(view: Json) -> Values:
            said = ("We talked until nobody objected.", f"We learnt to ask early. {self._idea().title}.")
            fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
            return {field: self.random.choice(said) for field in fields if self.random.random() < 0.7}

        await fill(self.people, self.user, lambda: self._click(message, button), answer)

    async def _claim(self, message: Json, button: Json) -> None:
        def choose(view: Json) -> Values:
            return {
                block["block_id"]: self._some(block["element"])
                for block in view["blocks"]
                if block["type"] == "input" and self.random.random() < 0.8
            }

        await fill(self.people, self.user, lambda: self._click(message, button), choose)

    def _some(self, menu: Json) -> str | list[str]:
        value = str(self.random.choice(menu["options"])["value"])
        return [value] if menu["type"].startswith("multi") else value

    async def _judge(self, message: Json) -> None:
        side = "thumbsup" if self.random.random() < 0.9 else "thumbsdown"
        await self.people.react(self.user, message["channel"], message["ts"], side)

    async def _take_side(self, message: Json, buttons: dict[str, Json]) -> None:
        side = "thumbsup" if self.random.random() < 0.8 else "thumbsdown"
        await self.people.react(self.user, message["channel"], message["ts"], side)
        needs_steward = "steward records" in str(message["text"])
        if self.chairs and needs_steward and self.random.random() < 0.5:
            await self._pause(20)
            await self._click(message, buttons["Record as decided"])

    async def _vote(self, message: Json) -> None:
        choice = self.random.choices(("white_check_mark", "x", "shrug"), (75, 15, 10))[0]
        await self.people.react(self.user, message["channel"], message["ts"], choice)
        if self.random.random() < 0.1:
            await self._pause(10)
            await self.people.unreact(self.user, message["channel"], message["ts"], choice)
            await self.people.react(self.user, message["channel"], message["ts"], "white_check_mark")

    # --- how they do it

    def _once(self, what: str, within: float, act: Callable[[], Awaitable[None]]) -> None:
        """Does something once, some time in the next `within` seconds of play."""
        if what in self._done:
            return
        self._done.add(what)
        self._acts.create_task(self._later(within, act))

    async def _later(self, within: float, act: Callable[[], Awaitable[None]]) -> None:
        await self._pause(within)
        if self.absent(self.user):
            return
        try:
            await act()
        except CannotDo:
            return  # as a person would: it did not work, never mind

    async def _pause(self, within: float) -> None:
        await asyncio.sleep(self.random.uniform(0.1, 1.0) * within / self.tempo)

    async def _click(self, message: Json, button: Json) -> None:
        await self.people.click(self.user, message["channel"], message["ts"], button["action_id"])

    async def _fill(self, message: Json, button: Json, values: Values) -> None:
        await fill(self.people, self.user, lambda: self._click(message, button), values)


@dataclass(slots=True)
class Director:
    """The stand-in who runs the game: creates it, waits for the players, deals, starts."""

    people: People
    user: str
    channel: str
    players: int
    tempo: int
    name: str

    async def run(self) -> None:
        """From `/moot new` to the first bell. Raises CannotDo, or TimeoutError if nothing answers."""
        seeing = self.people.changes(self.user)
        try:
            await fill(
                self.people,
                self.user,
                lambda: self.people.command(self.user, self.channel, "/moot", "new"),
                {"name": self.name, "speed": str(self.tempo)},
            )
            enough = re.compile(rf"Signed up:\W+{self.players} player")
            await _until(seeing, lambda message: bool(enough.search(message["text"])))
            await self.people.command(self.user, self.channel, "/moot", "seat")
            plan = await _until(seeing, lambda message: "Deal the seats" in dict(_buttons(message)))
            await self._press(plan, "Deal the seats")
            ready = await _until(seeing, lambda message: "Start the game" in dict(_buttons(message)))
            await self._settled()
            await self._press(ready, "Start the game")
        finally:
            seeing.close()

    async def _settled(self) -> None:
        """Waits until people have come into the new channels, as a look at the channel list would tell."""
        before = -1
        while (now := sum(len(one["members"]) for one in self.people.channels(self.user))) != before:
            before = now
            await asyncio.sleep(max(1.0, 10 / self.tempo))

    async def _press(self, message: Json, label: str) -> None:
        button = dict(_buttons(message))[label]
        await self.people.click(self.user, message["channel"], message["ts"], button["action_id"])


async def fill(
    people: People,
    user: str,
    open_it: Callable[[], Awaitable[None]],
    values: Values | Callable[[Json], Values],
) -> None:
    """Opens a window, fills in the inputs that it has of these, and submits it; closes it if refused.

    `values` go by block; a function makes them from the window that opened.
    """
    known = {view["id"] for view in people.modals(user)}
    seeing = people.changes(user)
    try:
        await open_it()
        view = await _opened(people, user, known, seeing)
    finally:
        seeing.close()
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    filled = {
        name: {inputs[name]["element"]["action_id"]: value}
        for name, value in (values(view) if callable(values) else values).items()
        if name in inputs and value
    }
    if await people.submit(user, view["id"], filled):
        await people.close_view(user, view["id"])


async def _opened(people: People, user: str, known: set[str], seeing: Any) -> Json:
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                for view in people.modals(user):
                    if view["id"] not in known:
                        return dict(view)
                await anext(seeing)
    except TimeoutError:
        raise CannotDo("No window opened.") from None


async def _until(seeing: Any, wanted: Callable[[Json], bool]) -> Json:
    try:
        async with asyncio.timeout(_PATIENCE * 4):
            async for change in seeing:
                if change.kind in ("message", "message_changed") and wanted(change.data):
                    return dict(change.data)
    except TimeoutError:
        raise CannotDo(f"What should have come did not come in {_PATIENCE * 4:.0f} seconds.") from None
    raise CannotDo("The workspace was closed.")


def title_of(message: Json) -> str:
    """The words of a message's header; empty where it has none."""
    return next((one["text"]["text"] for one in message["blocks"] if one["type"] == "header"), "")


def _buttons(message: Json) -> Iterator[tuple[str, Json]]:
    for block in message["blocks"]:
        if block["type"] == "actions":
            for element in block["elements"]:
                if element["type"] == "button":
                    yield element["text"]["text"], element
