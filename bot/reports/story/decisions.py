"""What each council decided: its charter, its book with rule and tally, and what it did not adopt."""

from collections.abc import Iterator

from bot.domain.amounts import digits
from bot.domain.charter import Charter
from bot.domain.council import Council, Policy, Proposal
from bot.domain.council.state import ProposalStatus
from bot.domain.ids import RoleNumber
from bot.domain.offer import Proposers
from bot.reports import tallies
from bot.reports.story.blocks import Block, Entry, Fact, Section, Table, Text
from bot.reports.story.played import Played
from bot.reports.words import counted, listed, sentence, times

NO_CHARTER = "No charter was written; the stewards recorded the decisions."
NO_POLICY = "No policy was adopted."
_PROPOSERS = {
    Proposers.ANYONE: "",
    Proposers.STEWARDS: "only stewards may propose",
    Proposers.TEAMS: "each team may have one open proposal",
}


def section(played: Played) -> Section:
    """A part for each council."""
    parts = tuple(
        Section(one.name, (*_charter(played, one), *_book(played, one), *_besides(played, one)))
        for one in played.councils
    )
    return Section("What was decided", parts=parts)


# --- the charter


def _charter(played: Played, council: Council) -> Iterator[Block]:
    charters = played.charters(council)
    if not charters:
        yield Text(NO_CHARTER)
    for version in sorted(charters):
        one = charters[version]
        facts = [Fact("Rule", _rule(played, one))]
        facts += [Fact("Enactment", one.enactment)] if one.enactment else []
        facts += [Fact("Enforcement", one.enforcement)] if one.enforcement else []
        yield Entry(_charter_title(version), facts=tuple(facts), stamp=_how(played, council, version))


def _charter_title(version: int) -> str:
    return f"Charter, version {version}" if version > 1 else "Charter"


def _rule(played: Played, one: Charter) -> str:
    asked = one.conditions
    more = [f"{one.quorum:.0%} must take a side", _PROPOSERS[asked.proposers]]
    more += [f"a proposal stands {played.span(asked.waiting)} at least"] if asked.waiting else []
    more += [f"{counted(asked.seconders, 'other seat')} must support it first"] if asked.seconders else []
    return f"{played.rule_name(one)}; {', '.join(filter(None, more))}"


def _how(played: Played, council: Council, version: int) -> str:
    adopted = next((one for one in played.adoptions(council) if one.event.version == version), None)
    if adopted is None:
        return "Given to every council."
    event = adopted.event
    by = sentence(played.the_role(event.by))
    if event.proposal is None:
        return f"{by} recorded it {played.on(adopted.at)}."
    tally = f": {tallies.in_full(event.tally, event.aloud)}" if event.tally else ""
    proposer = played.the_role(council.proposals[event.proposal].by)
    return f"Proposed by {proposer} (proposal {event.proposal}), adopted {played.on(adopted.at)}{tally}."


# --- the book


def _book(played: Played, council: Council) -> Iterator[Block]:
    for policy, proposal in council.book():
        yield _policy(played, council, policy, proposal)
    if not council.order:
        yield Text(NO_POLICY)
    for policy in council.former():
        ended = policy.ended
        assert ended is not None
        what = "Rescinded" if ended.number == policy.number else f"Replaced by policy {ended.number}"
        how = f"{what} {played.on(ended.at)}: {tallies.in_full(ended.tally, ended.aloud)}."
        proposal = council.proposals[policy.proposal]
        stamp = f"{_stamp(played, council, policy, proposal)} {how}"
        yield Entry(
            f"No longer in force: policy {policy.number}, {proposal.title}", proposal.text, stamp=stamp
        )


