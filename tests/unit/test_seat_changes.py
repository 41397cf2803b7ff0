"""Seats that change hands, and seats on paper: the rules at their edges."""

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from bot.db.codec import decode, encode
from bot.domain import errors
from bot.domain.agenda import PlannedPhase
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import decide as decide_council
from bot.domain.council import events as ce
from bot.domain.council import evolve as evolve_council
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import decide as decide_game
from bot.domain.game import events as ge
from bot.domain.game import evolve as evolve_game
from bot.domain.ids import MOOT, ChannelId, CouncilId, GameId, ProposalNumber, RoleNumber, TeamKey, UserId
from bot.domain.mending import empty_teams, mending
from bot.domain.paper import LONGEST_NAME, BadPaperName, is_paper, paper_id, paper_name, same_name
from bot.domain.scenario import BallotRule, DecisionRuleKind, PhaseKind
from bot.domain.seating import Layout, Seat, Seating, SeatSpec
from bot.domain.sidebar import sidebars
from bot.intents import councils
from bot.intents.rooms import Remove
from bot.slack.blocks import phrases
from bot.slack.seats import cards as seats_cards

AT = datetime(2031, 3, 4, 12, tzinfo=UTC)
ADA, BEN, CLEO, DAN, EVE = (UserId(name) for name in ("UADA", "UBEN", "UCLEO", "UDAN", "UEVE"))
DIRECTOR, ZOE = UserId("UDIRECTOR"), paper_id("Zoë")
SPECS = tuple(
    SeatSpec(RoleNumber(number), TeamKey(team), steward)
    for number, team, steward in ((1, "lead", True), (3, "red", False), (5, "blue", False), (4, "red", False))
)


def a_game(*players: UserId, dealt: bool = True, ended: bool = False) -> Game:
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


def a_council(*holders: UserId | None, policy: bool = True, number: int = 1) -> Council:
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


@pytest.mark.parametrize("name", ["Z", "  Zoë   Ann ", "x" * LONGEST_NAME, "Zoë & <b>Co</b>"])
def test_a_name_on_paper_is_kept_as_it_was_written_but_for_stray_blanks(name: str) -> None:
    player = paper_id(name)
    assert is_paper(player)
    assert paper_name(player) == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "<@U1|ada>", "<!channel>", "--"])
def test_a_name_that_is_none_or_a_mention_is_refused(name: str) -> None:
    with pytest.raises(BadPaperName):
        paper_id(name)


def test_names_are_found_whatever_their_capitals_and_blanks() -> None:
    assert same_name(" zOË ", [ADA, ZOE]) == ZOE
    assert same_name("UADA", [ADA]) is None
    assert same_name("Zo", [ZOE]) is None


def test_people_without_slack_are_named_and_not_mentioned() -> None:
    assert phrases.mention(paper_id("A <b> & <i>")) == "A &lt;b&gt; &amp; &lt;i&gt; (on paper)"
    assert phrases.mention(ADA) == "<@UADA>"
    assert phrases.mention(None) == "nobody yet"


def test_only_facilitators_put_a_name_on_the_list_and_each_name_once() -> None:
    # given
    game = a_game(ADA, dealt=False)

    # when, then
    with pytest.raises(errors.FacilitatorsOnly):
        decide_game(game, gc.Join(ZOE), at=AT, actor=ADA)
    joined = decide_game(game, gc.Join(ZOE), at=AT, actor=DIRECTOR)
    assert joined == [ge.PlayerJoined(ZOE, chair=False, open_hand=False, by=DIRECTOR)]
    game = evolve_game(game, joined[0])
    assert decide_game(game, gc.Join(ZOE), at=AT, actor=DIRECTOR) == []
    with pytest.raises(errors.PaperNameTaken):
        decide_game(game, gc.Join(paper_id("ZOË")), at=AT, actor=DIRECTOR)


# --- the list


def test_the_list_says_who_added_or_removed_somebody() -> None:
    game = a_game(ADA, dealt=False)
    assert decide_game(game, gc.Join(BEN), at=AT, actor=BEN) == [ge.PlayerJoined(BEN, False, False)]
    assert decide_game(game, gc.Leave(ADA), at=AT, actor=ADA) == [ge.PlayerLeft(ADA)]
    assert decide_game(game, gc.Leave(ADA), at=AT, actor=DIRECTOR) == [ge.PlayerLeft(ADA, by=DIRECTOR)]
    with pytest.raises(errors.FacilitatorsOnly):
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
    game, command = a_game(ADA, BEN), gc.HandOver(ADA, CLEO)

    # when, then
    for actor in (ADA, DIRECTOR):
        assert decide_game(game, command, at=AT, actor=actor) == [ge.PlayerReplaced(ADA, CLEO)]
    for actor in (BEN, CLEO):
        with pytest.raises(errors.FacilitatorsOnly):
            decide_game(game, command, at=AT, actor=actor)
    listed = evolve_game(game, ge.PlayerReplaced(ADA, CLEO))
    assert [one.player for one in listed.players] == [BEN, CLEO]


