"""Seats: taken, left, handed over, moved and on paper; and who facilitates."""

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from bot.db.codec import decode, encode
from bot.domain.agenda import PlannedPhase
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import decide as decide_council
from bot.domain.council import events as ce
from bot.domain.council import evolve as evolve_council
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NotSeated, StewardsOnly
from bot.domain.errors.ballot import BallotClosed, BallotNotOpen, NotInElectorate, VotesThemselves
from bot.domain.errors.clock import GameOver
from bot.domain.errors.seating import (
    HandsToThemselves,
    HoldsASeatAlready,
    NoSeatToHandOver,
    NoSuchPaperSeat,
    PaperNameTaken,
    SeatTaken,
    SignUpClosed,
)
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import decide as decide_game
from bot.domain.game import events as ge
from bot.domain.game import evolve as evolve_game
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.mending import empty_teams, mending
from bot.domain.offer import BallotRule
from bot.domain.paper import is_paper, paper_id
from bot.domain.phases import PhaseKind
from bot.domain.reactions import Reaction
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Layout, Seat, Seating, SeatSpec
from bot.domain.sidebar import sidebars
from bot.intents import councils
from bot.intents.rooms import Invite, Remove
from bot.slack.blocks import phrases
from bot.slack.seats import cards as seats_cards
from tests.builders import (
    FACILITATOR,
    ONE,
    a_charter,
    a_council,
    a_layout,
    founding,
    nameless,
    player,
)

ANN = UserId("U0ANN")

AT = datetime(2031, 3, 4, 12, tzinfo=UTC)
ADA, BEN, CLEO, DAN, EVE = (UserId(name) for name in ("UADA", "UBEN", "UCLEO", "UDAN", "UEVE"))
DIRECTOR, ZOE = UserId("UDIRECTOR"), paper_id("Zoë")
SPECS = tuple(
    SeatSpec(RoleNumber(number), TeamKey(team), steward)
    for number, team, steward in ((1, "lead", True), (3, "red", False), (5, "blue", False), (4, "red", False))
)


def a_directed_game(*players: UserId, dealt: bool = True, ended: bool = False) -> Game:
    """A game run by the director, dealt to one council."""
    events: list[ge.GameEvent] = [
        ge.GameCreated(
            GameId("g"),
            "Game",
            "pack",
            1,
            Layout(SPECS, 2),
            (PlannedPhase("one", PhaseKind.SESSION, "One", timedelta(minutes=1)),),
            ChannelId("C1"),
            (DIRECTOR,),
            None,
            "UTC",
            1,
            7,
        ),
        *(ge.PlayerJoined(player, chair=False, open_hand=False) for player in players),
    ]
    if dealt:
        seats = tuple((spec.role, player) for spec, player in zip(SPECS, players, strict=False))
        events.append(ge.SeatsDealt(Seating((seats,))))
    if ended:
        events.append(ge.GameEnded(AT))
    return reduce(evolve_game, events, None)  # type: ignore[return-value]


def a_council_of(*holders: UserId | None, policy: bool = True, number: int = 1) -> Council:
    """A council with these holders in filling order, in its last session."""
    seats = tuple(
        Seat(spec.role, spec.team, spec.steward, holder)
        for spec, holder in zip(SPECS, (*holders, *[None] * 4), strict=False)
    )
    council = founded(seats, number)
    session = cc.EnterPhase("last", PhaseKind.SESSION, AT, charter=True, holds_ballot=True)
    council = after(council, session, MOOT)
    if policy:
        proposer = next(holder for holder in holders if holder)
        council = after(council, cc.SubmitProposal("Title", "Text"), proposer)
        council = after(council, cc.RecordDecision(ProposalNumber(1)), proposer)
    return council


def founded(seats: tuple[Seat, ...], number: int) -> Council:
    command = cc.SeatCouncil(
        CouncilId(f"g-{number}"),
        GameId("g"),
        number,
        f"Council {number}",
        seats,
        "Leads",
        tuple(DecisionRuleKind),
        BallotRule(more_than=0.5, quorum=0.5),
        (DIRECTOR,),
    )
    return evolve_council(None, decide_council(None, command, at=AT, actor=MOOT)[0])


def after(council: Council, command: cc.CouncilCommand, actor: UserId, seconds: int = 0) -> Council:
    """The council after what the command does."""
    events = decide_council(council, command, at=AT + timedelta(seconds=seconds), actor=actor)
    return reduce(evolve_council, events, council)


