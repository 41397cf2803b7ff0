"""Consent with its objections, one vote per team, and a charter that its own rule amends."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.db.codec import decode
from bot.domain.ballot import Ballot
from bot.domain.charter import Charter
from bot.domain.council import Council, ProposalStatus, decide, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.book import BookClosed
from bot.domain.errors.charter import CharterHasNoPlace, NotByTheRule, NumbersNeeded
from bot.domain.errors.proposals import (
    ObjectionsHaveNoPlace,
    ObjectionStands,
    ObjectionWithoutReason,
    ProposalSettled,
    ProposalUnknown,
)
from bot.domain.ids import MOOT, CouncilId, GameId, Moment, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotRule
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind, Tally, Voices
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents.councils import of_council
from bot.intents.intent import Whisper
from bot.intents.proposals import CharterCard, HowToObjectWhisper, ProposalCard
from bot.slack.blocks.fields import TEXT_LENGTH, TITLE_LENGTH
from bot.slack.charter import cards as charter_cards
from bot.slack.charter.forms import CharterForm
from bot.slack.proposals import cards as proposals_cards
from bot.slack.proposals import objections
from bot.slack.proposals.forms import ObjectionForm
from tests.builders import rainbow_road

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ONE, TWO = ProposalNumber(1), ProposalNumber(2)
CONSENT, TEAMS = DecisionRuleKind.CONSENT, DecisionRuleKind.TEAMS
MAJORITY, STEWARDS = DecisionRuleKind.MAJORITY, DecisionRuleKind.STEWARDS
PACK = rainbow_road()


def holder(role: int) -> UserId:
    """The holder of a role."""
    return UserId(f"U{role:04}")


@dataclass(slots=True)
class Table:
    """A council and what happened in it; each command comes a second after the one before."""

    state: Council | None = None
    now: Moment = NOON
    events: list[ce.CouncilEvent] = field(default_factory=list)

    @property
    def council(self) -> Council:
        """The council now."""
        assert self.state is not None
        return self.state

    def do(self, command: cc.CouncilCommand, actor: int | UserId) -> list[ce.CouncilEvent]:
        """What the command makes happen; it has happened then."""
        self.now += timedelta(seconds=1)
        by = holder(actor) if isinstance(actor, int) else actor
        events = decide(self.state, command, at=self.now, actor=by)
        for event in events:
            self.state = evolve(self.state, event)
        self.events += events
        return events

    def react(self, support: bool, *roles: int, number: ProposalNumber = ONE) -> list[ce.CouncilEvent]:
        """Reactions of several seats."""
        return [event for role in roles for event in self.do(cc.TakeSide(number, support), role)]

    def card(self, number: ProposalNumber = ONE) -> str:
        """The words of a proposal's card."""
        return proposals_cards.proposal(PACK, self.council, self.council.proposals[number]).text

    def buttons(self, number: ProposalNumber = ONE) -> str:
        """The blocks of a proposal's card."""
        card = proposals_cards.proposal(PACK, self.council, self.council.proposals[number])
        return str([part.as_kwargs()["blocks"] for part in card.parts()])


def a_table(
    rule: DecisionRuleKind | None = None,
    quorum: float = 0.5,
    *,
    sizes: tuple[int, ...] = (2, 2, 2, 2, 2),
    vacant: tuple[int, ...] = (),
    scenario: Scenario = PACK,
) -> Table:
    """A council in its first session with teams of these sizes; role 1's team are the stewards."""
    owners = [team for team, size in enumerate(sizes) for _ in range(size)]
    keys = [team.key for team in scenario.teams]
    seats = tuple(
        Seat(
            RoleNumber(role), TeamKey(keys[team]), team == 0, None if role in vacant else holder(role), False
        )
        for role, team in enumerate(owners, start=1)
    )
    table = Table()
    table.do(
        cc.SeatCouncil(
            CouncilId("g1-1"),
            GameId("g1"),
            1,
            "Council 1",
            seats,
            "Data Leadership",
            tuple(DecisionRuleKind),
            BallotRule(),
        ),
        MOOT,
    )
    table.do(cc.EnterPhase("session-1", PhaseKind.SESSION, NOON, charter=True, holds_ballot=True), MOOT)
    if rule is not None:
        table.do(terms(rule, quorum), 1)
    return table


