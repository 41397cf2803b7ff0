"""What a charter asks for besides its rule, in words: in the form, on the charter, on a proposal's card."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.charter import UNCONDITIONAL, Conditions, adopts
from bot.domain.council import Council, Proposal
from bot.domain.council.conditions import seconders, seconders_needed, stands_until
from bot.domain.offer import Proposers
from bot.domain.times import writing
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import escaped


def proposers_words(council: Council, who: Proposers) -> str:
    """Who may propose."""
    return {
        Proposers.ANYONE: "anybody at this table",
        Proposers.STEWARDS: f"{council.stewards} only",
        Proposers.TEAMS: "every team, one open proposal at a time",
    }[who]


def waiting_words(council: Council, waiting: timedelta) -> str:
    """How long a proposal stands."""
    if not waiting:
        return "no minimum; it can be adopted at once"
    working = council.working
    return f"{writing.working_span(working, waiting) if working else writing.length(waiting)} at least"


def seconders_words(number: int) -> str:
    """How many must second it."""
    if not number:
        return "nobody except its proposer"
    return f"{p.count_of(number, 'seat')} besides its proposer"


def lines(council: Council, conditions: Conditions) -> Iterator[str]:
    """For a charter: whatever could be chosen, or asks for something."""
    offer, neutral = council.offer, UNCONDITIONAL
    if len(offer.proposers) > 1 or conditions.proposers is not neutral.proposers:
        yield f"*Who proposes:* {escaped(proposers_words(council, conditions.proposers))}"
    if len(offer.waiting) > 1 or conditions.waiting:
        yield f"*A proposal stands:* {waiting_words(council, conditions.waiting)}"
    if len(offer.seconders) > 1 or conditions.seconders:
        yield f"*It is seconded by:* {seconders_words(conditions.seconders)}"


def standing(council: Council, one: Proposal) -> str:
    """For a proposal's card: what it still needs besides the rule; empty where that is nothing."""
    asked, said = council.conditions, []
    if asked.seconders:
        said.append(
            "It needs seconds, that is, support from people other than its proposer: "
            f"{seconders(council, one)} of {seconders_needed(council, one)} so far."
        )
    if asked.waiting and one.waited_at is None:
        said.append(_waits(council, one))
    elif asked.waiting:
        said.append("It has stood long enough.")
    return " ".join(said)


def _waits(council: Council, one: Proposal) -> str:
    due = stands_until(council, one)
    if due is None:
        return (
            "By your charter it has to stand for a time, and the game is paused, so that time is not running."
        )
    until = f"It has to stand until {p.to_the_second(due, day=council.working is not None)}."
    enough = seconders(council, one) >= seconders_needed(council, one)
    if enough and council.charter is not None and adopts(council.charter, council.tally(one)):
        return f"{until} It has the support it needs; if it keeps that, it is adopted then."
    return until