# --- names on paper


def test_people_without_slack_are_named_and_not_mentioned() -> None:
    assert phrases.mention(paper_id("A <b> & <i>")) == "A &lt;b&gt; &amp; &lt;i&gt; (on paper)"
    assert phrases.mention(ADA) == "<@UADA>"
    assert phrases.mention(None) == "nobody yet"


def test_only_facilitators_put_a_name_on_the_list_and_each_name_once() -> None:
    # given
    game = a_directed_game(ADA, dealt=False)

    # when, then
    with pytest.raises(FacilitatorsOnly):
        decide_game(game, gc.Join(ZOE), at=AT, actor=ADA)
    joined = decide_game(game, gc.Join(ZOE), at=AT, actor=DIRECTOR)
    assert joined == [ge.PlayerJoined(ZOE, chair=False, open_hand=False, by=DIRECTOR)]
    game = evolve_game(game, joined[0])
    assert decide_game(game, gc.Join(ZOE), at=AT, actor=DIRECTOR) == []
    with pytest.raises(PaperNameTaken):
        decide_game(game, gc.Join(paper_id("ZOË")), at=AT, actor=DIRECTOR)


# --- the list


def test_the_list_says_who_added_or_removed_somebody() -> None:
    game = a_directed_game(ADA, dealt=False)
    assert decide_game(game, gc.Join(BEN), at=AT, actor=BEN) == [ge.PlayerJoined(BEN, False, False)]
    assert decide_game(game, gc.Leave(ADA), at=AT, actor=ADA) == [ge.PlayerLeft(ADA)]
    assert decide_game(game, gc.Leave(ADA), at=AT, actor=DIRECTOR) == [ge.PlayerLeft(ADA, by=DIRECTOR)]
    with pytest.raises(FacilitatorsOnly):
        decide_game(game, gc.Leave(ADA), at=AT, actor=BEN)


def test_events_that_were_stored_before_still_decode() -> None:
    assert decode("PlayerJoined", {"player": "U1", "chair": True, "open_hand": False}).by is None
    assert decode("PlayerLeft", {"player": "U1"}).by is None
    vote = decode("VoteCast", {"seat": 1, "choice": "yes", "at": AT.isoformat()})
    assert (vote.reconciled, vote.proxy_by) == (False, None)
    outcome = {"yes": 1, "no": 0, "abstain": 0, "seats": 1, "passed": True, "reason": "r"}
    assert decode("BallotCounted", {"outcome": outcome}).outcome.by_proxy == 0
    for event in (
        ge.PlayerReplaced(ADA, BEN),
        ce.SeatHandedOver(RoleNumber(1), ADA, BEN),
        ce.HolderMoved(ADA, RoleNumber(1), RoleNumber(4)),
        ce.VoteCast(RoleNumber(1), Choice.NO, AT, proxy_by=ADA),
    ):
        assert decode(*encode(event)) == event


# --- handing over


def test_a_player_or_a_facilitator_hands_over_and_nobody_else() -> None:
    # given
    game, command = a_directed_game(ADA, BEN), gc.HandOver(ADA, CLEO)

    # when, then
    for actor in (ADA, DIRECTOR):
        assert decide_game(game, command, at=AT, actor=actor) == [ge.PlayerReplaced(ADA, CLEO)]
    for actor in (BEN, CLEO):
        with pytest.raises(FacilitatorsOnly):
            decide_game(game, command, at=AT, actor=actor)
    listed = evolve_game(game, ge.PlayerReplaced(ADA, CLEO))
    assert [one.player for one in listed.players] == [BEN, CLEO]


