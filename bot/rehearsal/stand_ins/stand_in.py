"""Stand-ins: people who play through the workspace as people would, by reading what they are sent.

They know an app only by what it shows them: the words on its buttons, the titles of its cards. Labels that a
stand-in has no idea about are left alone. The same seed makes the same choices.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeAlias

from bot.rehearsal.stand_ins.cards import (
    Json,
    Values,
    buttons_of,
    fill,
    improvised,
    is_card,
    title_of,
    unanimous,
)
from bot.rehearsal.stand_ins.claims import fitting
from bot.rehearsal.stand_ins.opinions import interest, subjects, words_of
from bot.rehearsal.stand_ins.slips import Slips
from bot.rehearsal.stand_ins.temperaments import STEADY, Temperament
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

Act: TypeAlias = Callable[[Json, Json], Awaitable[None]]
_LOOKS_UP = 1.0  # seconds after which somebody who waits sees that the tempo is another
_UP, _DOWN = "thumbsup", "thumbsdown"
_VOTES = {"white_check_mark": "Yes", "x": "No", "shrug": "Abstain"}  # each reaction, and its button


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
    """Somebody who plays. `tempo` is how many times faster than life they act.

    `late`: they come only when the game has begun. `leaves`: they go again in the middle of it.
    """

    people: People
    user: str
    ideas: Sequence[Idea]
    tempo: float
    random: Random
    chairs: bool = False
    temperament: Temperament = STEADY
    late: bool = False
    leaves: bool = False
    resumes: bool = False  # they played before: what is there already has been dealt with
    absent: Callable[[str], bool] = lambda _: False  # whether a person plays this seat, or it is switched off
    waits: Callable[[Json], bool] = lambda _: False  # whether they leave a card alone until they `go_on`
    _left: dict[str, Json] = field(default_factory=dict)
    _role: int = 0
    _mine: frozenset[str] = frozenset()
    _liked: dict[str, float] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)
    _acts: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _envelope: tuple[str, str] | None = None
    _slips: Slips = field(init=False)

    def __post_init__(self) -> None:
        self._slips = Slips(self.people, self.user, self.random, self.temperament.slips, self._pause)

    async def play(self) -> None:
        """Reads and acts until cancelled."""
        seeing = self.people.changes(self.user, is_card)
        try:
            async with asyncio.TaskGroup() as self._acts:
                for channel in self.people.channels(self.user):
                    if channel["is_member"]:
                        for message in self.people.history(self.user, channel["id"]):
                            (self._remember if self.resumes else self._read)(message)
                async for change in seeing:
                    self._read(change.data)
        finally:
            seeing.close()

    # --- reading

    def _read(self, message: Json) -> None:
        if message.get("bot_id") is None:
            return
        title, buttons = title_of(message), buttons_of(message)
        if title.startswith("Role "):
            self._learn(title, message)
        if "Join" in buttons and not self.late:
            self._once("join", 8, partial(self._join, message, buttons))
        if "Open my sheet" in buttons:
            self._envelope = (message["channel"], message["ts"])
            if self.temperament.peeks:
                self._once(
                    f"peek{message['ts']}", 60, partial(self._click, message, buttons["Open my sheet"])
                )
        if "Propose a policy" in buttons:
            self._session(message, buttons)
        for label, act in self._forms().items():
            if label in buttons and (label != "Make my claim" or self._tends(self.temperament.claims, label)):
                self._once(f"{label}{message['ts']}", 90, partial(act, message, buttons[label]))
        if title.startswith("Proposal "):
            self._weigh(message, buttons)
        if title.startswith("Claim: "):
            self._once(f"judge{message['ts']}", 60, partial(self._judge, message))
        if title == "The final vote" and self._tends(self.temperament.votes, f"vote{message['ts']}"):
            self._once(f"vote{message['ts']}", 100, partial(self._vote, message))
        if self.late and title and "Join" not in buttons:
            self._once("late", 120, partial(self._come_late, message["channel"]))

    def _remember(self, message: Json) -> None:
        """Something from before: nothing is done about it, but one knows it."""
        if message.get("bot_id") is not None:
            self._learn(title_of(message), message)
            if "Open my sheet" in buttons_of(message):
                self._envelope = (message["channel"], message["ts"])

    def _learn(self, title: str, message: Json) -> None:
        """One's own sheet: which role, and what its missions are about."""
        found = re.match(r"Role (\d+):", title)
        if found:
            self._role = int(found[1])
            self._mine = subjects(words_of(message))

    def _forms(self) -> dict[str, Act]:
        everybody: dict[str, Act] = {
            "Carry an idea back": self._carry_back,
            "Give feedback": self._improvise,
            "Make my claim": self._claim,
        }
        if not self.chairs:
            return everybody
        return {
            **everybody,
            "Write the charter": self._charter,
            "Record our response": self._respond,
            "Prepare our presentation": self._prepare,
        }

    def _session(self, message: Json, buttons: dict[str, Json]) -> None:
        if self._envelope is not None:
            self._once(f"sheet{message['ts']}", 20, self._open_sheet)
        if self._leaves_alone(message):
            return
        if self._tends(self.temperament.proposes, f"propose{message['ts']}"):
            act = partial(self._propose, message, buttons["Propose a policy"])
            self._once(f"propose{message['ts']}", 240, act)
        if self.leaves and self._role and len(self._done) > 3:
            self._once("leave", 300, partial(self._leave, message["channel"]))

    def _weigh(self, message: Json, buttons: dict[str, Json]) -> None:
        """A proposal's card, as it is now."""
        if self._leaves_alone(message):
            return
        if "Withdraw my objection" in buttons and f"object{message['ts']}" in self._done:
            self._once(f"give in{message['ts']}", 120, partial(self._give_in, message))
        if "Withdraw" not in buttons and "Record as decided" not in buttons:
            return
        self._liked[message["ts"]] = interest(self._mine, words_of(message))
        if self._tends(self.temperament.takes_sides, f"side{message['ts']}"):
            self._once(f"side{message['ts']}", 60, partial(self._take_side, message, buttons))

    def _tends(self, share: float, what: str) -> bool:
        """Makes up one's mind about a thing once, and stays with it."""
        if what in self._done:
            return False
        if self.random.random() < share:
            return True
        self._done.add(what)
        return False

    # --- in a scene

    @property
    def role(self) -> int:
        """The number on their sheet; 0 before they have read it."""
        return self._role

    def _leaves_alone(self, message: Json) -> bool:
        waits = self.waits(message)
        if waits:
            self._left[message["ts"]] = message
        return waits

    def go_on(self) -> None:
        """Takes up what they left alone, as it is now."""
        left, self._left = self._left, {}
        for message in left.values():
            self._read(message)

    def likes(self, idea: Idea) -> float:
        """How much of it is about what their own sheet is about, from 0 to 1."""
        return interest(self._mine, f"{idea.title} {idea.text}")

    async def bring(self, message: Json, button: Json, idea: Idea) -> None:
        """Proposes this, in the form behind a button of a session's card."""
        values = {
            "title": idea.title,
            "text": idea.text,
            "enforcement": idea.enforcement,
            "review": idea.review,
        }
        await self._fill(message, button, {**values, "question": idea.question})

    async def stand(self, message: Json, *, for_it: bool, talks: bool) -> None:
        """Takes this side of a proposal, and says why in its thread."""
        self._done.add(f"side{message['ts']}")
        self._liked[message["ts"]] = float(for_it)
        await self.people.react(self.user, message["channel"], message["ts"], _UP if for_it else _DOWN)
        if talks:
            await self._argue(message, float(for_it))

    # --- coming and going

    async def _join(self, message: Json, buttons: dict[str, Json]) -> None:
        label = "Join: I can chair" if self.chairs and "Join: I can chair" in buttons else "Join"
        await self._click(message, buttons[label])

    async def _come_late(self, channel: str) -> None:
        await self._pause(300)
        await self.people.command(self.user, channel, "/moot", "join")

    async def _leave(self, channel: str) -> None:
        await self.people.command(self.user, channel, "/moot", "leave")
        await self._pause(5)
        newest = [one for one in self.people.history(self.user, channel) if one["ephemeral"]][-1:]
        for message in newest:
            for label in ("Leave", "Leave the game", "Leave my seat"):
                if label in buttons_of(message):
                    await self._click(message, buttons_of(message)[label])
                    return

    # --- what they do

    async def _open_sheet(self) -> None:
        assert self._envelope is not None
        channel, ts = self._envelope
        found = next((m for m in self.people.history(self.user, channel) if m["ts"] == ts), None)
        button = buttons_of(found).get("Open my sheet") if found else None
        if found and button:
            await self._click(found, button)

    async def _propose(self, message: Json, button: Json) -> None:
        idea = self._idea()
        if self.random.random() < 0.3:
            await self._propose_in_a_line(message["channel"], idea)
        else:
            await self.bring(message, button, idea)

    async def _propose_in_a_line(self, channel: str, idea: Idea) -> None:
        """Types it, and then says by the answer's button what a line has no room for."""
        await self.people.command(self.user, channel, "/propose", f"{idea.title}. {idea.text}")
        await self._pause(20)
        said = {"question": idea.question, "enforcement": idea.enforcement, "review": idea.review}
        answers = [one for one in self.people.history(self.user, channel) if one["ephemeral"]]
        for answer in answers[-1:]:
            for label, button in buttons_of(answer).items():
                if label.startswith("Add owner"):
                    await self._fill(answer, button, said)

    def _idea(self) -> Idea:
        mine = [idea for idea in self.ideas if idea.role == self._role]
        return self.random.choice(mine or list(self.ideas))

    def _sentence(self) -> str:
        idea = self._idea()
        first = idea.text.split(". ")[0].rstrip(".")
        return self.random.choice((f"We talked about this: {idea.title}.", f"{first}.", f"{idea.title}."))

    async def _charter(self, message: Json, button: Json) -> None:
        await self._fill(message, button, {})  # what the form suggests will do

    async def _respond(self, message: Json, button: Json) -> None:
        steps = ("Say what broke, in the open.", "Put the last good state back.", "Agree, then change it.")
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        await self._fill(message, button, lambda view: {"text": text, **unanimous(view)})

    async def _carry_back(self, message: Json, button: Json) -> None:
        await self._fill(message, button, {"text": f"Others like this: {self._idea().title}."})

    async def _prepare(self, message: Json, button: Json) -> None:
        def answer(view: Json) -> Values:
            said = ("We talked until nobody objected.", f"We learnt to ask early. {self._idea().title}.")
            return improvised(view, self.random, lambda: self.random.choice(said), keep=0.3)

        await self._fill(message, button, answer)

    async def _improvise(self, message: Json, button: Json) -> None:
        await self._fill(message, button, lambda view: improvised(view, self.random, self._sentence))

    async def _claim(self, message: Json, button: Json) -> None:
        def known(title: str) -> str:
            return next((idea.text for idea in self.ideas if idea.title in title), "")

        await self._fill(message, button, lambda view: fitting(view, known))

    async def _judge(self, message: Json) -> None:
        await self._react(message, _UP if self.random.random() < 0.9 else _DOWN)

    async def _take_side(self, message: Json, buttons: dict[str, Json]) -> None:
        liked = self._liked[message["ts"]]
        await self._react(message, _UP if self.random.random() < 0.6 + 0.4 * liked else _DOWN)
        if self.random.random() < self.temperament.talks:
            await self._argue(message, liked)
        amend = next((label for label in buttons if label.startswith("Amend")), None)
        if amend and self.random.random() < self.temperament.amends:
            await self._pause(30)
            await self._improvise(message, buttons[amend])
        if "Object" in buttons and liked == 0 and self.random.random() < self.temperament.objects:
            self._done.add(f"object{message['ts']}")
            await self._improvise(message, buttons["Object"])
        needs_steward = "steward records" in str(message["text"])
        if self.chairs and "Record as decided" in buttons and needs_steward and self.random.random() < 0.5:
            await self._pause(20)
            await self._click(message, buttons["Record as decided"])

    async def _argue(self, message: Json, liked: float) -> None:
        """Says in the thread what one thinks: of the proposal, never of one's own secrets."""
        await self._pause(40)
        mine = sorted(self._mine & subjects(words_of(message)))
        if liked and mine:
            words = f"I am for this. It settles who looks after {self.random.choice(mine)}."
        else:
            rather = f"I would rather begin with this: {self._idea().title}."
            words = self.random.choice(("Who would check that?", "And who pays?", rather))
        await self._slips.say(message["channel"], words, message["ts"])

    async def _give_in(self, message: Json) -> None:
        await self._click(message, buttons_of(message)["Withdraw my objection"])

    async def _vote(self, message: Json) -> None:
        content = sum(self._liked.values()) / len(self._liked) if self._liked else 0.5
        weights = (55 + 40 * content, 25 - 20 * content, 8)
        choice = self.random.choices([*_VOTES], weights)[0]
        buttons = buttons_of(message)
        if _VOTES[choice] in buttons:
            await self._click(message, buttons[_VOTES[choice]])
            if self.random.random() < 0.1:
                await self._pause(10)
                await self._click(message, buttons[_VOTES["white_check_mark"]])
            return
        await self._react(message, choice)
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
        await self._pause(within * self.temperament.pace)
        if self.random.random() < self.temperament.dozes:
            await self._pause(240)
        if self.absent(self.user):
            return
        try:
            await act()
        except CannotDo:
            return  # as a person would: it did not work, never mind

    async def _pause(self, within: float) -> None:
        left = self.random.uniform(0.1, 1.0) * within
        while left > 0:  # the tempo may be another before it is over
            step = min(left, _LOOKS_UP * self.tempo)
            await asyncio.sleep(step / self.tempo)
            left -= step

    async def _click(self, message: Json, button: Json) -> None:
        await self._slips.click(message, button)

    async def _react(self, message: Json, name: str) -> None:
        await self._slips.react(message, name)

    async def _fill(self, message: Json, button: Json, values: Values | Callable[[Json], Values]) -> None:
        await fill(self.people, self.user, lambda: self._click_once(message, button), values)

    async def _click_once(self, message: Json, button: Json) -> None:
        await self.people.click(self.user, message["channel"], message["ts"], button["action_id"])
