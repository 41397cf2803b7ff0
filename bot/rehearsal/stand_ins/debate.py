"""What a stand-in does about proposals and about what people write: sides, reasons, other words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import assert_never

from bot.rehearsal.stand_ins.cards import (
    Json,
    Values,
    buttons_of,
    initial,
    menu_option,
    proposed,
)
from bot.rehearsal.stand_ins.mind import AGAINST, FOR, Mind, Side, Thought
from bot.rehearsal.stand_ins.opinions import words_of
from bot.rehearsal.stand_ins.script import Script
from bot.rehearsal.stand_ins.slips import Slips
from bot.rehearsal.stand_ins.temperaments import Temperament
from bot.workspace.page.people import People

UP, DOWN = "thumbsup", "thumbsdown"
CROWD = 4  # answers in a thread after which nobody joins in unasked
SPARINGLY = 0.3  # how often somebody who answers names the one they answer
AMEND, OBJECT, GIVE_IN, RECORD, WITHDRAW = (
    "Amend",
    "Object",
    "Withdraw my objection",
    "Record as decided",
    "Withdraw",
)
PARK = "Park it for later"
EARLIER = "This is an earlier card"
WISH = "I would say yes if this stood in it: “{}”"
YIELDS = (
    "Fair enough. I have changed the text; please look at it again.",
    "Agreed. I have put it your way, on a new card.",
    "That costs me little. The new text is up.",
)


def is_open(buttons: dict[str, Json]) -> bool:
    """Whether a proposal's card still takes sides."""
    return WITHDRAW in buttons or RECORD in buttons


def in_full(script: Script, title: str, text: str) -> Values:
    """What the amendment of this text puts in the place of a sample; what is empty stays as it was."""
    for one in script.amendments(title):
        if one.text == text:
            return {"title": one.title or "", "text": text, "enforcement": one.enforcement}
    return {"text": text}