def terms(rule: DecisionRuleKind, quorum: float = 0.5, enactment: str = "So.") -> cc.AdoptCharter:
    """What the form sends."""
    return cc.AdoptCharter(rule, quorum, enactment, "Thus.")


def with_a_proposal(table: Table, by: int = 3) -> Table:
    """Proposal 1 on the table."""
    table.do(cc.SubmitProposal("Owners", "Each model has an owner."), by)
    return table


def policies(events: list[ce.CouncilEvent]) -> list[ce.PolicyAdopted]:
    """The adoptions among these."""
    return [event for event in events if isinstance(event, ce.PolicyAdopted)]


# --- one vote per team


def test_uneven_teams_have_one_voice_each() -> None:
    table = with_a_proposal(a_table(TEAMS, sizes=(5, 1, 1)))

    assert policies(table.react(True, 1, 2, 3, 4, 5)) == [], "five of seven seats, but one team of three"
    adopted = policies(table.react(True, 7))

    assert [one.tally for one in adopted] == [Tally(6, 0, 7, teams=3, teams_for=2)]
    assert [one.charter for one in adopted] == [1]


def test_teams_without_a_filled_seat_have_no_voice_and_vacant_seats_do_not_count() -> None:
    table = with_a_proposal(a_table(TEAMS, vacant=(4, 7, 8, 9, 10)))
    council = table.council

    table.react(True, 1)
    adopted = policies(table.react(True, 3))

    assert council.tally(council.proposals[ONE]).teams == 3
    assert [one.tally for one in adopted] == [], "two of five filled seats are below the quorum of three"
    assert policies(table.react(False, 5))[0].tally == Tally(2, 1, 5, teams=3, teams_for=2, teams_against=1)


def test_a_tie_within_a_team_is_no_voice_until_one_of_them_takes_it_back() -> None:
    table = with_a_proposal(a_table(TEAMS, sizes=(2, 2)))
    table.react(False, 4)
    table.react(True, 1, 2, 3)
    assert table.council.policies == ()

    events = table.do(cc.TakeSide(ONE, None, was=False), 4)

    assert [type(event) for event in events] == [ce.SideTakenBack, ce.PolicyAdopted]
    with pytest.raises(ProposalSettled):
        table.do(cc.TakeSide(ONE, None, was=False), 4)


# --- consent


def test_an_objection_blocks_until_it_is_withdrawn_and_then_the_proposal_is_adopted_once() -> None:
    table = with_a_proposal(a_table(CONSENT))
    table.do(cc.Object(ONE, "Nobody has time."), 4)
    assert policies(table.react(True, 1, 2, 3, 5, 6, 7)) == []

    events = table.do(cc.WithdrawObjection(ONE), 4)

    assert events[0] == ce.ObjectionWithdrawn(ONE, RoleNumber(4), table.now)
    assert [one.tally for one in policies(events)] == [Tally(6, 0, 10)]
    assert len(table.council.policies) == 1
    with pytest.raises(ProposalSettled):
        table.do(cc.WithdrawObjection(ONE), 4)


def test_an_objection_sent_twice_is_made_once_and_a_new_reason_replaces_the_old() -> None:
    table = with_a_proposal(a_table(CONSENT))
    first = table.do(cc.Object(ONE, "Why?"), 4)

    assert len(first) == 1
    assert table.do(cc.Object(ONE, " Why? "), 4) == []
    assert len(table.do(cc.Object(ONE, "It costs."), 4)) == 1
    assert [why for _, why in table.council.objections_to(table.council.proposals[ONE])] == ["It costs."]
    assert len(table.do(cc.WithdrawObjection(ONE), 4)) == 1
    assert table.do(cc.WithdrawObjection(ONE), 4) == []


def test_nobody_else_withdraws_an_objection_and_no_steward_records_over_it() -> None:
    table = with_a_proposal(a_table(CONSENT))
    table.do(cc.Object(ONE, "It costs."), 4)

    assert table.do(cc.WithdrawObjection(ONE), 1) == []
    with pytest.raises(ObjectionStands):
        table.do(cc.RecordDecision(ONE, said=(10, 0)), 1)
    table.do(cc.WithdrawObjection(ONE), 4)

    assert table.do(cc.RecordDecision(ONE, said=(10, 0)), 1)


