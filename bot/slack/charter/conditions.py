"""What a charter asks for besides its rule, in words: in the form, on the charter, on a proposal's card."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from slack_sdk.models.blocks import InputBlock, Option, StaticSelectElement

from bot.domain.charter import UNCONDITIONAL, Conditions, adopts
from bot.domain.council import Council, Proposal
from bot.domain.council.conditions import seconds, seconds_needed, stands_until
from bot.domain.scenario import Proposers
from bot.domain.times import writing
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import escaped, shortened

T = TypeVar("T")


def proposers_words(council: Council, who: Proposers) -> str:
    """Who may propose."""
    return {
        Proposers.ANYONE: "anybody at this table",
        Proposers.STEWARDS: f"{council.stewards} only",
        Proposers.TEAMS: "every team, with one open proposal at a time",
    }[who]


def waiting_words(council: Council, waiting: timedelta) -> str:
    """How long a proposal stands."""
    if not waiting:
        return "no time; it can be adopted at once"
    working = council.working
    return f"{writing.working_span(working, waiting) if working else writing.length(waiting)} at least"


def seconds_words(number: int) -> str:
    """How many must second it."""
    if not number:
        return "nobody besides its proposer"
    return f"{p.count_of(number, 'seat')} besides its proposer"


def lines(council: Council, conditions: Conditions) -> Iterator[str]:
    """For a charter: whatever could be chosen, or asks for something."""
    offer, neutral = council.offer, UNCONDITIONAL
    if len(offer.proposers) > 1 or conditions.proposers is not neutral.proposers:
        yield f"*Who proposes:* {escaped(proposers_words(council, conditions.proposers))}"
    if len(offer.waiting) > 1 or conditions.waiting:
        yield f"*A proposal stands:* {waiting_words(council, conditions.waiting)}"
    if len(offer.seconds) > 1 or conditions.seconds:
        yield f"*It is seconded by:* {seconds_words(conditions.seconds)}"


def inputs(council: Council) -> Iterator[InputBlock]:
    """For the charter's form: a list for each condition with a choice, and the present one chosen."""
    now = council.conditions if council.charter else council.offer.default
    yield from _choice(
        "proposers",
        "Who proposes policies?",
        council.offer.proposers,
        now.proposers,
        lambda who: (who.value, proposers_words(council, who)),
    )
    yield from _choice(
        "waiting",
        "How long does a proposal stand before it can be adopted?",
        council.offer.waiting,
        now.waiting,
        lambda span: (str(span.total_seconds()), waiting_words(council, span)),
    )
    yield from _choice(
        "seconds",
        "Who must support it besides the rule? Any supporter but its proposer seconds it.",
        council.offer.seconds,
        now.seconds,
        lambda number: (str(number), seconds_words(number)),
    )


def _choice(
    block: str, label: str, offered: Sequence[T], now: T, said: Callable[[T], tuple[str, str]]
) -> Iterator[InputBlock]:
    if len(offered) < 2:
        return
    named = {one: said(one) for one in offered}
    options = [Option(value=value, text=shortened(words, 75)) for value, words in named.values()]
    chosen = next((option for one, option in zip(named, options, strict=True) if one == now), options[0])
    element = StaticSelectElement(action_id="value", options=options, initial_option=chosen)
    yield InputBlock(block_id=block, label=label, element=element)


def standing(council: Council, one: Proposal) -> str:
    """For a proposal's card: what it still needs besides the rule; empty where that is nothing."""
    asked, said = council.conditions, []
    if asked.seconds:
        said.append(
            f"It needs seconds: {seconds(council, one)} of {seconds_needed(council, one)} so far; everybody "
            "who supports it, but for its proposer, seconds it."
        )
    if asked.waiting and one.waited_at is None:
        said.append(_waits(council, one))
    elif asked.waiting:
        said.append("It has stood as long as your charter asks for.")
    return " ".join(said)


def _waits(council: Council, one: Proposal) -> str:
    due = stands_until(council, one)
    if due is None:
        return "By your charter it has to stand for a time, and that stands still while the game is paused."
    until = f"It has to stand until {p.to_the_second(due, day=council.working is not None)}."
    enough = seconds(council, one) >= seconds_needed(council, one)
    if enough and council.charter is not None and adopts(council.charter, council.tally(one)):
        return f"{until} It has the support that it needs, and is adopted then by itself if that stays so."
    return until
