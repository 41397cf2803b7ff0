"""What a stand-in makes of a text: for it, against it, or for it in other words; and what they say about it.

Pure: the same script, role and random numbers give the same thoughts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

from bot.domain.lines import Opinion, SampleProposal, asks_for, has
from bot.rehearsal.stand_ins.opinions import interest, subjects
from bot.rehearsal.stand_ins.script import Script

# For a pack that has no lines, and where a role's own are used up.
FOR = (
    "I can work with this.",
    "This would help my team.",
    "Yes. It is short enough that people will remember it.",
    "I would rather have this rule than none.",
    "We do much of this already, so it costs us little.",
    "If we write it down now, we need not argue about it next month.",
)
AGAINST = (
    "Who would check that it is kept?",
    "My team could not keep this promise today.",
    "I do not see who would do this work.",
    "It is too early for this; I want to hear the others first.",
    "It asks a lot of a few people and nothing of the rest.",
    "Could we try it for a month before we write it into the book?",
)
EAGER = 0.55  # how often somebody proposes what helps them to win, if they have something
AGAIN = "We have adopted this already."


class Side(Enum):
    """What somebody thinks of a text."""

    FOR = auto()
    AGAINST = auto()
    OPEN = auto()  # it is not about anything of theirs


@dataclass(frozen=True, slots=True)
class Thought:
    """What somebody thinks of a text. `amended`: the whole text with which they could live, and `why`; the
    sentence that they `wish` to be added to a text which is not the pack's."""

    side: Side
    issue: str = ""
    amended: str = ""
    why: str = ""
    wish: str = ""