def test_an_objection_counts_as_a_side_against_whatever_its_seat_reacted() -> None:
    table = with_a_proposal(a_table(CONSENT))
    table.react(True, 4)

    table.do(cc.Object(ONE, "On reflection, no."), 4)

    assert table.council.tally(table.council.proposals[ONE]) == Tally(0, 1, 10, objections=1)


def test_an_objection_rests_while_its_seat_is_vacant_and_belongs_to_who_takes_it() -> None:
    table = with_a_proposal(a_table(CONSENT))
    table.do(cc.Object(ONE, "It costs."), 4)

    table.do(cc.VacateSeat(holder(4)), MOOT)
    resting = table.council.tally(table.council.proposals[ONE])
    table.do(cc.FillSeat(holder(77), open_hand=False), MOOT)

    assert resting == Tally(0, 0, 9)
    assert table.council.tally(table.council.proposals[ONE]).objections == 1
    assert table.do(cc.WithdrawObjection(ONE), 77)


@pytest.mark.parametrize(
    ("rule", "reason", "actor", "refusal"),
    [
        (CONSENT, "Why?", UserId("U0STRANGE"), NotSeated),
        (CONSENT, "Why?", MOOT, NotSeated),
        (CONSENT, "  ", holder(4), ObjectionWithoutReason),
        (MAJORITY, "Why?", holder(4), ObjectionsHaveNoPlace),
        (None, "Why?", holder(4), ObjectionsHaveNoPlace),
    ],
)
def test_objections_are_reasons_of_seats_that_decide_by_consent(
    rule: DecisionRuleKind | None, reason: str, actor: UserId, refusal: type[Refusal]
) -> None:
    table = with_a_proposal(a_table(rule))

    with pytest.raises(refusal):
        table.do(cc.Object(ONE, reason), actor)

    assert table.council.proposals[ONE].objections == {}


def test_an_objection_to_what_is_settled_or_unknown_or_frozen_is_refused() -> None:
    table = with_a_proposal(a_table(CONSENT, quorum=0.1))
    table.do(cc.SubmitProposal("Another", "Text"), 5)
    table.react(True, 3)
    with pytest.raises(ProposalSettled):
        table.do(cc.Object(ONE, "Late."), 4)
    with pytest.raises(ProposalUnknown):
        table.do(cc.Object(ProposalNumber(9), "What?"), 4)

    table.do(cc.OpenBallot(), 1)

    assert isinstance(table.council.ballot, Ballot)
    with pytest.raises(BookClosed):
        table.do(cc.Object(TWO, "Late."), 4)


# --- the charter, amended


def test_a_change_of_the_charter_is_a_proposal_that_the_present_rule_adopts() -> None:
    table = a_table(MAJORITY)

    proposed = table.do(terms(CONSENT, 0.3), 5)
    assert [type(event) for event in proposed] == [ce.ProposalSubmitted]
    events = table.react(True, 1, 2, 3, 4, 5, 6)

    assert events[-1] == ce.CharterAdopted(
        2, CONSENT, 0.3, "So.", "Thus.", by=RoleNumber(5), proposal=ONE, tally=Tally(6, 0, 10)
    )
    assert table.council.charter == Charter(2, CONSENT, 0.3, "So.", "Thus.")
    assert table.council.proposals[ONE].status is ProposalStatus.CHARTERED
    assert table.council.policies == ()
    with pytest.raises(ProposalSettled) as again:
        table.react(True, 7)
    assert "taken into the charter" in again.value.sentence


def test_the_same_change_sent_again_is_on_the_table_once_but_may_come_back_later() -> None:
    table = a_table(MAJORITY)
    table.do(terms(CONSENT), 5)

    assert table.do(terms(CONSENT), 5) == []
    table.do(cc.WithdrawProposal(ONE), 5)
    assert table.do(terms(MAJORITY), 5) == [], "it says so already"
    assert len(table.do(terms(CONSENT), 5)) == 1


