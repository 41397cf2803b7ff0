"""What becomes of an adopted policy: amended, replaced or rescinded, by the charter's rule. `changed` and
`ended` never refuse, like `evolve`.

A policy keeps its number for good, and rests on the proposal whose words stand. What stood before is in
`before`. One that was replaced or rescinded leaves the book, and `ended` says by what decision.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.council import events as e
from bot.domain.council.entries import Policy
from bot.domain.council.revisions import anew, put
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.errors.book import NothingWouldChange, NotInTheBook, PolicyChangedMeanwhile
from bot.domain.ids import Moment
from bot.domain.wording import About, Change, Wording


def to_change(council: Council, number: int) -> Policy:
    """The policy, if it stands in the book. Raises NotInTheBook."""
    if number not in council.order:
        raise NotInTheBook(number=number, known=", ".join(map(str, council.order)) or "none yet")
    return council.policies[number - 1]


def can_be_about(council: Council, about: About | None, wording: Wording) -> None:
    """Refuses a change of what does not stand as its author saw it, and one that changes nothing.

    Raises NotInTheBook, PolicyChangedMeanwhile and NothingWouldChange.
    """
    if about is None:
        return
    policy = to_change(council, about.policy)
    if policy.proposal != about.seen:
        raise PolicyChangedMeanwhile(number=policy.number, proposal=policy.proposal)
    if about.change is not Change.RESCIND and wording == council.proposals[policy.proposal].wording:
        raise NothingWouldChange(number=policy.number)


def change_of(council: Council, proposal: Proposal) -> About | None:
    """What its adoption would change now; None where it makes a policy of its own."""
    about = proposal.about
    return about if about is not None and about.policy in council.order else None


def is_pointless(council: Council, proposal: Proposal) -> bool:
    """Whether it would rescind what stands no longer."""
    about = proposal.about
    return about is not None and about.change is Change.RESCIND and change_of(council, proposal) is None


def rivals(council: Council, about: About) -> Iterator[Proposal]:
    """The open proposals about the same policy."""
    for _, one in sorted(council.proposals.items()):
        if one.status is ProposalStatus.OPEN and one.about is not None and one.about.policy == about.policy:
            yield one


# --- what an event makes of it


def adopted(council: Council, event: e.PolicyAdopted) -> Council:
    """A policy with the next number, another text for one, or one in the place of another."""
    stamp = Policy(
        event.policy, event.number, event.charter, event.tally, event.by_steward, event.at, event.aloud
    )
    council = _settled(council, event)
    if event.about is None:
        policies, order = (*council.policies, stamp), (*council.order, event.policy)
        return replace(council, policies=policies, order=order)
    before = council.policies[event.about.policy - 1]
    if event.policy == before.number:
        stamp = replace(stamp, before=(*before.before, replace(before, before=())))
        council = _stamped(council, stamp)
    else:
        council = _stamped(council, replace(before, ended=stamp))
        order = tuple(event.policy if one == before.number else one for one in council.order)
        council = replace(council, policies=(*council.policies, stamp), order=order)
    return _anew_for_all(council, event.about, event.at)


def rescinded(council: Council, event: e.PolicyRescinded) -> Council:
    """The policy leaves the book."""
    stamp = Policy(
        event.policy, event.number, event.charter, event.tally, event.by_steward, event.at, event.aloud
    )
    council = _stamped(_settled(council, event), replace(council.policies[event.policy - 1], ended=stamp))
    order = tuple(one for one in council.order if one != event.policy)
    about = About(event.policy, Change.RESCIND, event.number)
    return _anew_for_all(replace(council, order=order), about, event.at)


def _settled(council: Council, event: e.PolicyAdopted | e.PolicyRescinded) -> Council:
    proposal = council.proposals[event.number]
    return put(council, replace(proposal, status=ProposalStatus.ADOPTED))


def _stamped(council: Council, policy: Policy) -> Council:
    policies = tuple(policy if one.number == policy.number else one for one in council.policies)
    return replace(council, policies=policies)


def _anew_for_all(council: Council, about: About, at: Moment) -> Council:
    """People reacted to a change of another text, so what else is about this policy is put to them anew."""
    for rival in rivals(council, about):
        council = put(council, anew(rival, at))
    return council