@dataclass(slots=True)
class Mind:
    """One person's opinions. What they said or proposed once, they do not say or propose again."""

    script: Script
    random: Random
    role: int = 0
    mine: frozenset[str] = frozenset()  # what their sheet is about
    _said: set[str] = field(default_factory=set)
    _views: dict[str, Side] = field(default_factory=dict)  # of texts, where a pack has no opinions
    _brought: set[str] = field(default_factory=set)  # titles of what they proposed
    _opposed: set[str] = field(default_factory=set)  # titles
    _adopted: dict[str, str] = field(default_factory=dict)  # titles by text

    def think(self, title: str, text: str) -> Thought:
        """What they think of a proposal."""
        sample = self.script.sample(title)
        if self._adopted.get(text, title) != title:
            return Thought(Side.AGAINST, why=AGAIN)
        if sample is not None and sample.role == self.role:
            return Thought(Side.FOR, sample.issue or "")
        issue = self.script.issue(text, title)
        opinion = self.script.opinion(self.role, issue)
        side = self._side(opinion, title, text)
        if side is Side.AGAINST and opinion is not None:
            return Thought(side, issue, *self._amended(opinion, sample, title, text))
        return Thought(side, issue)

    def _side(self, opinion: Opinion | None, title: str, text: str) -> Side:
        if opinion is None:
            return Side.OPEN if self.script.lines.opinions else self._by_subject(text)
        sample = self.script.sample(title)
        as_it_was = sample is not None and sample.text == text
        if opinion.adds is not None and opinion.adds in text:
            return Side.FOR
        if any(text == one.text for one in opinion.amends):
            return Side.FOR
        if (as_it_was and title in opinion.dislikes) or self._harms(opinion, text):
            return Side.AGAINST
        liked = as_it_was and title in opinion.likes
        return Side.FOR if liked or self._has(text, opinion.wants) else Side.OPEN

    def _by_subject(self, text: str) -> Side:
        """Where a pack has no opinions: the more it is about what their own sheet is about, the better.
        Nobody thinks one thing now and another later."""
        if text not in self._views:
            liked, chance = min(len(self.mine & subjects(text)), 5) / 5, self.random.random()
            against = chance > 0.85
            self._views[text] = Side.AGAINST if against else Side.FOR if chance < 0.65 * liked else Side.OPEN
        return self._views[text]

    def _amended(
        self, opinion: Opinion, sample: SampleProposal | None, title: str, text: str
    ) -> tuple[str, ...]:
        for one in opinion.amends:
            if one.of == self.script.name(title) and one.text != text and not self._harms(opinion, one.text):
                return one.text, one.why
        if sample is None and opinion.adds is not None and opinion.adds not in text:
            return f"{text.rstrip()}\n{opinion.adds}", "", opinion.adds
        return ()

    def _harms(self, opinion: Opinion, text: str) -> bool:
        return self._has(text, opinion.refuses)

    def _has(self, text: str, words: Iterable[str]) -> bool:
        return any(asks_for(text, word, self.script.lines.negations) for word in words)

    def likes(self, sample: SampleProposal) -> float:
        """How much a sample is to their liking: from 1 to 2 if they are for it, from -1 to 0 if against."""
        side = self.think(sample.title, sample.text).side
        return {Side.FOR: 1, Side.OPEN: 0, Side.AGAINST: -1}[side] + interest(self.mine, sample.text)

    # --- what they say

    def argue(self, issue: str, side: Side, heard: Iterable[str] = ()) -> str:
        """A sentence for or against; empty where they have nothing new to say. `heard`: what others have said
        here already."""
        opinion = self.script.opinion(self.role, issue)
        own = () if opinion is None else (opinion.pro if side is Side.FOR else opinion.against)
        if own or self.script.lines.opinions:
            return self.new(own)
        return self.new(one for one in (FOR if side is Side.FOR else AGAINST) if one not in heard)

    def opposed(self, title: str) -> None:
        """They have said no to this."""
        self._opposed.add(self.script.name(title))

    def has_opposed(self, title: str) -> bool:
        """Whether they have said no to this, and have not come round."""
        return self.script.name(title) in self._opposed

    def comes_round(self, title: str, issue: str) -> str:
        """What they say when what they were against has been mended; empty if they were not."""
        if not self.has_opposed(title):
            return ""
        self._opposed.discard(self.script.name(title))
        opinion = self.script.opinion(self.role, issue)
        return self.new(opinion.gives_in) if opinion is not None else ""

    def adopted(self, title: str, text: str) -> str:
        """Notes a new policy. What they say if they are against it."""
        first = text not in self._adopted
        still_against = self.think(title, text).side is Side.AGAINST
        self._adopted.setdefault(text, title)
        if not first or not still_against or not self.has_opposed(title):
            self._opposed.discard(self.script.name(title))
            return ""
        opinion = self.script.opinion(self.role, self.script.issue(text, title))
        return self.new(opinion.loses) if opinion is not None else ""

    def new(self, lines: Iterable[str]) -> str:
        """One of these that they have not said yet; empty if there is none."""
        left = [one for one in lines if one not in self._said]
        if not left:
            return ""
        line = self.random.choice(left)
        self._said.add(line)
        return line

    # --- what they bring

    def proposal(self, on_the_table: Sequence[str]) -> SampleProposal | None:
        """A sample of their role that nobody has proposed: by title, none of `on_the_table`. Mostly one that
        helps them to win."""
        gone = {self.script.name(title) for title in on_the_table} | self._said
        left = [one for one in self.script.samples if one.role == self.role and one.title not in gone]
        useful = [one for one in left if self._helps(one)]
        if not left:
            return None
        chosen = self.random.choice(useful if useful and self.random.random() < EAGER else left)
        self._said.add(chosen.title)
        self._brought |= {chosen.title} if not chosen.parked_until else set()
        return chosen

    def _helps(self, sample: SampleProposal) -> bool:
        proofs = filter(None, (self.script.proof(self.role, of) for of in ("role", "team")))
        words = (word for proof in proofs for need in proof.needs for word in need)
        return any(has(f"{sample.title}. {sample.text}", word) for word in words)

    def losses(self) -> int:
        """How many policies they were against to the end, and how much they proposed in vain."""
        adopted = {self.script.name(title) for title in self._adopted.values()}
        return len(self._opposed & adopted) + len(self._brought - adopted)