def test_nobody_without_a_seat_proposes_a_change_and_no_steward_takes_one_alone() -> None:
    table = a_table(MAJORITY)
    with pytest.raises(NotSeated):
        table.do(terms(CONSENT), UserId("U0STRANGE"))
    table.do(terms(STEWARDS), 1)

    for said, refused in ((None, NumbersNeeded), ((5, 1), NotByTheRule)):
        with pytest.raises(refused):
            table.do(cc.RecordDecision(ONE, said=said), 1)

    assert table.council.charter is not None
    assert table.council.charter.version == 1


def test_a_change_that_was_decided_aloud_by_the_present_rule_is_recorded_with_its_numbers() -> None:
    table = a_table(MAJORITY)
    table.do(terms(CONSENT), 5)

    (changed,) = table.do(cc.RecordDecision(ONE, said=(6, 3)), 1)

    assert isinstance(changed, ce.CharterAdopted)
    assert (changed.version, changed.aloud) == (2, Voices(6, 3, 10))
    assert (
        "charter's version 2.* By charter version 1; 0 for, 0 against, 10 seats; aloud 6 for" in table.card()
    )


def test_under_the_stewards_rule_a_change_takes_more_than_half_of_them() -> None:
    table = a_table(STEWARDS)

    table.do(terms(MAJORITY), 2)
    alone = table.react(True, 2)
    table.react(True, *range(3, 11))
    changed = table.react(True, 1)

    assert [one for one in alone if isinstance(one, ce.CharterAdopted)] == []
    assert [(one.version, one.by) for one in changed if isinstance(one, ce.CharterAdopted)] == [(2, 2)]


def test_policies_are_stamped_with_the_version_that_adopted_them() -> None:
    table = with_a_proposal(a_table(MAJORITY))
    table.do(terms(TEAMS), 5)
    table.react(True, 1, 2, 3, 4, 5, 6)
    table.react(True, 1, 2, 3, 4, 5, 6, number=TWO)
    table.do(cc.SubmitProposal("Another", "Text"), 5)
    table.react(True, 1, 2, 3, 4, 5, number=ProposalNumber(3))

    assert [one.charter for one in table.council.policies] == [1, 2]


def test_a_change_has_no_place_once_the_book_is_frozen() -> None:
    table = with_a_proposal(a_table(MAJORITY))
    table.do(cc.RecordDecision(ONE, said=(6, 0)), 1)
    table.do(terms(CONSENT), 5)
    table.do(cc.OpenBallot(), 1)

    with pytest.raises(CharterHasNoPlace):
        table.do(terms(TEAMS), 5)
    with pytest.raises(BookClosed):
        table.react(True, 1, number=TWO)


def test_replaying_the_log_makes_the_same_council() -> None:
    table = with_a_proposal(a_table(CONSENT, quorum=0.2))
    table.do(cc.Object(ONE, "Why?"), 4)
    table.do(cc.WithdrawObjection(ONE), 4)
    table.do(terms(TEAMS), 5)
    table.react(True, 1, 2, number=TWO)

    state: Council | None = None
    for event in table.events:
        state = evolve(state, event)

    assert state == table.council


def test_what_was_stored_before_amendments_still_reads() -> None:
    tally = {"support": 6, "oppose": 0, "seats": 10}
    charter = {"version": 1, "rule": "majority", "quorum": 0.5, "enactment": "", "enforcement": "", "by": 1}
    policy = {"number": 1, "policy": 1, "charter": 1, "tally": tally, "by_steward": None, "at": str(NOON)}

    assert decode("CharterAdopted", charter) == ce.CharterAdopted(1, MAJORITY, 0.5, "", "", RoleNumber(1))
    assert decode("PolicyAdopted", policy).tally == Tally(6, 0, 10)
    words = {"question": None, "owner_team": None, "enforcement": "", "review": ""}
    stored = {"number": 1, "title": "T", "text": "X", **words, "by": 3, "at": str(NOON)}
    assert decode("ProposalSubmitted", stored).terms is None


# --- what people see


def test_the_card_shows_objections_escaped_and_how_to_object() -> None:
    table = with_a_proposal(a_table(CONSENT))
    assert "5 of 10 seats have taken a side" in table.card()
    assert "Withdraw my objection" not in table.buttons()

    table.do(cc.Object(ONE, "<!channel> Too & fast"), 4)

    assert "&lt;!channel&gt; Too &amp; fast" in table.card()
    assert f"*Objection of the {PACK.role(4).name}:*" in table.card().replace("&amp;", "&")
    assert "'Object'" in table.buttons()
    assert "Withdraw my objection" in table.buttons()