@pytest.mark.parametrize(
    ("game", "command", "refusal"),
    [
        (a_game(ADA, dealt=False), gc.HandOver(ADA, CLEO), errors.NoSeatToHandOver),
        (a_game(ADA), gc.HandOver(BEN, CLEO), errors.NoSeatToHandOver),
        (a_game(ADA), gc.HandOver(ADA, ADA), errors.HandsToThemselves),
        (a_game(ADA, ended=True), gc.HandOver(ADA, CLEO), errors.GameOver),
    ],
)
def test_without_a_seat_there_is_nothing_to_hand_over(
    game: Game, command: gc.HandOver, refusal: type[errors.Refusal]
) -> None:
    with pytest.raises(refusal):
        decide_game(game, command, at=AT, actor=command.player)


def test_in_the_council_only_moot_hands_over_to_somebody_without_a_seat() -> None:
    # given
    council = a_council(ADA, BEN)

    # when, then
    for actor in (ADA, DIRECTOR):
        with pytest.raises(errors.MootOnly):
            after(council, cc.HandOverSeat(ADA, CLEO), actor)
    with pytest.raises(errors.HoldsASeatAlready):
        after(council, cc.HandOverSeat(ADA, BEN), MOOT)
    with pytest.raises(errors.NoSeatToHandOver):
        after(council, cc.HandOverSeat(CLEO, DAN), MOOT)
    council = after(council, cc.HandOverSeat(ADA, CLEO), MOOT)
    assert council.seat_of(ADA) is None
    seat = council.seat_of(CLEO)
    assert seat is not None
    assert (seat.role, seat.steward) == (1, True)
    with pytest.raises(errors.NoSeatToHandOver):  # said again, it changes nothing
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
    council = after(a_council(ADA, BEN), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.CastVote(Choice.YES), ADA, 1)
    council = after(council, cc.HandOverSeat(ADA, CLEO), MOOT)
    if CLEO in shown:
        council = after(council, cc.CastVote(Choice.NO), CLEO, 2)
    with pytest.raises(errors.NotInElectorate):
        after(council, cc.CastVote(Choice.NO), ADA, 3)

    # when
    standing = {user: frozenset(choices) for user, choices in shown.items()}
    council = after(council, cc.CloseBallot(standing), MOOT, 9)

    # then
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.no) == counted


# --- moving, and teams without anybody


def test_only_a_facilitator_moves_somebody_and_only_to_a_vacant_seat() -> None:
    # given the seat 4 vacant
    council = a_council(ADA, BEN, CLEO)

    # when, then
    with pytest.raises(errors.FacilitatorsOnly):
        after(council, cc.MoveHolder(CLEO, RoleNumber(4)), ADA)
    for taken in (1, 3, 77):
        with pytest.raises(errors.SeatTaken):
            after(council, cc.MoveHolder(CLEO, RoleNumber(taken)), DIRECTOR)
    with pytest.raises(errors.NoSeatToHandOver):
        after(council, cc.MoveHolder(EVE, RoleNumber(4)), DIRECTOR)
    council = after(council, cc.MoveHolder(CLEO, RoleNumber(4)), DIRECTOR)
    assert {int(seat.role): seat.holder for seat in council.filled} == {1: ADA, 3: BEN, 4: CLEO}
    assert decide_council(council, cc.MoveHolder(CLEO, RoleNumber(4)), at=AT, actor=DIRECTOR) == []


def test_a_team_without_anybody_is_mended_from_the_largest_team_or_by_who_watches() -> None:
    # given a council whose blue team has gone, with two in the red team
    council = a_council(ADA, BEN, CLEO, DAN)
    assert empty_teams(council) == ()
    council = after(council, cc.VacateSeat(CLEO), MOOT)
    game = evolve_game(a_game(ADA, BEN, CLEO, DAN), ge.ObserverJoined(EVE))

    # when
    found = mending(game, [council], council, "blue")

    # then
    assert empty_teams(council) == ("blue",)
    assert found is not None
    assert found.mover is not None
    assert (found.seat.role, found.mover.holder, found.watchers) == (5, DAN, (EVE,))
    assert mending(game, [council], council, "red") is None


def test_nobody_moves_where_that_would_empty_another_team() -> None:
    council = after(a_council(ADA, BEN, CLEO), cc.VacateSeat(CLEO), MOOT)
    found = mending(a_game(ADA, BEN), [council], council, "blue")
    assert found is not None
    assert found.mover is None


# --- proxy votes


