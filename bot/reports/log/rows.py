"""What stands in a row of each table of a game: the columns are the fields, in their order."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from typing import TypeAlias

from bot.domain.amounts import Amount
from bot.domain.ballot import Ballot, Choice
from bot.domain.claims import Claim, Verdict
from bot.domain.council import Council, Proposal, verdicts
from bot.domain.evidence import Case
from bot.domain.ids import Moment, RoleNumber
from bot.domain.scenario import Scenario
from bot.reports.evidence_in_words import exhibit
from bot.reports.secrets import KEPT, Quotable


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """A council. Votes are empty until they are counted, and who has won until the game is over."""

    council: int
    name: str
    seats: int
    filled: int
    rule: str | None  # of its charter, in the pack's words
    charter_version: int | None
    quorum: float | None
    proposals: int
    policies: int
    questions_answered: int
    questions: int
    electorate: Amount | None
    yes: Amount | None
    no: Amount | None
    abstain: Amount | None
    passed: bool | None
    reason: str | None
    won: bool | None
    individual_wins: int | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as it stands: with the sides that seats take now, or took when it was adopted."""

    council: int
    proposal: int
    title: str
    text: str
    about: str  # `policy`, `charter`, `amend policy 2`
    question: str
    proposed_by: str
    team: str
    proposed_at: Moment
    versions: int
    status: str
    policy: int | None
    support: Amount
    oppose: Amount
    of: Amount
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy, in the book or no longer. `rule` is that of the charter now."""

    council: int
    policy: int
    place: int | None  # in the book; empty where it is there no longer
    proposal: int
    title: str
    text: str
    question: str
    owner: str
    enforcement: str
    review: str
    proposed_by: str
    adopted_at: Moment
    charter_version: int
    recorded_by: str  # the steward, where no rule decided
    support: Amount
    oppose: Amount
    of: Amount
    counted: str  # `seats`, `votes`
    ended: str  # `rescinded`, `replaced by policy 4`
    ended_at: Moment | None


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A seat's vote; where the ballot was secret, how many votes each choice had."""

    council: int
    secret: bool
    role_number: int | None
    role: str
    team: str
    choice: str
    votes: Amount
    by_proxy: bool | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A mission or priority that somebody claimed, and the result of their whole claim."""

    council: int
    role_number: int
    role: str
    team: str
    claims: str  # `team mission`, `role mission`, `priority`
    words: str
    evidence: str
    why: str
    confirmed: int
    disputed: int
    ruling: str
    ruling_reason: str
    verdict: str
    won_by: str


@dataclass(frozen=True, slots=True)
class PointsRow:
    """How many points somebody has, of how many."""

    council: int
    role_number: int
    role: str
    team: str
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """How much a seat took part, in counts: `Participation` says of what."""

    council: int
    role_number: int
    role: str
    team: str
    filled: bool
    proposed: int
    amended: int
    sides: int
    floor: int
    answered: int
    ideas: int
    chaired: int
    voted: int | None  # empty where the ballot was secret
    claimed: int
    judged: int


Row: TypeAlias = CouncilRow | ProposalRow | PolicyRow | VoteRow | ClaimRow | PointsRow | ParticipationRow


def council(scenario: Scenario, one: Council) -> CouncilRow:
    """One council."""
    now, outcome, over = one.charter, one.outcome, one.ended
    wins = sum(bool(verdicts.wins(scenario, one, claim)) for claim in one.standing_claims())
    return CouncilRow(
        council=one.number,
        name=one.name,
        seats=len(one.seats),
        filled=len(one.filled),
        rule=scenario.charter.rule(now.rule, now.threshold).name if now else None,
        charter_version=now.version if now else None,
        quorum=now.quorum if now else None,
        proposals=len(one.proposals),
        policies=len(one.order),
        questions_answered=len(one.covered() & {question.key for question in scenario.strategy}),
        questions=len(scenario.strategy),
        electorate=outcome.seats if outcome else None,
        yes=outcome.yes if outcome else None,
        no=outcome.no if outcome else None,
        abstain=outcome.abstain if outcome else None,
        passed=outcome.passed if outcome else None,
        reason=outcome.reason if outcome else None,
        won=one.won if outcome else None,
        individual_wins=wins if over and scenario.takes_claims else None,
    )


def proposals(scenario: Scenario, one: Council) -> Iterator[ProposalRow]:
    """Every proposal, in the order in which they were made."""
    for number, proposal in sorted(one.proposals.items()):
        policy = one.policy_of(number)
        tally = policy.tally if policy and policy.proposal == number else one.tally(proposal)
        yield ProposalRow(
            council=one.number,
            proposal=number,
            title=proposal.title,
            text=proposal.text,
            about=_about(proposal),
            question=_question(scenario, proposal),
            proposed_by=scenario.role(proposal.by).name,
            team=_team(scenario, one, proposal.by),
            proposed_at=proposal.at,
            versions=proposal.version,
            status=proposal.status.value,
            policy=policy.number if policy else None,
            support=tally.support,
            oppose=tally.oppose,
            of=tally.seats,
            merged_into=proposal.into,
        )


def policies(scenario: Scenario, one: Council) -> Iterator[PolicyRow]:
    """Every policy by number, also those that ended."""
    for policy in one.policies:
        proposal, ended = one.proposals[policy.proposal], policy.ended
        rescinded = ended is not None and ended.number == policy.number
        replaced = f"replaced by policy {ended.number}" if ended else ""
        yield PolicyRow(
            council=one.number,
            policy=policy.number,
            place=one.order.index(policy.number) + 1 if policy.number in one.order else None,
            proposal=policy.proposal,
            title=proposal.title,
            text=proposal.text,
            question=_question(scenario, proposal),
            owner=scenario.team(proposal.owner_team).name if proposal.owner_team else "",
            enforcement=proposal.enforcement,
            review=proposal.review,
            proposed_by=scenario.role(proposal.by).name,
            adopted_at=policy.at,
            charter_version=policy.charter,
            recorded_by=scenario.role(policy.by_steward).name if policy.by_steward else "",
            support=policy.tally.support,
            oppose=policy.tally.oppose,
            of=policy.tally.seats,
            counted=policy.tally.unit.value,
            ended="rescinded" if rescinded else replaced,
            ended_at=ended.at if ended else None,
        )


def votes(scenario: Scenario, one: Council) -> Iterator[VoteRow]:
    """What was voted, once it is counted."""
    ballot, outcome = one.ballot, one.outcome
    if ballot is None or outcome is None:
        return
    if ballot.secret:
        for choice, number in zip(Choice, (outcome.yes, outcome.no, outcome.abstain), strict=True):
            yield VoteRow(one.number, True, None, "", "", choice.value, number, None)
    else:
        yield from _open_votes(scenario, one, ballot)


def _open_votes(scenario: Scenario, one: Council, ballot: Ballot) -> Iterator[VoteRow]:
    for role in sorted(ballot.electorate):
        said, team = ballot.vote_of(role), _team(scenario, one, role)
        about = one.number, False, role, scenario.role(role).name, team, said.value if said else "not voted"
        yield VoteRow(*about, one.electorate.weight([role]), role in ballot.proxies if said else None)


def claims(scenario: Scenario, one: Council, quotable: Quotable) -> Iterator[ClaimRow]:
    """What was claimed, with the words of missions that may be quoted, and of priorities."""
    for claim in one.standing_claims():
        team, role = scenario.team(one.seats[claim.seat].team), scenario.role(claim.seat)
        said = [
            ("team mission", team.mission, claim.team_mission, team.key in quotable.teams),
            ("role mission", role.sheet.mission, claim.role_mission, role.key in quotable.sheets),
            *(("priority", aim.text, claim.priorities.get(aim.key), True) for aim in team.priorities),
        ]
        for what, words, case, quoted in said:
            if case is not None and case.evidence:
                shown = (words or "", case.why) if quoted else (KEPT, "")
                yield _claimed(scenario, one, claim, what, case, *shown)


def _claimed(
    scenario: Scenario, one: Council, claim: Claim, what: str, case: Case, words: str, why: str
) -> ClaimRow:
    ruling = claim.ruling
    won = verdicts.wins(scenario, one, claim)
    became = verdicts.verdict(scenario, one, claim)
    return ClaimRow(
        council=one.number,
        role_number=claim.seat,
        role=scenario.role(claim.seat).name,
        team=_team(scenario, one, claim.seat),
        claims=what,
        words=words,
        evidence="; ".join(exhibit(one, shown) for shown in case.evidence),
        why=why,
        confirmed=claim.confirmed,
        disputed=claim.disputed,
        ruling=("upheld" if ruling.upheld else "rejected") if ruling else "",
        ruling_reason=ruling.reason if ruling else "",
        verdict=became.value,
        won_by=" and ".join(win.ground.value for win in won) if became is Verdict.WON else "",
    )


def points(scenario: Scenario, one: Council) -> Iterator[PointsRow]:
    """How many points each filled seat has."""
    for seat in one.filled:
        has, most = verdicts.points(scenario, one, seat.role)
        about = scenario.role(seat.role).name, _team(scenario, one, seat.role)
        yield PointsRow(one.number, seat.role, *about, has, most)


def participation(scenario: Scenario, one: Council) -> Iterator[ParticipationRow]:
    """Each seat, by role number."""
    secret = one.ballot is not None and one.ballot.secret
    for role, done in sorted(one.participation.items()):
        about = scenario.role(role).name, _team(scenario, one, role), one.seats[role].holder is not None
        row = ParticipationRow(one.number, role, *about, *astuple(done))
        yield replace(row, voted=None) if secret else row


def _about(proposal: Proposal) -> str:
    if proposal.amendment is not None:
        return "charter"
    about = proposal.about
    return f"{about.change.value} policy {about.policy}" if about else "policy"


def _question(scenario: Scenario, proposal: Proposal) -> str:
    return next((one.text for one in scenario.strategy if one.key == proposal.question), "")


def _team(scenario: Scenario, one: Council, role: RoleNumber) -> str:
    return scenario.team(one.seats[role].team).name
