"""A council in each of its states, with somebody's words wherever people can write."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from bot.domain import council as councils
from bot.domain.agenda import plan_agenda
from bot.domain.ballot import Choice
from bot.domain.charter import Conditions, Offer, offer_of, requirement
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.state import ProposalStatus
from bot.domain.cues import CueKind
from bot.domain.evidence import Case
from bot.domain.ids import MOOT, CouncilId, GameId, ProposalNumber, UserId
from bot.domain.offer import BallotBy, Proposers
from bot.domain.phases import Place
from bot.domain.reactions import Reaction
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Seat
from bot.gallery.cast import FACILITATOR, LINE, NOON, SHORT, TEXT, TITLE, player
from bot.services.games import layout_of

if TYPE_CHECKING:
    from bot.gallery.worlds import World


def usual(pack: Scenario) -> DecisionRuleKind:
    """The rule under which most is shown: the majority, where the pack has it."""
    kinds = [rule.kind for rule in pack.charter.rules]
    return DecisionRuleKind.MAJORITY if DecisionRuleKind.MAJORITY in kinds else kinds[0]


def key_of(number: int) -> CouncilId:
    """The id of the council of this number."""
    return CouncilId(f"gallery-{number}")


def chair_of(council: Council) -> UserId:
    """Whoever holds the first filled seat that chairs; it need not be the council's first."""
    return next(seat.holder or MOOT for seat in council.filled if seat.steward)


@dataclass(slots=True)
class Table:
    """A council to which things happen."""

    state: Council | None = None

    @property
    def council(self) -> Council:
        assert self.state is not None
        return self.state

    def who(self, number: int) -> UserId:
        """The holder of the n-th seat; after the last, it begins with the first again."""
        filled = self.council.filled
        return filled[(number - 1) % len(filled)].holder or MOOT

    def do(self, command: cc.CouncilCommand, by: UserId | None = None, minute: float = 0) -> Council:
        """The council after a command, from a steward if nobody else is named."""
        at, actor = NOON + timedelta(minutes=minute), by or chair_of(self.council)
        for event in councils.decide(self.state, command, at=at, actor=actor):
            self.state = councils.evolve(self.state, event)
        return self.council

    def enter(self, world: "World", key: str, minute: float) -> Council:
        agenda = plan_agenda(world.pack)
        place, phase = next((place, one) for place, one in enumerate(agenda) if one.key == key)
        ends_work = not any(one.kind.traits.at_work for one in agenda[place:])
        at = NOON + timedelta(minutes=minute)
        bell = cc.EnterPhase(
            phase.key, phase.kind, at, phase.charter, holds_ballot=phase.holds_ballot, ends_work=ends_work
        )
        return self.do(bell, MOOT, minute)


def councils_of(world: "World") -> Iterator[tuple[str, Council]]:
    """A council in each of its states, by the state's name."""
    table, keys = Table(), [phase.key for phase in world.pack.agenda]
    yield "founded", table.do(_founding(world), MOOT)
    first = keys.index(world.session(1).removeprefix("in "))
    for minute, key in enumerate(keys[:first]):
        table.enter(world, key, minute)
    yield "in the first session", table.enter(world, keys[first], 5)
    for number in range(1, world.policies + 1):
        table.do(_proposal(world, number), table.who(number + 1))
        table.do(cc.RecordDecision(ProposalNumber(number)), minute=6)
    yield from _in_a_line(world, Table(table.council))
    yield from _chartered(world, table)
    minutes = count(15, 5)
    for phase in world.pack.agenda[first + 1 :]:
        yield from _phase(world, table, phase.key, next(minutes))


def _in_a_line(world: "World", table: Table) -> Iterator[tuple[str, Council]]:
    """A proposal of a few words, which leaves its details open, and the policy that it becomes."""
    said = cc.SubmitProposal(world.said(TITLE), world.said(TEXT))
    yield "with a proposal in a line", table.do(said, table.who(4), 6)
    yield "with a policy in a line", table.do(cc.RecordDecision(max(table.council.proposals)), minute=6)


