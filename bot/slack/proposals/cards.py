"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block, InteractiveElement, SectionBlock

from bot.domain.amounts import digits
from bot.domain.charter import requirement
from bot.domain.council import Council, Policy, Proposal, ProposalStatus
from bot.domain.ids import CouncilId, ProposalNumber
from bot.domain.participation import DeedKind
from bot.domain.photo import Photo
from bot.domain.rules import Tally
from bot.domain.scenario import Scenario
from bot.reports import tallies
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    menu,
    quotation,
    section,
    sections,
)
from bot.slack.book import parked
from bot.slack.charter import aloud, conditions, deciding
from bot.slack.charter.cards import terms
from bot.slack.paper import cards as paper_cards
from bot.slack.proposals import amendments, changes, objections


def proposal(scenario: Scenario, council: Council, one: Proposal) -> Message:
    """A proposal on the table, or what became of it."""
    title = header(f"Proposal {one.number}: {one.title}")
    blocks: list[Block] = [context(particulars(scenario, council, one))]
    blocks += amendments.standing(scenario, council, one)
    blocks += changes.intended(scenario, council, one)
    match one.status:
        case ProposalStatus.CHARTERED:
            blocks.append(section(_taken_into_the_charter(one)))
        case ProposalStatus.ADOPTED:
            said, decided = changes.outcome(council, one)
            blocks.append(section(f"{said} {stamp(scenario, decided)}"))
        case ProposalStatus.WITHDRAWN:
            blocks.append(section("*Withdrawn.*"))
        case ProposalStatus.MERGED:
            blocks.append(section(f"*Merged into proposal {one.into}*, whose card is further down."))
        case ProposalStatus.PARKED:
            blocks.append(section(parked.standing(scenario, council, one)))
        case ProposalStatus.OPEN if not council.frozen:
            blocks += objections.standing(scenario, council, one)
            blocks.append(section(_how_to_adopt(council, one)))
            blocks += paper_cards.reactions(council, one.reactions, DeedKind.SIDES, str(one.number))
            blocks += (
                [context(who)] if (who := deciding.standing(scenario, council, council.tally(one))) else []
            )
        case ProposalStatus.OPEN:
            how = "frozen" if council.ballot_rule.held else "closed"
            blocks.append(section(f"*Not adopted* before the book was {how}."))
        case _:
            assert_never(one.status)
    blocks += left_open(scenario, council, one)
    buttons = [*_buttons(council, one)]
    return Message.of(
        title, *_words(scenario, council, one), *blocks, *([actions(*buttons)] if buttons else [])
    )


def _buttons(council: Council, one: Proposal) -> Iterator[InteractiveElement]:
    value = names.on_card(council.id, one.number, one.round)
    if not council.frozen and one.status is ProposalStatus.OPEN:
        label = p.for_stewards(council, "Record as decided")
        if council.charter is None:
            yield button(label, names.RECORD_DECISION, value, ask="Put this into the policy book?")
        else:
            yield button(label, names.RECORD_ALOUD, value)
        if one.amendment is None:
            yield button("Amend", names.AMEND, value)
        yield button("Withdraw", names.WITHDRAW, value, ask="Withdraw this proposal?")
        yield from objections.buttons(council, one)
    if can_be_completed(council, one):
        yield button("Add details", names.ADD_DETAILS, value)
    if not council.frozen and one.status is ProposalStatus.PARKED:
        yield button(p.for_stewards(council, "Take it up again", "its owner"), names.TAKE_UP, value)
    if one.version > 1:
        yield button("History", names.SHOW_HISTORY, value)
    if not council.frozen and one.status is ProposalStatus.OPEN:
        park = p.for_stewards(council, "Park it for later", "its proposer")
        options = [(park, f"{names.PARK}:{value}")]
        if one.amendment is None and one.about is None:
            merge = p.for_stewards(council, "Merge it with another")
            options.append((merge, f"{names.MERGE}:{value}"))
        yield menu(names.PROPOSAL_MENU, options)


def _words(scenario: Scenario, council: Council, one: Proposal) -> list[SectionBlock]:
    """What is proposed."""
    if one.amendment is None:
        return [*quotation(one.text)]
    said = terms(scenario, council, one.amendment.terms)
    return [*sections(["The charter would say from then on:", *said])]


def _taken_into_the_charter(one: Proposal) -> str:
    done = one.amendment
    assert done is not None
    assert done.version is not None
    tally = f"; {_tally(done.tally)}" if done.tally else ""
    tally += f"; {tallies.aloud(done.aloud)}" if done.aloud else ""
    by = f"By charter version {done.version - 1}"
    return f"*Adopted: it is the charter's version {done.version}.* {by}{tally}."


