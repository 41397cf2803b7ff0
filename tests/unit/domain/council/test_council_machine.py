"""Players, stewards, strangers and Moot in any order, with every delivery repeated: what must always hold."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AnsweredBy, AskKind
from bot.domain.asks.question import Question
from bot.domain.ballot import Choice, Outcome
from bot.domain.charter import Conditions, Given, Offer, Terms, adopts
from bot.domain.council import Council, ProposalStatus, decide, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.ask_commands import AnswerAsk, CloseAsk, OpenAsk, ShowAsk
from bot.domain.council.conditions import next_due
from bot.domain.council.policies import is_pointless
from bot.domain.council.turn_events import TurnCalled, TurnsOpened
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate, GroupQuorum
from bot.domain.errors import Refusal
from bot.domain.floor import AskFloor, CallNext, FloorCommand, LeaveFloor
from bot.domain.ids import MOOT, Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.offer import BallotBy, BallotRule, Proposers
from bot.domain.receipt import How, receipt_of
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Reveal
from bot.domain.turns import Turn
from bot.domain.wording import About, Change, Wording
from tests.builders import NOON, PHASES, STRANGER, CouncilLog, a_question, founding, nameless, player

OFFER = Offer(
    proposers=tuple(Proposers),
    waiting=tuple(timedelta(seconds=span) for span in (0, 4, 15)),
    seconders=(0, 1, 2),
)
CONDITIONS = st.builds(
    Conditions,
    st.sampled_from(OFFER.proposers),
    st.sampled_from(OFFER.waiting),
    st.sampled_from(OFFER.seconders),
)
REACTIONS = cc.TakeSide | cc.CastVote | cc.RetractVote | cc.PressVote | cc.EnterPhase | cc.SeatCouncil
QUESTIONS = [
    a_question(id="few", seats=(RoleNumber(1), RoleNumber(3))),
    a_question(AskKind.NUMBERS, "Cod", id="catch", by=AnsweredBy.TEAMS, limit=20),
]
ELECTORATES = [
    EVERYBODY_ALIKE,
    Electorate(voiceless=(RoleNumber(5),)),
    Electorate(weights=((RoleNumber(1), 5), (RoleNumber(3), Fraction(1, 2)))),
    Electorate(veto=(RoleNumber(3),)),
    Electorate(quorums=(GroupQuorum("Some", (RoleNumber(3), RoleNumber(5)), Fraction(1, 2)),)),
]
ROLES = st.sampled_from([1, 3, 5])  # the first that are filled; few, so that they meet again
WHICH = st.integers(0, 3)  # which proposal, those on the table first
RARELY = st.integers(0, 4).map(lambda number: number == 4)
CHOICES = st.sampled_from(Choice)


TURNS = tuple(Turn(f"team-{n}", (RoleNumber(2 * n - 1), RoleNumber(2 * n))) for n in range(1, 6))


def history(council: Council) -> set[tuple[int, ProposalNumber, Moment]]:
    """Whatever was adopted: under which number, by which proposal, and when."""
    stamps = [one for policy in council.policies for one in (*policy.before, policy, policy.ended) if one]
    return {(one.number, one.proposal, one.at) for one in stamps}


class ATable(RuleBasedStateMachine):
    """One council, of whom some leave and are replaced."""

    @initialize(
        seats=st.sampled_from([3, 5, 10, 1]),
        start=st.sampled_from([(2, 1), (5, 1), (2, 0), (2, 2), (5, 2), (5, 0), (0, 0)]),
        charter=st.sampled_from(DecisionRuleKind),
        conditions=CONDITIONS,
        by=st.sampled_from(BallotBy),
        electorate=st.sampled_from(ELECTORATES),
        fixed=st.sampled_from([None, None, False, True]),
    )
    def found(
        self,
        seats: int,
        start: tuple[int, int],
        charter: DecisionRuleKind,
        conditions: Conditions,
        by: BallotBy,
        electorate: Electorate,
        fixed: bool | None = None,
    ) -> None:
        """With `fixed`, the charter is given, and stays as it is or not."""
        self.secret = by is BallotBy.SECRET
        phases, policies = start
        self.log = CouncilLog()
        self.now: Moment = NOON
        self.accepted: list[tuple[cc.CouncilCommand, UserId, Moment]] = []
        self.newcomers = 100
        self.phase = -1
        self.closed: Outcome | None = None
        self.past: list[Council] = []
        self.pauses: list[tuple[Moment, Moment | None]] = []
        rule = BallotRule(by=by)
        given = None if fixed is None else Given(Terms(charter, 0.5, "So.", "Thus.", conditions), fixed)
        founded = founding(
            seats,
            offer=OFFER,
            reveal=Reveal.CONSENT,
            ballot_rule=rule,
            given=given,
            electorate=electorate,
        )
        self.send(founded, MOOT)
        for _ in range(phases):
            self.bell()
            if self.phase == 1:
                for number in range(1, policies + 1):
                    self.propose(1, f"Policy {number}")
                    self.record(1, 0)
                self.write_charter(1, charter, 0.5, conditions)
                self.propose(1, "Open")
                self.propose(3, "Other")
        if phases == len(PHASES) - 1:
            self.send(cc.OpenBallot(), MOOT)

    def send(self, command: cc.CouncilCommand, actor: UserId) -> None:
        """A command, and at once the same again."""
        self.now += timedelta(seconds=1)
        before = self.log.state
        try:
            events = self.log.do(command, actor, self.now)
        except Refusal:
            assert self.log.state is before, "a refusal changes nothing"
            return
        self.accepted += [(command, actor, self.now)] * bool(events)
        self.adoptions_are_lawful(before, events)
        if not isinstance(command, cc.FollowClock):
            due = next_due(self.log.council)
            assert due is None or due > self.now, "what was due has happened"
        if actor != MOOT and before is not None and events:
            assert before.seat_of(actor) is not None, "only seated players act"
            assert not any(isinstance(event, ce.PhaseEntered | ce.SeatFilled) for event in events)
        assert self.repeated(command, actor, self.now) == [], "a repeated command yields no events"

    def repeated(self, command: cc.CouncilCommand, actor: UserId, at: Moment) -> list[ce.CouncilEvent]:
        try:
            return decide(self.log.state, command, at=at, actor=actor)
        except Refusal:
            return []

    def holder(self, role: int) -> UserId:
        seats = [seat for seat in self.log.council.seats.values() if seat.role == role]
        return seats[0].holder or STRANGER

    def pick(self, which: int) -> ProposalNumber:
        """A proposal: those on the table first, the newest first; 1 where there is none."""
        known = sorted(
            self.log.council.proposals.values(), key=lambda one: (one.status != "open", -one.number)
        )
        return known[which % len(known)].number if known else ProposalNumber(1)

    def card(self, number: ProposalNumber) -> int:
        """Which of a proposal's cards is the newest."""
        known = self.log.council.proposals.get(number)
        return known.round if known else 1

    def version(self, number: ProposalNumber) -> int:
        known = self.log.council.proposals.get(number)
        return known.version if known else 1

    # --- what people do

    @rule(role=ROLES, title=st.sampled_from("ABC"))
    def propose(self, role: int, title: str) -> None:
        self.send(cc.SubmitProposal(title, f"{title}."), self.holder(role))

    @rule(role=ROLES, policy=st.integers(1, 3), change=st.sampled_from(Change), title=st.sampled_from("PQ"))
    def change_a_policy(self, role: int, policy: int, change: Change, title: str) -> None:
        known = self.log.council.policies[policy - 1 : policy]
        seen = known[0].proposal if known else ProposalNumber(1)
        about = About(policy, change, seen)
        self.send(cc.SubmitProposal(title, f"{title}.", about=about), self.holder(role))

    @rule(role=ROLES, number=WHICH, support=st.booleans(), late=RARELY)
    def react(self, role: int, number: int, support: bool, late: bool) -> None:
        which = self.pick(number)
        self.send(cc.TakeSide(which, support, round=self.card(which) - late), self.holder(role))

    @rule(number=WHICH, support=st.booleans(), first=st.integers(1, 4))
    def react_together(self, number: int, support: bool, first: int) -> None:
        which = self.pick(number)
        for role in range(first, 11):
            self.send(cc.TakeSide(which, support, round=self.card(which)), self.holder(role))

    @rule(role=ROLES, number=WHICH, was=st.booleans())
    def unreact(self, role: int, number: int, was: bool) -> None:
        which = self.pick(number)
        self.send(cc.TakeSide(which, None, was, round=self.card(which)), self.holder(role))

    @rule(role=ROLES, number=WHICH, title=st.sampled_from("AMN"), late=RARELY)
    def amend(self, role: int, number: int, title: str, late: bool) -> None:
        which = self.pick(number)
        seen = self.version(which) - late
        self.send(cc.AmendProposal(which, Wording(title, f"{title}."), seen), self.holder(role))

    @rule(role=ROLES, numbers=st.lists(WHICH, max_size=3), title=st.sampled_from("MN"))
    def merge(self, role: int, numbers: list[int], title: str) -> None:
        sources = tuple((which, self.version(which)) for which in map(self.pick, numbers))
        self.send(cc.MergeProposals(sources, Wording(title, f"{title}.")), self.holder(role))

    @rule(role=ROLES, number=WHICH | st.none(), until=st.sampled_from(["May", "June"]))
    def park(self, role: int, number: int | None, until: str) -> None:
        which = None if number is None else self.pick(number)
        self.send(cc.Park("Standby", until, owner_seat=RoleNumber(3), proposal=which), self.holder(role))

    @rule(role=ROLES, item=st.integers(1, 3))
    def unpark(self, role: int, item: int) -> None:
        self.send(cc.Unpark(item), self.holder(role))

    @rule(role=ROLES, order=st.lists(st.integers(1, 4), max_size=3))
    def order(self, role: int, order: list[int]) -> None:
        self.send(cc.OrderBook(tuple(order)), self.holder(role))

    @rule(role=ROLES, number=WHICH)
    def object_or_not(self, role: int, number: int) -> None:
        which = self.pick(number)
        self.send(cc.Object(which, "It costs.", self.card(which)), self.holder(role))
        self.send(cc.WithdrawObjection(which), self.holder(role + 2))

    @rule(role=ROLES, number=WHICH)
    def withdraw(self, role: int, number: int) -> None:
        self.send(cc.WithdrawProposal(self.pick(number)), self.holder(role))

    @rule(role=ROLES, number=WHICH)
    def record(self, role: int, number: int) -> None:
        which = self.pick(number)
        self.send(cc.RecordDecision(which, self.card(which)), self.holder(role))

    @rule(
        role=ROLES,
        kind=st.sampled_from(DecisionRuleKind),
        quorum=st.sampled_from([0.0, 0.5, 1.0]),
        conditions=CONDITIONS,
    )
    def write_charter(self, role: int, kind: DecisionRuleKind, quorum: float, conditions: Conditions) -> None:
        self.send(cc.AdoptCharter(kind, quorum, "So.", "Thus.", conditions), self.holder(role))

    @rule(role=ROLES, consents=st.booleans())
    def answer_whether_to_reveal(self, role: int, consents: bool) -> None:
        self.send(cc.AnswerReveal(RoleNumber(role), consents), self.holder(role))

    @rule(role=ROLES, text=st.sampled_from("ab"))
    def answer_or_carry_back(self, role: int, text: str) -> None:
        self.send(cc.RecordResponse(text), self.holder(role))
        self.send(cc.CarryBack(text), self.holder(role))

    @rule(role=ROLES, choice=CHOICES)
    def vote(self, role: int, choice: Choice) -> None:
        self.send(cc.PressVote(choice) if self.secret else cc.CastVote(choice), self.holder(role))

    @rule(role=ROLES, choice=CHOICES)
    def take_back(self, role: int, choice: Choice) -> None:
        self.send(cc.PressVote(None) if self.secret else cc.RetractVote(choice), self.holder(role))

    @rule(role=ROLES)
    def call_the_vote(self, role: int) -> None:
        self.send(cc.OpenBallot(), self.holder(role))

    @rule(
        command=st.sampled_from(
            [
                cc.OpenBallot(),
                cc.CloseBallot({}),
                cc.FillSeat(STRANGER, False),
                cc.CarryBack("Hm."),
                cc.LetTimePass(),
                cc.FollowClock(None, NOON),
                cc.AnswerReveal(RoleNumber(1), consents=True),
                *PHASES,
            ]
        )
    )
    def meddle(self, command: cc.CouncilCommand) -> None:
        before = len(self.log.events)
        self.send(command, STRANGER)
        assert len(self.log.events) == before, "a stranger changes nothing"

    @rule(role=ROLES, which=st.sampled_from(["few", "catch"]), number=st.integers(0, 9))
    def answer(self, role: int, which: str, number: int) -> None:
        answer = Answer(chosen=(str(number % 3 + 1),)) if which == "few" else Answer(numbers=(("1", number),))
        self.send(AnswerAsk(which, answer), self.holder(role))

    @rule(role=ROLES, act=st.sampled_from([AskFloor(), AskFloor(), LeaveFloor(), CallNext()]))
    def speak(self, role: int, act: FloorCommand) -> None:
        self.send(act, self.holder(role))

    # --- what Moot does

    @rule(question=st.sampled_from(QUESTIONS), act=st.integers(0, 5))
    def ask(self, question: Question, act: int) -> None:
        commands: dict[int, cc.CouncilCommand] = {0: CloseAsk(question.id), 1: ShowAsk(question.id)}
        self.send(commands.get(act, OpenAsk(question)), MOOT)

    @precondition(lambda self: self.phase + 1 < len(PHASES))
    @rule(chance=st.integers(0, 3))
    def ring(self, chance: int) -> None:
        if chance == 3:
            self.bell()

    def bell(self) -> None:
        self.phase += 1
        self.send(replace(PHASES[self.phase], at=self.now), MOOT)
        now = self.log.council.phase
        if now is not None:
            ends = now.at + timedelta(minutes=1)
            self.send(cc.FollowTurns(now.phase, now.at, ends, TURNS, timedelta(seconds=7)), MOOT)

    @rule(seconds=st.integers(1, 10))
    def the_alarm_rings(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.send(cc.LetTimePass(), MOOT)

    @rule(late=st.integers(0, 3))
    def pause_or_resume(self, late: int) -> None:
        """The game's clock stops or runs, and the council hears of it some seconds later."""
        self.send(cc.LetTimePass(), MOOT)
        stands = bool(self.pauses) and self.pauses[-1][1] is None
        when = self.now + timedelta(milliseconds=1)
        self.now = when + timedelta(seconds=late)
        if stands:
            self.pauses[-1] = (self.pauses[-1][0], when)
            self.send(cc.FollowClock(None, when), MOOT)
        else:
            since = self.pauses[-1][1] if self.pauses else None
            self.pauses.append((when, None))
            self.send(cc.FollowClock(when, since or NOON), MOOT)
        self.send(cc.LetTimePass(), MOOT)

    @rule()
    def open_by_itself(self) -> None:
        self.send(cc.OpenBallot(), MOOT)

    @rule(chance=st.integers(0, 9))
    def end_the_game_early(self, chance: int) -> None:
        if chance == 9:
            self.send(cc.CallBallot(), MOOT)

    @rule()
    def post_the_ballot_again(self) -> None:
        before = self.says()
        self.log.do(cc.MoveBallot(), MOOT, self.now)
        assert self.says() == before

    @rule(role=ROLES, chance=st.integers(0, 2))
    def leave(self, role: int, chance: int) -> None:
        if chance == 2:
            self.send(cc.VacateSeat(self.holder(role)), MOOT)

    @rule(open_hand=st.booleans())
    def join(self, open_hand: bool) -> None:
        self.newcomers += 1
        self.send(cc.FillSeat(player(self.newcomers), open_hand), MOOT)

    @rule(shown=st.dictionaries(ROLES.map(player), st.frozensets(CHOICES), max_size=5))
    def catch_up(self, shown: dict[UserId, frozenset[Choice]]) -> None:
        self.send(cc.CatchUpVotes(nameless(shown)), MOOT)

    @rule(shown=st.none() | st.dictionaries(ROLES.map(player), st.frozensets(CHOICES), max_size=5))
    def close(self, shown: dict[UserId, frozenset[Choice]] | None) -> None:
        if self.log.council.ballot is not None and self.phase == len(PHASES) - 1:
            self.send(cc.CloseBallot(nameless(shown) if shown is not None else None), MOOT)

    # --- what Slack and the alarm do

    @rule()
    def deliver_everything_again_the_latest_first(self) -> None:
        for command, actor, when in reversed(self.accepted):
            if not isinstance(command, REACTIONS):
                continue
            before = self.says()
            assert self.repeated(command, actor, when) == [], "an old delivery yields no events"
            with suppress(Refusal):
                self.log.do(command, actor, when)
            assert self.says() == before, "what was said is not unsaid by an old delivery"

    def says(self) -> object:
        council = self.log.council
        votes = council.ballot and {seat: council.ballot.vote_of(seat) for seat in council.ballot.electorate}
        sides = {
            (number, seat): proposal.side_of(seat)
            for number, proposal in council.proposals.items()
            for seat in council.seats
        }
        objections = [proposal.objections for proposal in council.proposals.values()]
        return votes, sides, objections, council.phase, council.policies, council.outcome

    # --- what must always hold

    def adoptions_are_lawful(self, before: Council | None, events: list[ce.CouncilEvent]) -> None:
        """Each waiting time, second and right to propose, counted again without the code that decides."""
        council = before
        since: Moment | None = None
        ended: ce.WaitingEnded | None = None
        for event in events:
            if council is not None:
                asked = council.conditions
                match event:
                    case ce.WaitingEnded(number, at):
                        ran = self.ran(council.proposals[number].since, at)
                        assert ran == asked.waiting or (ran > asked.waiting and at == since)
                    case (
                        ce.PolicyAdopted(number=number, at=at, tally=tally)
                        | ce.PolicyRescinded(number=number, at=at, tally=tally)
                    ):
                        assert not tally.vetoes, "nothing is adopted over a veto"
                        assert event.by_steward is not None or all(one.met for one in tally.groups)
                        self.conditions_are_met(council, number, at)
                    case ce.CharterAdopted(proposal=number):
                        since = ended.at if ended is not None and ended.number == number else self.now
                        if number is not None:
                            self.conditions_are_met(council, number, since)
                    case ce.ProposalSubmitted(by=by, terms=None, sources=()):
                        assert self.had_the_right(council, by), "the charter lets them propose"
            ended = event if isinstance(event, ce.WaitingEnded) else None
            council = evolve(council, event)

    def conditions_are_met(self, council: Council, number: ProposalNumber, at: Moment) -> None:
        one, asked = council.proposals[number], council.conditions
        assert one.waited_at or self.ran(one.since, at) >= asked.waiting, "it has stood"
        others = [seat for seat in council.voters if seat.role != one.by]
        seconds = sum(one.stance_of(seat.role) is True for seat in others)
        assert seconds >= min(asked.seconders, len(others)), "it is seconded"

    def ran(self, since: Moment, until: Moment) -> timedelta:
        """How long the game's clock ran in between."""
        stood = timedelta()
        for start, end in self.pauses:
            stood += max(timedelta(), min(end or until, until) - max(start, since))
        return until - since - stood

    def had_the_right(self, council: Council, by: RoleNumber) -> bool:
        seat, asked = council.seats[by], council.conditions.proposers
        if asked is Proposers.STEWARDS:
            return seat.steward or not any(one.steward for one in council.filled)
        taken = {
            council.seats[one.by].team
            for one in council.proposals.values()
            if one.status is ProposalStatus.OPEN and one.amendment is None
        }
        return asked is Proposers.ANYONE or seat.team not in taken

    @invariant()
    def a_receipt_counts_what_the_ballot_counts(self) -> None:
        if hasattr(self, "log") and self.log.council.ballot is not None:
            council, ballot = self.log.council, self.log.council.ballot
            for seat in council.filled:
                assert seat.holder is not None
                found = receipt_of(council, ballot, seat.holder)
                assert found.in_electorate == (seat.role in ballot.electorate)
                votes = found.in_electorate and ballot.vote_of(seat.role) is not None
                assert (found.counted is not None) == votes
                if found.counted is None or (ballot.secret and found.counted.how is How.INHERITED):
                    assert found.counted is None or found.counted.choice is None
                else:
                    assert found.counted.choice is ballot.vote_of(seat.role)

    @invariant()
    def only_people_with_a_seat_speak_or_wait_and_each_of_them_once(self) -> None:
        if hasattr(self, "log"):
            floor = self.log.council.floor
            people = [*floor.line, *([floor.speaker] if floor.speaker else [])]
            assert len(people) == len(set(people))
            assert all(self.log.council.seat_of(user) for user in people)

    @invariant()
    def turns_are_called_in_order_each_once_and_inside_their_phase(self) -> None:
        if not hasattr(self, "log"):
            return
        before, ends = -1, NOON
        for event in self.log.events:
            match event:
                case TurnsOpened(ends=ends):
                    before = -1
                case TurnCalled(place, at):
                    assert before < place < len(TURNS)
                    assert at < ends
                    before = place
                case _:
                    continue

    @invariant()
    def a_proposal_is_adopted_at_most_once_and_policies_stay(self) -> None:
        if not hasattr(self, "log"):
            return
        council = self.log.council
        stamps = [one for policy in council.policies for one in (*policy.before, policy)]
        stamps += [policy.ended for policy in council.policies if policy.ended]
        adopted = [one.proposal for one in {(one.number, one.proposal): one for one in stamps}.values()]
        assert len(adopted) == len(set(adopted))
        assert [policy.number for policy in council.policies] == [*range(1, len(council.policies) + 1)]
        marked = {key for key, one in council.proposals.items() if one.status is ProposalStatus.ADOPTED}
        assert marked == set(adopted)
        assert sorted(council.order) == [one.number for one in council.policies if one.ended is None]

    @invariant()
    def a_seat_without_a_vote_never_counts(self) -> None:
        if not hasattr(self, "log"):
            return
        council, who = self.log.council, self.log.council.electorate
        spoke = {seat for one in council.proposals.values() for seat in one.spoken()}
        assert all(who.votes(seat) for seat in spoke)
        assert council.ballot is None or all(who.votes(seat) for seat in council.ballot.electorate)

    @invariant()
    def nothing_merged_parked_or_withdrawn_is_adopted_while_it_is_so(self) -> None:
        """What the log tells, without trusting the state: a proposal is adopted from the open table only."""
        if not hasattr(self, "log"):
            return
        away: set[ProposalNumber] = set()
        for event in self.log.events:
            match event:
                case ce.ProposalWithdrawn(number) | ce.ProposalMerged(number):
                    away.add(number)
                case ce.ItemParked(proposal=number) if number is not None:
                    away.add(number)
                case ce.ItemUnparked(item):
                    away -= {one.proposal for one in self.log.council.items if one.number == item}
                case ce.PolicyAdopted(number) | ce.PolicyRescinded(number):
                    assert number not in away
                    away.add(number)
                case _:
                    continue

    @invariant()
    def no_side_counts_from_before_an_amendment(self) -> None:
        """Each seat's side, counted from the log since the proposal was last put to the council."""
        if not hasattr(self, "log"):
            return
        said: dict[ProposalNumber, set[RoleNumber]] = {}
        for event in self.log.events:
            match event:
                case ce.ProposalAmended(number):
                    said[number] = set()
                case ce.ItemUnparked(item):
                    said |= {
                        one.proposal: set() for one in self.log.council.items[item - 1 :][:1] if one.proposal
                    }
                case ce.SideTaken(number, seat) | ce.ObjectionMade(number, seat):
                    said.setdefault(number, set()).add(seat)
                case ce.PolicyAdopted(number, tally=tally) | ce.PolicyRescinded(number, tally=tally):
                    assert tally.sides <= self.log.council.electorate.weight(said.get(number, ()))
                    changed = event.about.policy if isinstance(event, ce.PolicyAdopted) and event.about else 0
                    changed = event.policy if isinstance(event, ce.PolicyRescinded) else changed
                    rivals = self.log.council.proposals.values()
                    said |= {one.number: set() for one in rivals if one.about and one.about.policy == changed}
                case _:
                    continue
        for number, proposal in self.log.council.proposals.items():
            if proposal.status is ProposalStatus.OPEN:
                assert proposal.spoken() <= said.get(number, set())

    @invariant()
    def whatever_the_rule_adopts_is_adopted(self) -> None:
        """An open proposal never waits for one more reaction when the seats that count agree already."""
        if not hasattr(self, "log"):
            return
        council = self.log.council
        if council.charter is None or council.ballot is not None:
            return
        for proposal in council.proposals.values():
            if proposal.status is ProposalStatus.OPEN and proposal.amendment is None:
                stood = not council.conditions.waiting or proposal.waited_at is not None
                others = [seat for seat in council.voters if seat.role != proposal.by]
                seconds = sum(proposal.stance_of(seat.role) is True for seat in others)
                useful = not is_pointless(council, proposal)
                if useful and stood and seconds >= min(council.conditions.seconders, len(others)):
                    assert not adopts(council.charter, council.tally(proposal))

    @invariant()
    def a_given_charter_is_in_force_until_its_own_rule_amends_it_and_a_fixed_one_stays(self) -> None:
        if hasattr(self, "log") and self.log.council.given is not None:
            council = self.log.council
            assert council.charter is not None
            amended = [one for one in council.proposals.values() if one.status is ProposalStatus.CHARTERED]
            assert council.charter.version == 1 + len(amended)
            assert not (council.charter_is_fixed and amended)

    @invariant()
    def a_closed_thing_stays_closed(self) -> None:
        if not hasattr(self, "log"):
            return
        council = self.log.council
        if self.past:
            before = self.past[-1]
            assert history(before) <= history(council), "what was adopted stays in a policy's history"
            for number, proposal in before.proposals.items():
                if proposal.status not in (ProposalStatus.OPEN, ProposalStatus.PARKED):
                    assert council.proposals[number] == proposal
            if before.ballot is not None and council.ballot is not None:
                assert council.book_hash() == before.book_hash() == council.ballot.book_hash
                assert council.ballot.electorate == before.ballot.electorate
                assert council.charter == before.charter
            for key, one in before.asks.items():
                if not one.open:
                    assert council.asks[key].given == one.given
                    assert council.asks[key].voices == one.voices
            if before.outcome is not None:
                assert council.outcome == before.outcome
                assert council.ballot == before.ballot or council.filled != before.filled
        self.past = [council]

    @invariant()
    def a_vote_counts_once_a_seat_and_turnout_never_exceeds_the_electorate(self) -> None:
        if hasattr(self, "log") and self.log.council.ballot is not None:
            ballot, outcome = self.log.council.ballot, self.log.council.outcome
            assert 0 <= ballot.turnout <= len(ballot.electorate)
            assert ballot.turnout + len(ballot.missing()) == len(ballot.electorate)
            assert set(ballot.standing) <= ballot.electorate
            if outcome is not None:
                assert outcome.yes + outcome.no + outcome.abstain == ballot.turnout
                assert outcome.seats == len(ballot.electorate)

    @invariant()
    def answers_are_of_those_who_are_asked_and_never_exceed_the_limit(self) -> None:
        for one in self.log.council.asks.values() if hasattr(self, "log") else ():
            assert one.question.limit is None or one.used <= one.question.limit
            assert {given.seat for given in one.given.values()} <= set(one.question.seats)
            assert one.open or len(one.counting) <= len(one.voices)
            assert not (one.open and one.shown), "nothing is shown while it is open"

    @invariant()
    def nobody_sits_twice(self) -> None:
        if hasattr(self, "log"):
            holders = [seat.holder for seat in self.log.council.filled]
            assert len(holders) == len(set(holders))

    def teardown(self) -> None:
        """Replaying the log gives the same council."""
        if hasattr(self, "log"):
            state: Council | None = None
            for event in self.log.events:
                state = evolve(state, event)
            assert state == self.log.state


TestATable = ATable.TestCase
TestATable.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


def some_conditions(random: Random) -> Conditions:
    """What a charter may ask for besides its rule."""
    return Conditions(
        random.choice(OFFER.proposers), random.choice(OFFER.waiting), random.choice(OFFER.seconders)
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_long_afternoon_at_the_open_table_breaks_no_promise(seed: int) -> None:
    """The same people, rules and invariants, where Hypothesis seldom gets: many changes of few proposals."""
    random = Random(seed)
    table = ATable()
    table.found(
        [3, 5, 10][seed % 3],
        (2, 1),
        random.choice(list(DecisionRuleKind)),
        some_conditions(random),
        BallotBy.REACTIONS,
        ELECTORATES[seed % len(ELECTORATES)],
        [None, False, None, True][seed % 4],
    )
    for step in range(240):
        role, which = random.choice([1, 3, 5, 7]), random.randrange(3)
        acts: list[Callable[[], None]] = [
            partial(table.propose, role, random.choice("ABC")),
            *[partial(table.react, role, which, random.random() < 0.7, random.random() < 0.2)] * 5,
            *[partial(table.react_together, which, True, random.randrange(1, 5))] * 2,
            *[partial(table.the_alarm_rings, random.randrange(1, 9))] * 3,
            partial(table.pause_or_resume, random.randrange(3)),
            partial(table.unreact, role, which, random.random() < 0.5),
            *[partial(table.amend, role, which, random.choice("AMN"), random.random() < 0.2)] * 2,
            partial(table.merge, role, random.sample(range(4), 2), random.choice("MN")),
            *[partial(table.park, role, random.choice([which, None]), random.choice(["May", "June"]))] * 2,
            *[partial(table.unpark, role, random.randrange(1, 9))] * 2,
            partial(table.order, role, random.sample(range(1, 4), 2)),
            *[partial(table.change_a_policy, role, which + 1, random.choice(list(Change)), "P")] * 2,
            *[partial(table.object_or_not, role, which)] * 2,
            partial(table.withdraw, role, which),
            partial(
                table.write_charter,
                role,
                random.choice(list(DecisionRuleKind)),
                random.choice([0.0, 0.5]),
                some_conditions(random),
            ),
            partial(table.leave, role, 2),
            partial(table.join, False),
            partial(table.ask, random.choice(QUESTIONS), random.randrange(6)),
            *[partial(table.answer, role, random.choice(["few", "catch"]), random.randrange(9))] * 2,
            table.deliver_everything_again_the_latest_first,
        ]
        random.choice(acts)()
        table.a_closed_thing_stays_closed()
        if step % 8 == 0 or step > 230:
            table.a_proposal_is_adopted_at_most_once_and_policies_stay()
            table.nothing_merged_parked_or_withdrawn_is_adopted_while_it_is_so()
            table.no_side_counts_from_before_an_amendment()
            table.whatever_the_rule_adopts_is_adopted()
            table.a_seat_without_a_vote_never_counts()
            table.nobody_sits_twice()
            table.answers_are_of_those_who_are_asked_and_never_exceed_the_limit()
    table.teardown()
