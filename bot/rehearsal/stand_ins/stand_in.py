"""Stand-ins: people who play through the workspace as people would, by reading what they are sent.

They know an app only by what it shows them: the words on its buttons, the titles of its cards. Labels that a
stand-in has no idea about are left alone. The same seed makes the same choices.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeAlias

from bot.domain.lines import SampleProposal
from bot.rehearsal.stand_ins.answering import answers
from bot.rehearsal.stand_ins.cards import (
    Json,
    Values,
    buttons_of,
    initial,
    proposed,
    title_of,
    unanimous,
)
from bot.rehearsal.stand_ins.debate import GIVE_IN, Debate, is_open
from bot.rehearsal.stand_ins.mind import Mind, Side
from bot.rehearsal.stand_ins.opinions import is_policy, subjects, words_of
from bot.rehearsal.stand_ins.script import Script
from bot.rehearsal.stand_ins.slips import Slips
from bot.rehearsal.stand_ins.temperaments import STEADY, Temperament
from bot.rehearsal.stand_ins.winning import Winning
from bot.workspace.delivery.changes import Change
from bot.workspace.page.people import People
from bot.workspace.state.refusals import CannotDo

Act: TypeAlias = Callable[[Json, Json], Awaitable[None]]
ASK, YIELD = "Ask for the floor", "Leave the list"
_LOOKS_UP = 1.0  # seconds after which somebody who waits sees that the tempo is another
_RESPONSE = "\n".join(
    ("1. Say what broke, in the open.", "2. Put the last good state back.", "3. Agree, then change it.")
)
_SCORES = ("5", "4", "4", "3")


@dataclass(slots=True)
class StandIn:
    """Somebody who plays. `tempo` is how many times faster than life they act.

    `late`: they come only when the game has begun. `leaves`: they go again in the middle of it.
    """

    people: People
    user: str
    script: Script
    tempo: float
    random: Random
    chairs: bool = False
    temperament: Temperament = STEADY
    late: bool = False
    leaves: bool = False
    resumes: bool = False  # they played before: what is there already has been dealt with
    absent: Callable[[str], bool] = lambda _: False  # whether a person plays this seat, or it is switched off
    waits: Callable[[Json], bool] = lambda _: False  # whether they leave a card alone until they `go_on`
    mind: Mind = field(init=False)
    debate: Debate = field(init=False)
    winning: Winning = field(init=False)
    _left: dict[str, Json] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)
    _acts: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _door: tuple[Json, str] | None = None  # the newest card whose button opens the sheet
    _slips: Slips = field(init=False)

    def __post_init__(self) -> None:
        one = self.temperament
        self._slips = Slips(self.people, self.user, self.random, one.slips, self._pause)
        self.mind = Mind(self.script, self.random)
        self.debate = Debate(
            self.people, self.user, self.mind, self._slips, self.random, one, self._pause, self.chairs
        )
        self.winning = Winning(self.people, self.user, self.mind, self._slips, self.random, self._pause)

    async def play(self) -> None:
        """Reads and acts until cancelled."""
        seeing = self.people.changes(self.user, self._wants)
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

    def _wants(self, change: Change) -> bool:
        """Cards, and what people write who are played by nobody."""
        if change.kind not in ("message", "message_changed"):
            return False
        return change.data["bot_id"] is not None or self._is_visitor(change.data)

    def _is_visitor(self, message: Json) -> bool:
        """Whether somebody wrote it who is played by nobody; nobody wrote that a topic was set."""
        said = message.get("subtype") in (None, "thread_broadcast", "file_share")
        return said and message["user"] != self.user and self.absent(message["user"])

    # --- reading

    def _read(self, message: Json) -> None:
        if message.get("bot_id") is None:
            if self.mind.role and self._is_visitor(message):
                self._once(f"answer{message['ts']}", 40, partial(self.debate.answer, message))
            return
        title, buttons = title_of(message), buttons_of(message)
        self._learn(title, message)
        if "Join" in buttons and not self.late:
            self._once("join", 8, partial(self._join, message, buttons))
        if "Open my sheet" in buttons and self.temperament.peeks:
            self._once(f"peek{message['ts']}", 60, partial(self._read_sheet, message, "Open my sheet"))
        if self.script.sheet in buttons and not self.mind.role:
            self._once(f"sheet{message['ts']}", 20, partial(self._read_sheet, message, self.script.sheet))
        if "Propose a policy" in buttons:
            self._session(message, buttons)
        for label, act in self._forms().items():
            if label in buttons and (label != "Make my claim" or self._tends(self.temperament.claims, label)):
                self._once(f"{label}{message['ts']}", 60, partial(act, message, buttons[label]))
        if ASK in buttons and self._tends(0.1, f"ask{message['ts']}"):
            self._once(f"floor{message['ts']}", 60, partial(self._click, message, buttons[ASK]))
        if f"*Speaking:* <@{self.user}>" in message["text"] and YIELD in buttons:
            self._once(f"yield{message['ts']}", 40, partial(self._click, message, buttons[YIELD]))
        if "Answer" in buttons and self.temperament.answers:
            self._once(f"question{message['ts']}", 40, partial(self._answer, message, buttons["Answer"]))
        if title.startswith("Proposal "):
            self._weigh(message, buttons)
        if title.startswith("Debrief "):
            self._once(f"debrief{message['ts']}", 60, partial(self._debrief, message))
        if title.startswith("Claim: "):
            self._once(f"judge{message['ts']}", 60, partial(self.winning.judge, message))
        if title == "The final vote" and self._tends(self.temperament.votes, f"vote{message['ts']}"):
            self._once(f"vote{message['ts']}", 60, partial(self.winning.vote, message))
        if self.late and title and "Join" not in buttons:
            self._once("late", 120, partial(self._come_late, message["channel"]))

    def _remember(self, message: Json) -> None:
        """Something from before: nothing is done about it, but one knows it."""
        if message.get("bot_id") is not None:
            self._learn(title_of(message), message)
            if self.script.sheet in buttons_of(message):
                self._once("remember the sheet", 20, partial(self._read_sheet, message, self.script.sheet))

    def _learn(self, title: str, message: Json) -> None:
        """What one keeps in mind: what is proposed, and where one's sheet opens."""
        for label in (self.script.sheet, "Open my sheet"):
            if label in buttons_of(message):
                self._door = message, label
        if title.startswith("Proposal "):
            self.debate.note(message)

    async def _read_sheet(self, message: Json, label: str) -> None:
        """One's own sheet, once it is open: which role, and what its missions are about."""
        button = buttons_of(message)[label]
        window = await self._slips.look_behind(message, button, self.script.sheet)
        if found := re.search(r"\brole (\d+):", words_of(window)):
            self.mind.role = int(found[1])
            self.mind.mine = subjects(words_of(window))

    def _forms(self) -> dict[str, Act]:
        everybody: dict[str, Act] = {
            "Carry an idea back": self._carry_back,
            "Give feedback": self._feed_back,
            "Make my claim": self.winning.claim,
        }
        if not self.chairs:
            return everybody
        return {
            **everybody,
            "Write the charter": self._write_charter,
            "Record our response": self._respond,
            "Prepare our presentation": self._prepare,
        }

    def _session(self, message: Json, buttons: dict[str, Json]) -> None:
        if self.temperament.talks:
            self._once("hello", 90, partial(self._greet, message["channel"]))
        if self._leaves_alone(message):
            return
        if self._tends(self.temperament.proposes, f"propose{message['ts']}"):
            act = partial(self._propose, message, buttons["Propose a policy"])
            self._once(f"propose{message['ts']}", 200, act)
        if self.leaves and self.mind.role and len(self._done) > 3:
            self._once("leave", 300, partial(self._leave, message["channel"]))

    def _weigh(self, message: Json, buttons: dict[str, Json]) -> None:
        """A proposal's card, as it is now. Those whom it harms are the first to speak."""
        title = self.debate.note(message)
        if self._leaves_alone(message):
            return
        if is_policy(message):
            self._once(f"adopted{message['ts']}", 5, partial(self.debate.adopted, message))
        if GIVE_IN in buttons and self.mind.has_opposed(title):
            self._once(f"give in{message['ts']}", 240, partial(self.debate.give_in, message))
        sample = self.script.sample(title)
        if is_open(buttons) and sample is not None and sample.role == self.mind.role:
            self._once(f"again{message['ts']}", 90, partial(self.debate.reconsider, message))
        if is_open(buttons) and self._tends(self.temperament.takes_sides, f"side{message['ts']}"):
            _, thought = self.debate.read(message)
            concerned = thought.side is Side.AGAINST or self.mind.has_opposed(title)
            within = 25 if concerned else 120
            self._once(f"side{message['ts']}", within, partial(self.debate.take_side, message))

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
        return self.mind.role

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

    async def look_again(self) -> None:
        """Opens their sheet, once something leads there and as long as they have not read it."""
        if self._door is not None and not self.role:
            await self._read_sheet(*self._door)

    async def bring(self, message: Json, button: Json, idea: SampleProposal) -> None:
        """Proposes this, in the form behind a button of a session's card."""
        values = {
            "title": idea.title,
            "text": idea.text,
            "question": idea.question or "",
            "owner_team": idea.owner or "",
            "enforcement": idea.enforcement,
            "review": idea.review,
        }
        await self._slips.fill_behind(message, button, values)

    async def stand(self, message: Json, *, for_it: bool, talks: bool, to: str = "") -> None:
        """Takes this side of a proposal, and says why in its thread, `to` somebody by name if it is given."""
        self._done.add(f"side{message['ts']}")
        await self.debate.stand(message, Side.FOR if for_it else Side.AGAINST, talks=talks, to=to)

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

    async def _greet(self, channel: str) -> None:
        if hello := self.script.voice(self.mind.role).hello:
            await self._slips.say(channel, hello)

    async def _propose(self, message: Json, button: Json) -> None:
        idea = self.mind.proposal([title for title, _ in self._on_the_table(message["channel"])])
        if idea is not None:
            await self.bring(message, button, idea)

    def _on_the_table(self, channel: str) -> Iterator[tuple[str, str]]:
        """The title and the text of each proposal in a channel, whatever became of it."""
        for message in self.people.history(self.user, channel):
            if message["bot_id"] is not None and proposed(message)[0]:
                yield proposed(message)[1:]

    async def _other_has(self, channel: str, words: str) -> bool:
        """Whether a card in a channel says this already. Among those who chair, the first goes first."""
        if self.mind.role != min(self.script.chairs, default=self.mind.role):
            await self._pause(120)
        cards = (one for one in self.people.history(self.user, channel) if one["bot_id"] is not None)
        return any(words in f"{title_of(one)} {words_of(one)}" for one in cards)

    async def _write_charter(self, message: Json, button: Json) -> None:
        if not await self._other_has(message["channel"], "The charter, version"):
            await self._slips.fill_behind(message, button, {})  # what the form suggests will do

    async def _respond(self, message: Json, button: Json) -> None:
        said = self.script.voice(self.mind.role).response or _RESPONSE
        if not await self._other_has(message["channel"], "is recorded as a process"):
            await self._slips.fill_behind(message, button, lambda view: {"text": said, **unanimous(view)})

    async def _carry_back(self, message: Json, button: Json) -> None:
        ideas = [one.text for one in self.script.samples if one.role == self.mind.role]
        said = self.mind.new(self.script.voice(self.mind.role).carries or ideas)
        await self._slips.fill_behind(message, button, lambda _: {"text": said} if said else None)

    async def _prepare(self, message: Json, button: Json) -> None:
        """What the other who chairs has written stays."""
        slide = self.script.voice(self.mind.role).slide

        def answers(view: Json) -> Values | None:
            said = {f"answer:{place}": words for place, words in enumerate(slide)}
            return {block: words for block, words in said.items() if not initial(view, block)} or None

        await self._slips.fill_behind(message, button, answers)

    async def _feed_back(self, message: Json, button: Json) -> None:
        voice = self.script.voice(self.mind.role)
        said = {"helped": self.mind.new(voice.helped), "change": self.mind.new(voice.change)}
        await self._slips.fill_behind(message, button, {"score": self.random.choice(_SCORES), **said})

    async def _answer(self, message: Json, button: Json) -> None:
        said = self.mind.new(self.script.voice(self.mind.role).carries)
        await self._slips.fill_behind(message, button, lambda view: answers(view, self.random, said))

    async def _debrief(self, message: Json) -> None:
        step = re.match(r"Debrief (\d+)", title_of(message))
        said = self.script.voice(self.mind.role).debrief
        if step and int(step[1]) <= len(said) and self.random.random() < 3 * self.temperament.talks:
            await self._slips.say(message["channel"], said[int(step[1]) - 1])

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