@dataclass(slots=True)
class Debate:
    """One person's part in the talk about proposals."""

    people: People
    user: str
    mind: Mind
    hands: Slips
    random: Random
    temperament: Temperament
    pause: Callable[[float], Awaitable[None]]
    chairs: bool = False
    texts: dict[str, str] = field(default_factory=dict)  # the latest of each proposal, by title
    _policies: set[str] = field(default_factory=set)

    # --- what is on a card

    def note(self, message: Json) -> str:
        """Keeps the text on a proposal's card in mind; its title."""
        _, title, text = proposed(message)
        if text:
            self.texts[title] = text
        return title

    def read(self, message: Json) -> tuple[str, Thought]:
        """The title on a proposal's card, and what they think of it."""
        title = self.note(message)
        return title, self.mind.think(title, self.texts.get(title, ""))

    def now(self, message: Json) -> Json:
        """A message as it is now."""
        return self.people.thread(self.user, message["channel"], message["ts"])[0]

    # --- taking sides

    async def take_side(self, message: Json) -> None:
        """Reacts, and says why; or puts another text in its place, or objects, or parks it."""
        message = self.now(message)
        buttons, (title, thought) = buttons_of(message), self.read(message)
        if not is_open(buttons):
            return
        sample = self.mind.script.sample(title)
        if sample is not None and sample.parked_until:
            if sample.role == self.mind.role:
                await self._park(message, f"seat:{sample.carried_by}", sample.parked_until)
            return
        match thought.side:
            case Side.FOR:
                await self._agree(message, title, thought)
            case Side.AGAINST:
                await self._disagree(message, title, thought)
            case Side.OPEN:
                await self._shrug(message, strange=sample is None, objections=OBJECT in buttons)
            case _:
                assert_never(thought.side)

    async def _agree(self, message: Json, title: str, thought: Thought) -> None:
        came_round = self.mind.comes_round(title, thought.issue)
        await self.hands.react(message, UP)
        if came_round:
            await self._say(message, came_round)
        elif self._joins_in(message, title):
            await self.speak(message, Side.FOR, thought.issue)
        buttons = buttons_of(message)
        if self.chairs and RECORD in buttons and "steward records" in str(message["text"]):
            await self.pause(60)
            await self._record(message)

    def _joins_in(self, message: Json, title: str) -> bool:
        """Whether somebody who is for it also says why: most likely to a visitor, or where it is disputed."""
        if self.mind.script.sample(title) is None:
            return self.random.random() < 4 * self.temperament.talks
        return self.random.random() < (3 if self._thread(message) else 1.5) * self.temperament.talks

    async def _record(self, message: Json) -> None:
        now = self.now(message)
        if RECORD in buttons_of(now) and "steward records" in str(now["text"]):
            await self.hands.click(now, buttons_of(now)[RECORD])

    async def _disagree(self, message: Json, title: str, thought: Thought) -> None:
        self.mind.opposed(title)
        buttons = buttons_of(message)
        if self.chairs and thought.amended and AMEND in buttons:
            await self._say(message, thought.why or self.mind.argue(thought.issue, Side.AGAINST))
            await self._amend(message, title, in_full(self.mind.script, title, thought.amended))
            return
        heard = [one["text"] for one in self._thread(message)]
        reason = thought.why or self.mind.argue(thought.issue, Side.AGAINST, heard)
        if OBJECT in buttons and reason:
            await self.hands.fill_behind(message, buttons[OBJECT], {"reason": reason})
            return
        await self.hands.react(message, DOWN)
        if thought.wish or self._room(message):
            await self._say(message, reason)
        if thought.wish:
            await self._say(message, WISH.format(thought.wish))

    async def reconsider(self, message: Json) -> None:
        """Their own proposal, some time later: they put it as somebody asked, or stand by it."""
        message = self.now(message)
        title, thought = self.read(message)
        said = {one["text"] for one in self._thread(message) if one["user"] != self.user}
        if not said or not is_open(buttons_of(message)):
            return
        asked = [one for one in self.mind.script.amendments(title) if one.why in said]
        yields = asked and self.random.random() < self.temperament.amends
        if yields and AMEND in buttons_of(message):
            await self._amend(message, title, in_full(self.mind.script, title, asked[0].text))
            await self.pause(10)
            if EARLIER in words_of(self.now(message)):
                await self._say(message, self.mind.new(YIELDS))
        elif any(one["name"] == DOWN for one in message["reactions"]):
            await self.speak(message, Side.FOR, thought.issue)

    async def _amend(self, message: Json, title: str, words: Values) -> None:
        """Puts other words in the place of a proposal's, if nobody was quicker."""

        def another(view: Json) -> Values | None:
            return words if initial(view, "text") == self.texts.get(title) else None

        button = buttons_of(message)[AMEND]
        await self.hands.fill_behind(message, button, another)

    async def _shrug(self, message: Json, *, strange: bool, objections: bool) -> None:
        """Nothing of theirs is at stake: most let it pass, and fewer do where somebody is hurt. Where only an
        objection stops it, nobody is against it without a reason."""
        hurt = sum(one["count"] for one in message["reactions"] if one["name"] == DOWN)
        easy = self.temperament.easy / (1.5 if hurt else 1)
        chance = self.random.random()
        if chance < easy:
            await self.hands.react(message, UP)
        elif not objections and chance > 0.92 - 0.1 * min(hurt, 2):
            await self.hands.react(message, DOWN)
        if strange and self.random.random() < self.temperament.talks and self._room(message):
            await self._say(message, self.mind.new(FOR if chance < easy else AGAINST))

    async def _park(self, message: Json, owner: str, until: str) -> None:
        option = menu_option(message, PARK)
        if option is None or not self.chairs:
            return
        action, value = option
        values = {"owner": owner, "until": until}

        async def choose() -> None:
            await self.people.choose(self.user, message["channel"], message["ts"], action, value)

        await self.pause(60)
        await self.hands.fill(choose, values)

    async def stand(self, message: Json, side: Side, *, talks: bool, to: str = "") -> None:
        """Takes this side, whatever they think themselves; says why, if they have something to say."""
        if side is Side.AGAINST:
            self.mind.opposed(self.note(message))
        name = UP if side is Side.FOR else DOWN
        await self.people.react(self.user, message["channel"], message["ts"], name)
        if talks:
            await self.speak(message, side, to=to)

    # --- what became of it

    async def adopted(self, message: Json) -> None:
        """A proposal has become a policy. Somebody who was against it may say a last word."""
        _, title, _ = proposed(message)
        if title in self._policies:
            return
        self._policies.add(title)
        word = self.mind.adopted(title, self.texts.get(title, ""))
        if word and self.random.random() < 0.6:
            await self.pause(30)
            await self._say(message, word)

    async def give_in(self, message: Json) -> None:
        """Takes an objection back."""
        now = buttons_of(self.now(message))
        if GIVE_IN in now:
            title, thought = self.read(message)
            await self.hands.click(message, now[GIVE_IN])
            await self._say(message, self.mind.comes_round(title, thought.issue))

    # --- words

    async def speak(self, message: Json, side: Side, issue: str = "", to: str = "") -> None:
        """Says in a proposal's thread what they have for or against it, `to` somebody by name if it is given;
        says nothing where they have nothing new to say. Without an issue, the proposal's."""
        if not issue:
            _, title, text = proposed(message)
            issue = self.mind.script.issue(text, title)
        if not to and not self._room(message):
            return
        line = self.mind.argue(issue, side, [one["text"] for one in self._thread(message)])
        whom = to or (self._opponent(message) if side is Side.FOR else "")
        await self._say(message, f"<@{whom}> {line}" if line and whom else line)

    def _opponent(self, message: Json) -> str:
        """Whom they answer by name, sparingly: the last of the others who said something here."""
        said = [one for one in self._thread(message) if one["user"] != self.user]
        return said[-1]["user"] if said and self.random.random() < SPARINGLY else ""

    def _thread(self, message: Json) -> list[Json]:
        root = message.get("thread_ts") or message["ts"]
        _, *answers = self.people.thread(self.user, message["channel"], root)
        return [one for one in answers if one["bot_id"] is None]

    def _room(self, message: Json) -> bool:
        return len(self._thread(message)) < CROWD

    async def answer(self, message: Json) -> None:
        """Says something to what a visitor wrote, where it is about something of theirs."""
        text = str(message["text"])
        issue = self.mind.script.issue(text)
        thought = self.mind.think("", text)
        after = [one for one in self._thread(message) if one["ts"] > message["ts"]]
        if not issue or thought.side is Side.OPEN or len(after) > 1:
            return
        line = self.mind.argue(issue, thought.side)
        mention = f"<@{message['user']}> " if self.random.random() < SPARINGLY else ""
        await self._say(message, f"{mention}{line}" if line else "")

    async def _say(self, message: Json, words: str) -> None:
        if words and not any(words in str(one["text"]) for one in self._thread(message)):
            await self.pause(10)
            await self.hands.say(message["channel"], words, message.get("thread_ts") or message["ts"])