def _chartered(world: "World", table: Table) -> Iterator[tuple[str, Council]]:
    """Under each rule: a proposal on the table, and a change of the charter."""
    before = table.council
    for kind in before.rules:
        branch = Table(before)
        branch.do(cc.AdoptCharter(kind, 0.8, world.said(TEXT), world.said(TEXT)), minute=7)
        branch.do(_proposal(world, 100), branch.who(3), 8)
        if kind.row.objections:
            last = max(branch.council.proposals)
            for role in (4, 5, 6) if world.size > 1 else (4,):
                branch.do(cc.Object(last, world.said(500)), branch.who(role), 9)
        branch.do(cc.AdoptCharter(kind, 0.6, "By Friday.", world.said(TEXT)), minute=9)
        yield f"chartered by {kind.value}", branch.council
        if kind is usual(world.pack):
            table.state = branch.council
    yield from _bookkeeping(world, Table(table.council))
    yield "with conditions", _conditioned(world, Table(before))
    last = max(table.council.proposals)
    yield "with a proposal withdrawn", table.do(cc.WithdrawProposal(last), minute=10)
    for seat in table.council.filled[:4]:
        if table.council.proposals[ProposalNumber(max(1, last - 1))].status is ProposalStatus.OPEN:
            table.do(cc.TakeSide(ProposalNumber(max(1, last - 1)), True), seat.holder or MOOT, 10)
    table.do(cc.AskStraw(world.said(1500)), table.who(2), 11)


def _conditioned(world: "World", table: Table) -> Council:
    """A charter that asks for more than its rule, a change of it, and a clock that stands still."""
    offer = Offer(tuple(Proposers), (timedelta(), timedelta(minutes=5)), (0, 1, 2))
    table.state = replace(table.council, offer=offer, reveal=Reveal.CONSENT)
    offered, said = table.council.rules, world.said(TEXT)
    chairs = DecisionRuleKind.STEWARDS if DecisionRuleKind.STEWARDS in offered else offered[0]
    more = Conditions(Proposers.ANYONE, timedelta(minutes=5), 2)
    table.do(cc.AdoptCharter(chairs, 0.5, said, said, more), minute=7)
    table.do(_proposal(world, 100), table.who(3), 8)
    fewer = Conditions(Proposers.STEWARDS, timedelta(), 0)
    table.do(cc.AdoptCharter(chairs, 0.5, said, said, fewer), minute=8)
    table.do(cc.LetTimePass(), MOOT, 12)
    table.do(cc.FollowClock(NOON + timedelta(minutes=14), NOON + timedelta(minutes=5)), MOOT, 14)
    table.do(cc.AnswerReveal(world.role(3), consents=True), table.who(3), 14)
    return table.do(cc.AnswerReveal(world.role(4), consents=False), table.who(4), 14)


def _bookkeeping(world: "World", table: Table) -> Iterator[tuple[str, Council]]:
    """Several proposals, of which one is amended and one is parked; and something parked besides."""
    for number in (101, 102, 103):
        table.do(_proposal(world, number), table.who(4), 9)
    yield "with several proposals", table.council
    last = max(table.council.proposals)
    wording = replace(table.council.proposals[last].wording, title=world.said(TITLE), text=world.said(TEXT))
    yield "with an amendment", table.do(cc.AmendProposal(last, wording, 1), table.who(4), 9)
    first = world.pack.teams[0].key
    table.do(cc.Park(world.said(LINE), world.said(SHORT), owner_team=first), minute=9)
    one = ProposalNumber(last - 1)
    table.do(cc.Park("…", world.said(SHORT), owner_seat=world.role(2), proposal=one), minute=9)
    yield "with parked items", table.council
    yield "with a parked item settled", table.do(cc.Unpark(1), minute=9)


def _phase(world: "World", table: Table, key: str, minute: int) -> Iterator[tuple[str, Council]]:
    yield f"in {key}", table.enter(world, key, minute)
    phase = world.pack.phase(key)
    does = phase.kind.traits
    if does.asks_response:
        table.do(cc.RecordResponse(world.said(TEXT), (_voices(table.council), 0)), minute=minute)
    if does.place is Place.SIDEBARS:
        for seat in table.council.filled:
            table.do(cc.CarryBack(world.said(1000)), seat.holder or MOOT, minute)
    if any(cue.kind is CueKind.BALLOT for cue in phase.cues) and table.council.policies:
        yield from _voted(table, minute)
    if does.takes_turns and table.council.decided:
        yield from _claimed(world, table, minute)


def _voices(council: Council) -> int:
    """How many there are if everybody is for something."""
    if council.charter is None:
        return len(council.filled)
    tally = council.tally(None)
    return int(requirement(council.charter, tally).voices(tally).of)