@pytest.mark.parametrize(
    ("game", "command", "refusal"),
    [
        (a_directed_game(ADA, dealt=False), gc.HandOver(ADA, CLEO), NoSeatToHandOver),
        (a_directed_game(ADA), gc.HandOver(BEN, CLEO), NoSeatToHandOver),
        (a_directed_game(ADA), gc.HandOver(ADA, ADA), HandsToThemselves),
        (a_directed_game(ADA, ended=True), gc.HandOver(ADA, CLEO), GameOver),
    ],
)
def test_without_a_seat_there_is_nothing_to_hand_over(
    game: Game, command: gc.HandOver, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decide_game(game, command, at=AT, actor=command.player)


def test_in_the_council_only_moot_hands_over_to_somebody_without_a_seat() -> None:
    # given
    council = a_council_of(ADA, BEN)

    # when, then
    for actor in (ADA, DIRECTOR):
        with pytest.raises(MootOnly):
            after(council, cc.HandOverSeat(ADA, CLEO), actor)
    with pytest.raises(HoldsASeatAlready):
        after(council, cc.HandOverSeat(ADA, BEN), MOOT)
    with pytest.raises(NoSeatToHandOver):
        after(council, cc.HandOverSeat(CLEO, DAN), MOOT)
    council = after(council, cc.HandOverSeat(ADA, CLEO), MOOT)
    assert council.seat_of(ADA) is None
    seat = council.seat_of(CLEO)
    assert seat is not None
    assert (seat.role, seat.steward) == (1, True)
    with pytest.raises(NoSeatToHandOver):  # said again, it changes nothing
        after(council, cc.HandOverSeat(ADA, CLEO), MOOT)


@pytest.mark.parametrize(
    ("shown", "counted"),
    [
        ({ADA: {Choice.YES}}, (1, 0)),  # only the old holder's reaction: it is the seat's
        ({ADA: {Choice.YES}, CLEO: {Choice.NO}}, (0, 1)),  # the new holder's comes later
        ({}, (1, 0)),  # the old holder took it away after leaving: it stays
    ],
)
def test_the_vote_of_a_seat_that_is_handed_over_stays_and_counts_once(
    shown: dict[UserId, set[Choice]], counted: tuple[int, int]
) -> None:
    # given a vote and then another holder
    council = after(a_council_of(ADA, BEN), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.CastVote(Choice.YES), ADA, 1)
    council = after(council, cc.HandOverSeat(ADA, CLEO), MOOT)
    if CLEO in shown:
        council = after(council, cc.CastVote(Choice.NO), CLEO, 2)
    with pytest.raises(NotInElectorate):
        after(council, cc.CastVote(Choice.NO), ADA, 3)

    # when
    council = after(council, cc.CloseBallot(nameless(shown)), MOOT, 9)

    # then
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.no) == counted


# --- moving, and teams without anybody


def test_only_a_facilitator_moves_somebody_and_only_to_a_vacant_seat() -> None:
    # given the seat 4 vacant
    council = a_council_of(ADA, BEN, CLEO)

    # when, then
    with pytest.raises(FacilitatorsOnly):
        after(council, cc.MoveHolder(CLEO, RoleNumber(4)), ADA)
    for taken in (1, 3, 77):
        with pytest.raises(SeatTaken):
            after(council, cc.MoveHolder(CLEO, RoleNumber(taken)), DIRECTOR)
    with pytest.raises(NoSeatToHandOver):
        after(council, cc.MoveHolder(EVE, RoleNumber(4)), DIRECTOR)
    council = after(council, cc.MoveHolder(CLEO, RoleNumber(4)), DIRECTOR)
    assert {int(seat.role): seat.holder for seat in council.filled} == {1: ADA, 3: BEN, 4: CLEO}
    assert decide_council(council, cc.MoveHolder(CLEO, RoleNumber(4)), at=AT, actor=DIRECTOR) == []


def test_a_team_without_anybody_is_mended_from_the_largest_team_or_by_who_watches() -> None:
    # given a council whose blue team has gone, with two in the red team
    council = a_council_of(ADA, BEN, CLEO, DAN)
    assert empty_teams(council) == ()
    council = after(council, cc.VacateSeat(CLEO), MOOT)
    game = evolve_game(a_directed_game(ADA, BEN, CLEO, DAN), ge.ObserverJoined(EVE))

    # when
    found = mending(game, [council], council, "blue")

    # then
    assert empty_teams(council) == ("blue",)
    assert found is not None
    assert found.mover is not None
    assert (found.seat.role, found.mover.holder, found.watchers) == (5, DAN, (EVE,))
    assert mending(game, [council], council, "red") is None


def test_nobody_moves_where_that_would_empty_another_team() -> None:
    council = after(a_council_of(ADA, BEN, CLEO), cc.VacateSeat(CLEO), MOOT)
    found = mending(a_directed_game(ADA, BEN), [council], council, "blue")
    assert found is not None
    assert found.mover is None


# --- proxy votes