def test_a_proxy_votes_for_paper_only_while_the_vote_is_open() -> None:
    # given
    council, proxy = a_council(ADA, BEN, ZOE), cc.CastProxyVote(ZOE, Choice.YES)

    # when, then
    with pytest.raises(errors.BallotNotOpen):
        after(council, proxy, ADA)
    council = after(council, cc.OpenBallot(), DIRECTOR)
    with pytest.raises(errors.StewardsOnly):
        after(council, proxy, BEN)
    with pytest.raises(errors.NotSeated):
        after(council, proxy, EVE)
    with pytest.raises(errors.VotesThemselves):
        after(council, cc.CastProxyVote(BEN, Choice.YES), ADA)
    with pytest.raises(errors.NoSuchPaperSeat):
        after(council, cc.CastProxyVote(paper_id("Bob"), Choice.YES), ADA)
    cast = decide_council(council, proxy, at=AT, actor=ADA)
    assert cast == [ce.VoteCast(RoleNumber(5), Choice.YES, AT, proxy_by=ADA)]
    council = after(council, proxy, ADA)
    assert decide_council(council, proxy, at=AT, actor=DIRECTOR) == []
    council = after(council, cc.CallBallot(), MOOT)
    with pytest.raises(errors.BallotClosed):
        after(council, cc.CastProxyVote(ZOE, Choice.NO), ADA)


def test_a_paper_seat_that_came_after_the_opening_cannot_vote() -> None:
    council = after(a_council(ADA, BEN), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.FillSeat(ZOE, open_hand=False), MOOT)
    with pytest.raises(errors.NotInElectorate):
        after(council, cc.CastProxyVote(ZOE, Choice.YES), ADA)


@pytest.mark.parametrize("standing", [None, {}, {ADA: frozenset({Choice.NO})}])
def test_a_proxy_vote_is_left_alone_at_the_close_and_the_last_one_counts(
    standing: dict[UserId, frozenset[Choice]] | None,
) -> None:
    # given
    council = after(a_council(ADA, BEN, ZOE), cc.OpenBallot(), DIRECTOR)
    for choice in (Choice.NO, Choice.ABSTAIN, Choice.YES):
        council = after(council, cc.CastProxyVote(ZOE, choice), ADA)

    # when
    council = after(council, cc.CloseBallot(standing), MOOT)

    # then
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.abstain, council.outcome.by_proxy) == (1, 0, 1)


def test_a_proxy_vote_stays_with_the_seat_until_its_next_holder_votes() -> None:
    # given a proxy vote, and then somebody with Slack in the seat
    council = after(a_council(ADA, BEN, ZOE), cc.OpenBallot(), DIRECTOR)
    council = after(council, cc.CastProxyVote(ZOE, Choice.YES), ADA)
    council = after(council, cc.HandOverSeat(ZOE, CLEO), MOOT)

    # when it is closed as it is, or after they voted
    kept = after(council, cc.CloseBallot({}), MOOT, 9)
    voted = after(council, cc.CastVote(Choice.NO), CLEO, 5)
    voted = after(voted, cc.CloseBallot({CLEO: frozenset({Choice.NO})}), MOOT, 9)

    # then
    assert kept.outcome is not None
    assert (kept.outcome.yes, kept.outcome.by_proxy) == (1, 1)
    assert voted.outcome is not None
    assert (voted.outcome.yes, voted.outcome.no, voted.outcome.by_proxy) == (0, 1, 0)


def test_a_council_whose_stewards_sit_on_paper_is_not_stuck() -> None:
    council = a_council(ZOE, BEN, CLEO, policy=False)
    council = after(council, cc.SubmitProposal("Title", "Text"), BEN)
    assert after(council, cc.RecordDecision(ProposalNumber(1)), CLEO).policies
    council = after(council, cc.FillSeat(ADA, open_hand=False), MOOT)
    with pytest.raises(errors.NoSeatToHandOver):
        after(council, cc.HandOverSeat(EVE, DAN), MOOT)


# --- Slack


def test_who_facilitates_keeps_the_channel_when_leaving_a_seat() -> None:
    council = a_council(DIRECTOR, ADA)
    for leaver, expected in ((DIRECTOR, []), (ADA, [Remove("council:1", ADA)])):
        event = decide_council(council, cc.VacateSeat(leaver), at=AT, actor=MOOT)[0]
        work = councils.of_council(evolve_council(council, event), event, 9)
        assert [one.intent for one in work if isinstance(one.intent, Remove)] == expected


def test_nobody_on_paper_is_in_a_sidebar() -> None:
    tables = (a_council(ADA, BEN, ZOE), a_council(CLEO, DAN, EVE, number=2))
    assert not any(is_paper(user) for one in sidebars(tables, 25) for user in one.members)


def test_a_list_of_many_names_everybody_once() -> None:
    users = [UserId(f"U{number:05}") for number in range(700)]
    words = seats_cards.happened((user, "signed up.") for user in users).blocks
    shown = " ".join(block.text.text for block in words)  # type: ignore[attr-defined]
    assert all(shown.count(f"<@{user}>") == 1 for user in users)
