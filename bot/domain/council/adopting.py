"""Adoption: what the charter's rule, or a steward, makes of a proposal, once.

The rule adopts what it carries and what meets the charter's conditions: with a reaction or an objection taken
back, with a new charter, or at the second at which a waiting time ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.domain.charter import Terms, adopts
from bot.domain.council import events as e
from bot.domain.council.conditions import met, next_due, stands_until, still_waits
from bot.domain.council.evolve import evolve
from bot.domain.council.policies import change_of, is_pointless
from bot.domain.council.state import Council, Proposal, ProposalStatus
from bot.domain.ids import Moment, ProposalNumber, RoleNumber
from bot.domain.rules import Voices
from bot.domain.wording import Change

OfPolicies: TypeAlias = e.PolicyAdopted | e.PolicyRescinded


def by_rule(
    council: Council, said: Sequence[e.CouncilEvent], number: ProposalNumber, at: Moment
) -> Iterator[e.CouncilEvent]:
    """The adoption, where what was said just now has met the charter's rule."""
    if not said:
        return
    after = council
    for event in said:
        after = evolve(after, event)
    yield from _adoption(after, number, at)


def overdue(council: Council, at: Moment, *, since: Moment | None = None) -> Iterator[e.CouncilEvent]:
    """What waited and need not any more by `at`, in order; and what the rule makes of it in that second.

    `since`: where a new charter is from just now, and under it a waiting time would have ended before.
    """
    after = council
    while (due := next_due(after)) is not None and due <= at:
        waiting = (one for one in after.proposals.values() if still_waits(one))
        number = next(one.number for one in waiting if stands_until(after, one) == due)
        when = max(due, since or due)
        ended = e.WaitingEnded(number, when)
        for event in (ended, *_adoption(evolve(after, ended), number, when)):
            yield event
            after = evolve(after, event)
            since = when if isinstance(event, e.CharterAdopted) else since


def _adoption(council: Council, number: ProposalNumber, at: Moment) -> Iterator[e.CouncilEvent]:
    """The adoption, where the rule carries it and the conditions are met."""
    now = council.proposals[number]
    at = max(at, now.waited_at or now.since)  # a reaction may come late, and clocks differ
    if _carried(council, now, at):
        made = settled(council, now, at)
        yield made
        if isinstance(made, e.CharterAdopted):
            yield from ready(council, made, at)


def _carried(council: Council, proposal: Proposal, at: Moment) -> bool:
    rule = council.charter
    if rule is None or is_pointless(council, proposal):
        return False
    return adopts(rule, council.tally(proposal)) and met(council, proposal, at)


def ready(council: Council, charter: e.CharterAdopted, at: Moment) -> Iterator[OfPolicies]:
    """What already has the support that the new rule asks for, in the order in which it was proposed."""
    after = evolve(council, charter)
    for number in sorted(after.proposals):
        one = after.proposals[number]
        waits = one.status is ProposalStatus.OPEN and one.amendment is None
        if waits and _carried(after, one, at):
            made = _of_policies(after, one, at)
            yield made
            after = evolve(after, made)


def after_seats_changed(
    council: Council, changed: Sequence[e.CouncilEvent], at: Moment
) -> Iterator[e.CouncilEvent]:
    """Whoever comes or goes changes who counts: what meets the rule now is adopted, in order of number."""
    after = council
    for event in changed:
        yield event
        after = evolve(after, event)
    if not changed or after.frozen:
        return
    for number in sorted(after.proposals):
        one = after.proposals[number]
        if one.status is ProposalStatus.OPEN and _carried(after, one, at):
            made = settled(after, one, at)
            yield made
            if isinstance(made, e.CharterAdopted):
                yield from ready(after, made, at)
                return
            after = evolve(after, made)


def settled(
    council: Council,
    proposal: Proposal,
    at: Moment,
    steward: RoleNumber | None = None,
    aloud: Voices | None = None,
) -> OfPolicies | e.CharterAdopted:
    """What adoption makes of a proposal: a policy, a change of one, or the charter's next version."""
    if proposal.amendment is None:
        return replace(_of_policies(council, proposal, at), by_steward=steward, aloud=aloud)
    charter = chartered(council, proposal.amendment.terms, steward or proposal.by)
    return replace(charter, proposal=proposal.number, tally=council.tally(proposal), aloud=aloud)


def chartered(council: Council, terms: Terms, by: RoleNumber) -> e.CharterAdopted:
    """The charter with these terms as its next version."""
    version = council.charter.version + 1 if council.charter else 1
    return e.CharterAdopted(
        version,
        terms.rule,
        terms.quorum,
        terms.enactment,
        terms.enforcement,
        by=by,
        conditions=terms.conditions,
        threshold=terms.threshold,
    )


def _of_policies(council: Council, proposal: Proposal, at: Moment) -> OfPolicies:
    about, charter = change_of(council, proposal), council.charter.version if council.charter else 0
    tally, by, new = council.tally(proposal), None, len(council.policies) + 1
    if about is None:
        return e.PolicyAdopted(proposal.number, new, charter, tally, by, at)
    match about.change:
        case Change.AMEND:
            return e.PolicyAdopted(proposal.number, about.policy, charter, tally, by, at, about=about)
        case Change.REPLACE:
            return e.PolicyAdopted(proposal.number, new, charter, tally, by, at, about=about)
        case Change.RESCIND:
            return e.PolicyRescinded(proposal.number, about.policy, charter, tally, by, at)
        case _:
            assert_never(about.change)