def particulars(scenario: Scenario, council: Council, one: Proposal) -> str:
    """Who made a proposal, what it answers, who owns it, how it is enforced and looked at again."""
    seat = council.seats[one.by]
    entered = paper_cards.entered(council, one.by, DeedKind.PROPOSED, str(one.number))
    parts = [f"From {p.the_role_and_team(scenario, seat)}{entered}"]
    question = next((q.short for q in scenario.strategy if q.key == one.question), None)
    parts += [f"answers: {escaped(question)}"] if question else []
    if one.owner_team:
        owner = "owner" if one.owner_named else "owner for now"
        parts.append(f"{owner}: {p.team_name(scenario, one.owner_team)}")
    parts += [f"enforcement: {escaped(one.enforcement)}"] if one.enforcement else []
    parts += [f"review: {escaped(one.review)}"] if one.review else []
    return " · ".join([*parts, *map(_from_paper, one.photos)])


def _from_paper(photo: Photo) -> str:
    """Where a photo stands, who took it, and what it shows."""
    links = [f"<{escaped(link)}|photo{f' {n}' if n > 1 else ''}>" for n, link in enumerate(photo.links, 1)]
    return f"from paper: {p.listed(links)} by {p.mention(photo.by)} ({escaped(photo.shows)})"


def _how_to_adopt(council: Council, one: Proposal) -> str:
    if council.charter is None:
        need = "There is no charter yet, so a steward records what the council decides."
    else:
        now = council.tally(one)
        need = aloud.needed(requirement(council.charter, now), now)
    return f":thumbsup: support · :thumbsdown: oppose. {need} {conditions.standing(council, one)}".rstrip()


def stamp(scenario: Scenario, policy: Policy) -> str:
    """By which rule and with which tally a policy was adopted."""
    tally = _tally(policy.tally)
    rule = f"charter version {policy.charter}" if policy.charter else "no charter yet"
    if policy.by_steward is None:
        return f"By {rule}; {tally}."
    recorded = f"Recorded by {p.the_role(scenario, policy.by_steward)}; {rule}"
    if policy.aloud is not None:
        return f"{recorded}; {tallies.aloud(policy.aloud)}; on the card {tally}."
    return f"{recorded}; {tally}."


def _tally(tally: Tally) -> str:
    teams = f", {tally.teams_for} of {tally.teams} teams" if tally.teams else ""
    for_it, against, of = digits(tally.support), digits(tally.oppose), digits(tally.seats)
    return f"{for_it} for, {against} against, {of} {tally.unit}{teams}"


def adopted(scenario: Scenario, council: Council, number: int) -> Message:
    """A new policy."""
    policy = council.policies[number - 1]
    one = council.proposals[policy.proposal]
    since = f" {changes.ended(council, policy)}" if policy.ended else changes.history(council, policy)
    value = names.on_card(council.id, one.number, one.round)
    row = [button("Add details", names.ADD_DETAILS, value)] if can_be_completed(council, one) else []
    if council.ballot is None and policy.ended is None:
        row.append(button("Change this policy", names.CHANGE_POLICY, value))
    return Message.of(
        section(
            f"*Policy {number} is adopted: {escaped(one.title)}* (proposal {one.number}). "
            f"{stamp(scenario, policy)}{since}"
        ),
        *left_open(scenario, council, one),
        context(p.coverage(scenario, council) or "/moot policies shows the whole book."),
        *([actions(*row)] if row else []),
    )


def changed(scenario: Scenario, council: Council, one: Proposal) -> Message:
    """A policy was amended, replaced or rescinded."""
    said, decided = changes.outcome(council, one)
    policy = council.policy_of(one.number)
    assert policy is not None
    value = names.on_card(council.id, one.number, one.round)
    stands = council.ballot is None and policy.ended is None
    return Message.of(
        section(f"{said} {escaped(one.title)}"),
        context(f"{stamp(scenario, decided)} `/moot policies` shows the book with its history."),
        *([actions(button("Change this policy", names.CHANGE_POLICY, value))] if stands else []),
    )


def can_be_completed(council: Council, one: Proposal) -> bool:
    """Whether something is left open that can still be said."""
    alive = one.status in (ProposalStatus.OPEN, ProposalStatus.ADOPTED)
    return alive and not council.frozen and bool(one.left_open)


def left_open(scenario: Scenario, council: Council, one: Proposal) -> Iterator[Block]:
    """What it does not say yet, and who can add that."""
    if can_be_completed(council, one):
        role = p.the_role(scenario, one.by, "The")
        who = role if council.seats[one.by].steward else f"{role} or a steward"
        yield context(
            f"*Left open:* {p.listed(one.left_open)}. {who} can add this "
            f"{optional.until_closed(council)}, and nobody has to react again."
        )


def on_the_table(council: CouncilId, numbers: Sequence[ProposalNumber]) -> Message:
    """Where to find what was proposed in a few words, and how to say what they left open."""
    if len(numbers) > 1:
        return Message.of(
            section(f"Proposals {p.listed(numbers)} are on the table, in your council's channel."),
            context("*Add details* on a card says who owns it, how it is enforced and when it is reviewed."),
        )
    (number,) = numbers
    add = button("Add owner, enforcement and review", names.ADD_DETAILS, names.on_card(council, number, 1))
    return Message.of(section(f"Proposal {number} is on the table, in your council's channel."), actions(add))
