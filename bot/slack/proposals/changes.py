"""What proposals would change of the policies that stand, and what was changed: on cards and in the book."""

from collections.abc import Iterator
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.council import Council, Policy, Proposal, ProposalStatus
from bot.domain.council.policies import change_of, is_pointless, rivals
from bot.domain.scenario import Scenario
from bot.domain.wording import About, Change
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import escaped, sections
from bot.slack.proposals.amendments import changes


def intended(scenario: Scenario, council: Council, one: Proposal) -> Iterator[Block]:
    """What an open proposal would change, what became of that meanwhile, and what else is about it."""
    about = one.about
    if about is None or one.status is not ProposalStatus.OPEN:
        return
    said = [*_would(scenario, council, one, about)]
    policy = council.policies[about.policy - 1]
    if change_of(council, one) is not None and policy.proposal != about.seen:
        said.append(
            f"*Proposal {policy.proposal} has changed policy {about.policy} since this was proposed.* "
            "Earlier reactions do not count; please react again."
        )
    others = [other.number for other in rivals(council, about) if other.number != one.number]
    if others:
        which = f"Proposal {others[0]} is" if len(others) == 1 else f"Proposals {p.listed(others)} are"
        said.append(f"{which} also about policy {about.policy}.")
    yield from sections(said)


def _would(scenario: Scenario, council: Council, one: Proposal, about: About) -> Iterator[str]:
    policy = council.policies[about.policy - 1]
    now = council.proposals[policy.proposal]
    if is_pointless(council, one):
        yield f"*Policy {about.policy} is no longer in force*, so there is nothing to rescind. Withdraw this."
        return
    if change_of(council, one) is None:
        yield f"*Policy {about.policy} is no longer in force.* If this is adopted, it becomes a new policy."
        return
    match about.change:
        case Change.AMEND:
            yield f"*This would amend {_named(policy)}.* What changes:"
            yield from changes(scenario, now.wording, one.wording)
        case Change.REPLACE:
            yield f"*This would replace {_named(policy)}:* {escaped(now.title)}."
        case Change.RESCIND:
            yield f"*This would rescind {_named(policy)}:* {escaped(now.title)}."
        case _:
            assert_never(about.change)


def _named(policy: Policy) -> str:
    return p.numbered(policy).replace("Policy", "policy")


def outcome(council: Council, one: Proposal) -> tuple[str, Policy]:
    """What an adopted proposal did, and what became of that since; and the stamp of its adoption."""
    policy = council.policy_of(one.number)
    assert policy is not None
    if policy.ended is not None and policy.ended.proposal == one.number:
        return f"*Adopted: policy {policy.number} is rescinded.*", policy.ended
    stamps = {stamp.proposal: stamp for stamp in (*policy.before, policy)}
    did = f"{p.numbered(stamps[one.number])}"
    if one.about is not None and one.about.change is Change.AMEND and policy.number == one.about.policy:
        did = f"policy {policy.number} reads like this"
    return f"*Adopted: {did}.*{_since(council, policy, one)}", stamps[one.number]


def _since(council: Council, policy: Policy, one: Proposal) -> str:
    """What was decided about it later."""
    said = f" Amended since, by proposal {policy.proposal}." if policy.proposal != one.number else ""
    return said + (f" {ended(council, policy)}" if policy.ended else "")


def ended(council: Council, policy: Policy) -> str:
    """How a policy left the book."""
    last = policy.ended
    assert last is not None
    when = p.to_the_second(last.at, day=council.working is not None)
    if last.number == policy.number:
        return f"Rescinded by proposal {last.proposal}, {when}."
    return f"Replaced by policy {last.number} (proposal {last.proposal}), {when}."


def history(council: Council, policy: Policy) -> str:
    """For the book: since when it reads as it does, and what it rested on before."""
    if not policy.before:
        return ""
    when = p.to_the_second(policy.at, day=council.working is not None)
    before = (
        f"proposal {one.proposal}, {escaped(council.proposals[one.proposal].title)}" for one in policy.before
    )
    return f" · amended {when}; before: {'; '.join(before)}"


def former(council: Council) -> Iterator[str]:
    """For the book: what does not stand any more."""
    for policy in council.former():
        title = escaped(council.proposals[policy.proposal].title)
        yield f"*No longer in force: {p.numbered(policy)}: {title}.* {ended(council, policy)}"
