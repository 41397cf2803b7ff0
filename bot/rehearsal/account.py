"""What happened in a council, in a few lines: what was adopted, what was not, and who has won."""

from collections.abc import Iterable, Iterator

from bot.domain.amounts import digits
from bot.domain.claims import Claim, Verdict
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council.verdicts import verdict
from bot.domain.rules import Tally
from bot.domain.scenario import Scenario


def account(scenario: Scenario, council: Council) -> Iterator[str]:
    """A line for each thing of which there is something to tell."""
    stand = (policy for policy in council.policies if policy.ended is None)
    adopted = ((council.proposals[policy.proposal], policy.tally) for policy in stand)
    yield from _line("Adopted", (f"{_titled(one)} ({_counted(tally)})" for one, tally in adopted))
    left = (one for one in council.proposals.values() if one.status is ProposalStatus.OPEN)
    yield from _line("Not adopted", (f"{_titled(one)} ({_sides(council, one)})" for one in left))
    yield from _line("Parked", (f"{item.text}, until {item.until}" for item in council.parked()))
    if scenario.takes_claims:
        yield from _won(scenario, council)


def why_no_vote(councils: Iterable[Council]) -> str:
    """Why no council of a game that is over has held the final vote."""
    councils = tuple(councils)
    if any(council.order for council in councils):
        return "It was not opened: look at the pack's `kind: ballot` cue."
    if any(council.proposals for council in councils):
        return "Nothing that was proposed was adopted, so there was no policy to vote on."
    return "Nobody proposed anything, so there was no policy to vote on."


def _won(scenario: Scenario, council: Council) -> Iterator[str]:
    """Who has won individually, and who has not."""
    claims = [(one, verdict(scenario, council, one)) for one in council.standing_claims()]
    for label, which in (
        ("Won individually", Verdict.WON),
        ("Claim rejected", Verdict.LOST),
        ("Claim disputed and not decided", Verdict.UNDECIDED),
    ):
        yield from _line(label, (_claimed(scenario, one) for one, became in claims if became is which))
    missed = sorted(
        seat.role
        for seat in council.filled
        if Verdict.WON not in _of(claims, seat.role) and council.aims.can_win(seat.role)
    )
    yield from _line("No individual win", (scenario.role(role).name for role in missed))


def _line(label: str, entries: Iterable[str]) -> Iterator[str]:
    said = "; ".join(entries)
    if said:
        yield f"{label}: {said}."


def _titled(one: Proposal) -> str:
    return f"{one.title}{', amended' if one.amended else ''}"


def _sides(council: Council, one: Proposal) -> str:
    return _counted(council.tally(one))


def _counted(tally: Tally) -> str:
    return f"{digits(tally.support)} to {digits(tally.oppose)}"


def _claimed(scenario: Scenario, one: Claim) -> str:
    name = scenario.role(one.seat).name
    return f"{name} ({one.confirmed} confirm, {one.disputed} dispute)" if one.disputed else name


def _of(claims: Iterable[tuple[Claim, Verdict]], role: int) -> set[Verdict]:
    return {became for one, became in claims if one.seat == role}