def test_a_proxy_votes_for_paper_only_while_the_vote_is_open() -> None:
    # given
    council, proxy = a_council_of(ADA, BEN, ZOE), cc.CastProxyVote(ZOE, Choice.YES)

    # when, then
    with pytest.raises(BallotNotOpen):
        after(council, proxy, ADA)
    council = after(council, cc.OpenBallot(), DIRECTOR)
    with pytest.raises(StewardsOnly):
        after(council, proxy, BEN)
    with pytest.raises(NotSeated):
        after(council, proxy, EVE)
    with pytest.raises(VotesThemselves):
        after(council, cc.CastProxyVote(BEN, Choice.YES), ADA)
    with pytest.raises(NoSuchPaperSeat):
        after(council, cc.CastProxyVote(paper_id("Bob"), Choice.YES), ADA)
    cast = decide_council(council, proxy, at=AT, actor=ADA)
    assert cast == [ce.VoteCast(RoleNumber(5), Choice.YES, AT, proxy_by=ADA)]
    council = after(council, proxy, ADA)
    assert decide_council(council, proxy, at=AT, actor=DIRECTOR) == []
    council = after(council, cc.CallBallot(), MOOT)
    with pytest.raises(BallotClosed):
        after(council, cc.CastProxyVote(ZOE, Choice.NO), ADA)


def test_a_paper_seat_that_came_after_the_opening_cannot_vote() -> None:
    council = after(a_council_of(ADA, BEN), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.FillSeat(ZOE, open_hand=False), MOOT)
    with pytest.raises(NotInElectorate):
        after(council, cc.CastProxyVote(ZOE, Choice.YES), ADA)


@pytest.mark.parametrize("standing", [None, {}, nameless({ADA: {Choice.NO}})])
def test_a_proxy_vote_is_left_alone_at_the_close_and_the_last_one_counts(
    standing: dict[UserId, frozenset[Reaction[Choice]]] | None,
) -> None:
    # given
    council = after(a_council_of(ADA, BEN, ZOE), cc.OpenBallot(), DIRECTOR)
    for choice in (Choice.NO, Choice.ABSTAIN, Choice.YES):
        council = after(council, cc.CastProxyVote(ZOE, choice), ADA)

    # when
    council = after(council, cc.CloseBallot(standing), MOOT)

    # then
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.abstain, council.outcome.by_proxy) == (1, 0, 1)


def test_a_proxy_vote_stays_with_the_seat_until_its_next_holder_votes() -> None:
    # given a proxy vote, and then somebody with Slack in the seat
    council = after(a_council_of(ADA, BEN, ZOE), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.CastProxyVote(ZOE, Choice.YES), ADA)
    council = after(council, cc.HandOverSeat(ZOE, CLEO), MOOT)

    # when it is closed as it is, or after they voted
    kept = after(council, cc.CloseBallot({}), MOOT, 9)
    voted = after(council, cc.CastVote(Choice.NO), CLEO, 5)
    voted = after(voted, cc.CloseBallot(nameless({CLEO: {Choice.NO}})), MOOT, 9)

    # then
    assert kept.outcome is not None
    assert (kept.outcome.yes, kept.outcome.by_proxy) == (1, 1)
    assert voted.outcome is not None
    assert (voted.outcome.yes, voted.outcome.no, voted.outcome.by_proxy) == (0, 1, 0)


def test_a_council_whose_stewards_sit_on_paper_is_not_stuck() -> None:
    council = a_council_of(ZOE, BEN, CLEO, policy=False)
    council = after(council, cc.SubmitProposal("Title", "Text"), BEN)
    assert after(council, cc.RecordDecision(ProposalNumber(1)), CLEO).policies
    council = after(council, cc.FillSeat(ADA, open_hand=False), MOOT)
    with pytest.raises(NoSeatToHandOver):
        after(council, cc.HandOverSeat(EVE, DAN), MOOT)


# --- Slack


def test_who_facilitates_keeps_the_channel_when_leaving_a_seat() -> None:
    council = a_council_of(DIRECTOR, ADA)
    for leaver, expected in ((DIRECTOR, []), (ADA, [Remove("council:1", ADA)])):
        event = decide_council(council, cc.VacateSeat(leaver), at=AT, actor=MOOT)[0]
        work = councils.of_council(evolve_council(council, event), event, 9)
        assert [one.intent for one in work if isinstance(one.intent, Remove)] == expected