def test_the_card_counts_teams_and_the_stamp_says_how_many_supported() -> None:
    table = with_a_proposal(a_table(TEAMS))
    table.react(True, 1, 3)

    assert "3 of 5 teams support it" in table.card()
    assert "Now: 2 teams for, 0 against." in table.card()
    table.react(True, 2, 4, 5)

    assert "5 for, 0 against, 10 seats, 3 of 5 teams" in table.card()


def test_an_amendments_card_shows_the_terms_and_then_what_became_of_it() -> None:
    table = a_table(MAJORITY)
    table.do(terms(CONSENT, 0.3, "On <Monday>."), 5)

    assert "*Rule:* Consent." in table.card()
    assert "30%" in table.card()
    assert "On &lt;Monday&gt;." in table.card()
    table.react(True, 1, 2, 3, 4, 5, 6)

    assert "charter's version 2.* By charter version 1; 6 for, 0 against, 10 seats." in table.card()
    charter = charter_cards.charter(PACK, table.council)
    assert "anybody here can propose to change it" in charter.text


def test_the_longest_cards_and_forms_fit() -> None:
    table = a_table(CONSENT)
    table.do(cc.AdoptCharter(TEAMS, 1.0, "&" * TEXT_LENGTH, "<" * TEXT_LENGTH), 5)
    table.do(
        cc.SubmitProposal("T" * TITLE_LENGTH, "&" * TEXT_LENGTH, enforcement="&" * 300),
        5,
    )
    for role in range(1, 11):
        for number in (ONE, TWO):
            table.do(cc.Object(number, "&" * ObjectionForm.reason.length), role)

    for number in (ONE, TWO):
        table.card(number)
        table.buttons(number)
    CharterForm.view(PACK, table.council).validate_json()
    ObjectionForm.view(table.council, ProposalNumber(123456)).validate_json()
    objections.how_to_object(1).as_kwargs()


def test_the_form_says_whether_it_adopts_or_proposes() -> None:
    assert CharterForm.view(PACK, a_table().council).to_dict()["submit"]["text"] == "Adopt"
    assert CharterForm.view(PACK, a_table(STEWARDS).council).to_dict()["submit"]["text"] == "Propose"
    assert CharterForm.view(PACK, a_table(CONSENT).council).to_dict()["submit"]["text"] == "Propose"


def test_a_bare_thumb_down_is_told_how_to_object_under_consent_only() -> None:
    told = {}
    for rule in (CONSENT, MAJORITY, TEAMS):
        table = with_a_proposal(a_table(rule))
        (taken,) = table.react(False, 4)
        work = list(of_council(table.council, taken, 9))
        told[rule] = [type(one.intent) for one in work if isinstance(one.intent, Whisper)]
    table = with_a_proposal(a_table(CONSENT))
    table.do(cc.Object(ONE, "Why?"), 4)
    (taken,) = table.react(False, 4)

    assert told == {CONSENT: [HowToObjectWhisper], MAJORITY: [], TEAMS: []}
    assert list(of_council(table.council, taken, 9)) == []


def test_a_new_charter_makes_the_cards_of_open_proposals_true() -> None:
    table = with_a_proposal(a_table(MAJORITY))
    table.do(terms(CONSENT), 5)
    (*_, adopted) = table.react(True, 1, 2, 3, 4, 5, 6, number=TWO)

    work = list(of_council(table.council, adopted, 9))

    charter, *cards = (one.intent for one in work)
    assert isinstance(charter, CharterCard)
    assert [one.number for one in cards if isinstance(one, ProposalCard)] == [1, 2]
    assert "no objection stands" in table.card()


def test_a_changed_rule_applies_to_what_is_open_already() -> None:
    table = with_a_proposal(a_table(MAJORITY, quorum=0.1))
    table.do(terms(CONSENT), 5)
    table.react(True, 1, 2, 3, 4, 5, 6, number=TWO)
    table.do(cc.Object(ONE, "Wait."), 4)
    table.react(True, 1, 2, 3, 5, 6, 7)

    assert table.council.policies == ()
