"""How a council divides over a proposal, so that the side of one more seat decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.council.adopting import by_rule
from bot.domain.council.events import SideTaken
from bot.domain.council.evolve import evolve
from bot.domain.ids import Moment, ProposalNumber, RoleNumber


@dataclass(frozen=True, slots=True)
class Quarrel:
    """Who is for a proposal and who against. `decides`: one more supporter, and it is adopted. `objections`:
    only an objection stops it, and a thumb down does not."""

    number: ProposalNumber
    for_it: tuple[RoleNumber, ...]
    against: tuple[RoleNumber, ...]
    decides: bool
    objections: bool = False


def quarrel_over(
    council: Council, number: ProposalNumber, last: RoleNumber, liking: Sequence[RoleNumber], at: Moment
) -> Quarrel:
    """The sides of those in `liking`, who likes it most first, so that nothing is decided before `last` has
    spoken. A quarter of them is against it in any case; the proposer never is. Those without a vote take no
    side, and neither do those who would decide with either."""
    proposer = council.proposals[number].by
    liking = [seat for seat in liking if council.electorate.votes(seat)]
    surely_against = set(liking[len(liking) - max(1, len(liking) // 4) :] if len(liking) > 1 else ())
    sides: dict[bool, list[RoleNumber]] = {True: [], False: []}
    now = council
    for seat in liking:
        for side in (True,) if seat == proposer else (False,) if seat in surely_against else (True, False):
            said = SideTaken(number, seat, side, at)
            if not _decides(now, said, at):
                now = evolve(now, said)
                sides[side].append(seat)
                break
    decides = council.electorate.votes(last) and _decides(now, SideTaken(number, last, True, at), at)
    objections = council.rule is not None and council.rule.objections
    return Quarrel(number, tuple(sides[True]), tuple(sides[False]), decides, objections)


def _decides(council: Council, said: SideTaken, at: Moment) -> bool:
    return any(True for _ in by_rule(council, [said], said.number, at))