def _policy(played: Played, council: Council, policy: Policy, proposal: Proposal) -> Entry:
    question = next((one.short for one in played.scenario.strategy if one.key == proposal.question), "")
    owner = played.scenario.team(proposal.owner_team).name if proposal.owner_team else ""
    particulars = {
        "Answers": question,
        "Owner": owner or "not given",
        "Enforcement": proposal.enforcement or "not given",
        "Review": proposal.review or "not given",
        "History": _history(played, council, policy, proposal),
    }
    facts = tuple(Fact(name, words) for name, words in particulars.items() if words)
    title = f"Policy {policy.number}: {proposal.title}"
    return Entry(title, proposal.text, facts, _stamp(played, council, policy, proposal))


def _history(played: Played, council: Council, policy: Policy, proposal: Proposal) -> str:
    """What had become of it before it was adopted."""
    changes = sum(not version.completes for version in proposal.versions[1:])
    said = [f"reworded {times(changes)} before it was adopted"] if changes else []
    if proposal.sources:
        merged = listed(
            f"{one} (by {played.the_role(council.proposals[one].by)})" for one in proposal.sources
        )
        said.append(f"merged from proposals {merged}")
    said += [f"proposals {listed(one.proposal for one in policy.before)}, amended"] if policy.before else []
    return "; ".join(said)


def _stamp(played: Played, council: Council, policy: Policy, proposal: Proposal) -> str:
    """Who proposed it, and how it was adopted."""
    version = policy.charter
    rule = f"charter version {version}, {played.rule_name(played.charters(council).get(version))}"
    by = f", recorded by {played.the_role(policy.by_steward)}" if policy.by_steward else ""
    under = f"under {rule}" if version else "before there was a charter"
    return (
        f"Proposed by {_proposer(played, council, proposal.by)}, proposal {proposal.number}. Adopted "
        f"{played.on(policy.at)} {under}{by}: {tallies.in_full(policy.tally, policy.aloud)}."
    )


def _proposer(played: Played, council: Council, role: RoleNumber) -> str:
    return f"{played.the_role(role)} ({played.team(council, role)})"


# --- besides


def _besides(played: Played, council: Council) -> Iterator[Block]:
    for place, one in enumerate(council.responses, 1):
        phase = next((it.title for it in played.game.agenda if it.key == one.phase), one.phase)
        aloud = f"; {tallies.aloud(one.aloud)}" if one.aloud else ""
        under = f"under charter version {one.charter}" if one.charter else "before there was a charter"
        stamp = f"In answer to: {phase}. Recorded by {played.the_role(one.by)}, {under}{aloud}."
        yield Entry(f"Process {place}", one.text, stamp=stamp)
    if parked := council.parked():
        waiting = tuple(
            (one.text, _owner(played, one.owner_seat, one.owner_team), one.until, played.role(one.by))
            for one in parked
        )
        yield Table("Parked for later", ("What", "Looked after by", "Until", "Parked by"), waiting)
    if rows := tuple(_not_adopted(played, council)):
        head = ("Proposal", "Proposed by", "For", "Against", "What became of it")
        yield Table("Proposals that were not adopted", head, rows, numbers=(2, 3))


def _owner(played: Played, seat: RoleNumber | None, team: str | None) -> str:
    if seat is not None:
        return played.role(seat)
    return played.scenario.team(team).name if team else "nobody"


def _not_adopted(played: Played, council: Council) -> Iterator[tuple[str, ...]]:
    for one in council.proposals.values():
        if one.status in (ProposalStatus.ADOPTED, ProposalStatus.CHARTERED):
            continue
        tally = council.tally(one)
        sides = digits(tally.support), digits(tally.oppose)
        title = f"{one.number}. {one.title or 'To change the charter'}"
        yield (title, played.role(one.by), *sides, _became(played, council, one))


def _became(played: Played, council: Council, one: Proposal) -> str:
    match one.status:
        case ProposalStatus.OPEN:
            still = "open" if not council.frozen else "not decided"
            why = "; ".join(
                f"{played.role(seat.role)} objected: {reason}" for seat, reason in council.objections_to(one)
            )
            return f"{still}; {why}" if why else still
        case ProposalStatus.MERGED:
            return f"merged into proposal {one.into}"
        case _:  # its own word says it
            return one.status.value