def _voted(table: Table, minute: int) -> Iterator[tuple[str, Council]]:
    yield from _voted_in_secret(table, minute)
    table.do(cc.OpenBallot(), MOOT, minute)
    secret = table.council.ballot_rule.by is BallotBy.SECRET
    vote = cc.PressVote if secret else cc.CastVote
    yield "voting", table.do(vote(Choice.YES), player(1), minute + 1)
    if not secret:
        yield "counted unread", _unread(table)
        yield from _said_twice(table, minute)
    for place, seat in enumerate(table.council.filled[1:8]):
        table.do(vote(Choice.YES if place else Choice.NO), seat.holder or MOOT, minute + 1)
    yield "vote called", table.do(cc.CallBallot(), MOOT, minute + 2)
    table.do(cc.CloseBallot(), MOOT, minute + 2)


def _voted_in_secret(table: Table, minute: int) -> Iterator[tuple[str, Council]]:
    rule = table.council.ballot_rule.model_copy(update={"by": BallotBy.SECRET})
    branch = Table(replace(table.council, ballot_rule=rule))
    branch.do(cc.OpenBallot(), MOOT, minute)
    for later, (role, choice) in enumerate(((1, Choice.NO), (1, Choice.YES), (2, Choice.YES))):
        branch.do(cc.PressVote(choice), player(role), minute + later)
    yield "voting in secret", branch.do(cc.HandOverSeat(player(2), UserId("U0NEW")), MOOT, minute + 5)
    yield "called in secret", branch.do(cc.CallBallot(), MOOT, minute + 6)
    yield "counted in secret", branch.do(cc.CloseBallot(), MOOT, minute + 6)


def _said_twice(table: Table, minute: int) -> Iterator[tuple[str, Council]]:
    branch = Table(table.council)
    yield "voting twice", branch.do(cc.CastVote(Choice.NO), player(1), minute + 1)
    both = frozenset({Reaction(Choice.YES), Reaction(Choice.NO)})
    yield "counted with a guess", branch.do(cc.CloseBallot({player(1): both}), MOOT, minute + 1)


def _unread(table: Table) -> Council:
    branch = Table(table.council)
    branch.do(cc.CallBallot(), MOOT, 60)
    return branch.do(cc.CloseBallot(), MOOT, 60)


def _claimed(world: "World", table: Table, minute: int) -> Iterator[tuple[str, Council]]:
    if world.pack.takes_claims:
        yield from _judged(world, table, minute)
    answers = tuple((number, world.said(600)) for number in range(max(1, len(world.pack.debrief))))
    yield "at the end", table.do(cc.PreparePresentation(answers), minute=minute)


def _judged(world: "World", table: Table, minute: int) -> Iterator[tuple[str, Council]]:
    every = Case(table.council.evidence(), world.said(300))
    for seat in table.council.filled:
        aims = tuple((one.key, every) for one in world.pack.team(seat.team).priorities)
        table.do(cc.MakeClaim(every, every, aims), seat.holder or MOOT, minute)
    one, other = world.role(4), world.role(5)
    for judge in (2, 3):
        for claimant in (one, other):
            if world.role(judge) != claimant:
                table.do(cc.JudgeClaim(claimant, confirms=False), table.who(judge), minute)
    yield "with disputed claims", table.council
    table.do(cc.RuleOnClaim(one, True, world.said(500)), FACILITATOR, minute)
    table.do(cc.RuleOnClaim(other, False, world.said(500)), FACILITATOR, minute)


def _founding(world: "World") -> cc.SeatCouncil:
    holders = [player(place) for place, _ in enumerate(layout_of(world.pack).seats, start=1)]
    secrets = world.pack.has_secrets
    seats = (
        Seat(spec.role, spec.team, spec.steward, holder, open_hand=secrets and holder == holders[-1])
        for spec, holder in zip(layout_of(world.pack).seats, holders, strict=True)
    )
    return cc.SeatCouncil(
        council=key_of(1),
        game=GameId("gallery"),
        number=1,
        name="Council 1",
        seats=tuple(seats),
        stewards=next(team.name for team in world.pack.teams if team.stewards),
        rules=tuple(dict.fromkeys(rule.kind for rule in world.pack.charter.rules)),
        offer=Offer(thresholds=offer_of(world.pack.charter).thresholds),
        ballot_rule=world.pack.ballot,
        facilitators=(FACILITATOR,),
        reveal=world.pack.reveals,
        aims=world.pack.aims(),
    )


def _proposal(world: "World", number: int) -> cc.SubmitProposal:
    return cc.SubmitProposal(
        title=f"{number} {world.said(TITLE)}"[:TITLE].strip(),
        text=f"{number}: {world.said(TEXT)}"[:TEXT].strip(),
        question=world.pack.strategy[number % len(world.pack.strategy)].key if world.pack.strategy else None,
        owner_team=world.pack.teams[number % len(world.pack.teams)].key,
        enforcement=world.said(LINE),
        review=world.said(SHORT),
    )