def test_nobody_on_paper_is_in_a_sidebar() -> None:
    tables = (a_council_of(ADA, BEN, ZOE), a_council_of(CLEO, DAN, EVE, number=2))
    assert not any(is_paper(user) for one in sidebars(tables, 25) for user in one.members)


def test_a_list_of_many_names_everybody_once() -> None:
    users = [UserId(f"U{number:05}") for number in range(700)]
    words = seats_cards.happened((user, "signed up.") for user in users).blocks
    shown = " ".join(block.text.text for block in words)  # type: ignore[attr-defined]
    assert all(shown.count(f"<@{user}>") == 1 for user in users)


# --- taking and leaving a seat


def test_a_founded_council_is_not_founded_again() -> None:
    log = a_council()

    assert log.do(founding(name="Another"), MOOT) == []


def test_a_late_joiner_takes_the_first_vacant_seat_in_the_order_in_which_seats_are_filled() -> None:
    log = a_council(6, layout=a_layout(2, 2, 2, 2, 2))

    filled = log.do(cc.FillSeat(player(77), open_hand=True), MOOT)

    assert filled == [ce.SeatFilled(RoleNumber(4), player(77), True)]
    seat = log.council.seat_of(player(77))
    assert seat is not None
    assert seat.open_hand


def test_nobody_gets_a_second_seat_and_a_full_council_takes_nobody() -> None:
    log = a_council(10)

    assert log.do(cc.FillSeat(player(3), open_hand=False), MOOT) == []
    with pytest.raises(SignUpClosed):
        log.do(cc.FillSeat(player(77), open_hand=False), MOOT)


def test_a_leaver_frees_the_seat_at_once_and_can_do_nothing_more() -> None:
    log = a_council()
    log.propose(by=3)

    left = log.do(cc.VacateSeat(player(3)), MOOT)

    assert left == [ce.SeatVacated(RoleNumber(3), player(3))]
    assert log.do(cc.VacateSeat(player(3)), MOOT) == []
    with pytest.raises(NotSeated):
        log.do(cc.WithdrawProposal(ONE), player(3))


def test_whoever_takes_a_seat_inherits_its_proposals_and_its_authority() -> None:
    log = a_council()
    log.propose(by=3)
    log.do(cc.VacateSeat(player(3)), MOOT)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT)
    log.do(cc.VacateSeat(player(1)), MOOT)
    log.do(cc.FillSeat(player(78), open_hand=False), MOOT)

    log.do(a_charter(), player(78))
    withdrawn = log.do(cc.WithdrawProposal(ONE), player(77))

    assert withdrawn == [ce.ProposalWithdrawn(ONE)]


def test_partners_are_the_other_filled_seats_of_the_team() -> None:
    log = a_council(10)
    seat = log.council.seat_of(player(3))
    assert seat is not None

    together = log.council.partners_of(seat)
    log.do(cc.VacateSeat(player(4)), MOOT)

    assert [one.role for one in together] == [4]
    assert log.council.partners_of(seat) == ()


# --- who facilitates


def test_a_council_learns_who_runs_the_game_and_obeys_them() -> None:
    log = a_council()
    log.do(cc.NudgeSeat(RoleNumber(4)), FACILITATOR)

    changed = log.do(cc.KnowFacilitators(frozenset({ANN})), MOOT)

    assert changed == [ce.FacilitatorsChanged((ANN,), (FACILITATOR,))]
    assert log.do(cc.KnowFacilitators(frozenset({ANN})), MOOT) == []
    assert log.do(cc.NudgeSeat(RoleNumber(5)), ANN)
    with pytest.raises(FacilitatorsOnly):
        log.do(cc.NudgeSeat(RoleNumber(6)), FACILITATOR)


def test_a_facilitator_gets_every_council_and_who_steps_down_keeps_only_the_one_they_sit_in() -> None:
    log = a_council()
    seated = player(3)
    (changed,) = log.do(cc.KnowFacilitators(frozenset({ANN, seated})), MOOT)
    came = [one.intent for one in councils.of_council(log.council, changed, 9)]
    (back,) = log.do(cc.KnowFacilitators(frozenset({FACILITATOR})), MOOT)
    went = [one.intent for one in councils.of_council(log.council, back, 10)]

    assert came[0] == Invite("council:1", (ANN,)), "who sits here is here already"
    assert [type(one) for one in came] == [Invite, Remove]
    assert [one for one in went if isinstance(one, Remove)] == [Remove("council:1", ANN)]
