"""Whole games of every size that matters, from sign-up to the result, with leavers, late joiners and
hand-overs: seating, charters, adoption, the vote, rights, claims; and every card that they send."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import assert_never

import pytest

from bot.domain.ballot import Choice
from bot.domain.charter import requirement
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber, UserId
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from bot.reports.log.csv_files import csv_files
from bot.reports.log.lines import log_file, read
from bot.reports.log.replay import Replay
from bot.reports.marked import unmarked
from bot.reports.story.played import Played
from bot.reports.story.report import report_of
from tests.builders import by_policies, rainbow_road
from tests.integration.playing import DIRECTOR, PLENARY, Play, a_play
from tests.unit.reports.story.told import words

PACK = rainbow_road()
SIZES = {
    5: [5],
    10: [10],
    11: [6, 5],
    100: [10] * 10,
}
RULES = (
    DecisionRuleKind.MAJORITY,
    DecisionRuleKind.TEAMS,
    DecisionRuleKind.CONSENT,
    DecisionRuleKind.STEWARDS,
    DecisionRuleKind.TWO_THIRDS,
)
QUORUM = 0.5
FIRST, SECOND = ProposalNumber(1), ProposalNumber(2)
CHARTER = next(phase.key for phase in PACK.agenda if phase.charter)
FINISH = next(phase.key for phase in PACK.agenda if any(cue.kind == "ballot" for cue in phase.cues))
EMERGENCY, SIDEBAR, PRESENTATIONS = (
    next(phase.key for phase in PACK.agenda if phase.kind == kind)
    for kind in ("emergency", "sidebar", "presentations")
)


def user(number: int) -> UserId:
    return UserId(f"U{number:04}")


@pytest.mark.parametrize("players", SIZES)
async def test_a_whole_game_with_leavers_late_joiners_and_a_hand_over(players: int, tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await _sign_up(play, players)
        await _deal(play, players)
        await _somebody_leaves_and_somebody_comes(play)
        await play.to(CHARTER)
        await _charters(play, players)
        await _adoption(play)
        await play.to(EMERGENCY)
        for council in await play.councils():
            await play.act(council.id, _response(council), _steward(council))
        await _hand_over(play)
        await play.to(SIDEBAR)
        for council in await play.councils():
            await play.act(council.id, cc.CarryBack("Ask early."), _holder(council, -1))
        await _vote(play)
        await _count(play)
        await _claims(play)
        await _tables_keep_secrets(play)
        await _report_keeps_secrets(play)
        game = await play.to_the_end()
        await _result(play, game)
        await _boards_keep_secrets(play)
        await _report_tells_it(play)
        await _log_gives_the_same_game(play, game)


# --- sign-up and seating


async def _sign_up(play: Play, players: int) -> None:
    """Two in ten offer to chair, one in ten wants no secret, and somebody watches."""
    for number in range(players):
        command = c.Join(user(number), chair=number % 10 < 2, open_hand=number % 10 == 7)
        await play.do(command, by=user(number))
    await play.do(c.Observe(user(900)), by=user(900))
    await play.deliver()
    assert f"{players} players and 1 observer" in play.slack.words(PLENARY)


async def _deal(play: Play, players: int) -> None:
    await play.do(c.PlanSeating())
    game = await play.do(c.DealSeats())
    await play.deliver()
    councils = await play.councils()
    assert [len(council.filled) for council in councils] == SIZES[players], "even councils"
    assert min(len(council.filled) for council in councils) >= game.layout.minimum
    await _everybody_sits_once(play)
    for council in councils:
        await _projected(play, council)
        teams = Counter(seat.team for seat in council.filled)
        assert len(teams) == len(PACK.teams), "each team has somebody before any has two"
        assert sum(seat.steward for seat in council.filled) >= 1
        table = play.slack.channel(f"council-{council.number}")
        inside = {seat.holder for seat in council.filled} | {DIRECTOR, "UMOOT"}
        assert play.slack.members[table] == inside
    volunteers = {one.player for one in game.players if one.chair}
    chairs = {seat.holder for council in councils for seat in council.filled if seat.steward}
    assert chairs <= volunteers or volunteers <= chairs, "who offered to chair goes first"
    open_hands = {seat.holder for council in councils for seat in council.filled if seat.open_hand}
    assert open_hands == {one.player for one in game.players if one.open_hand}
    assert "Your sealed envelope" in play.slack.words(f"D{user(0)}")


async def _everybody_sits_once(play: Play) -> None:
    """Everybody on the list holds exactly one seat, and nobody else holds any."""
    game, councils = await play.game(), await play.councils()
    holders = [seat.holder for council in councils for seat in council.filled]
    assert len(holders) == len(set(holders))
    waiting = {one.player for one in game.players} - set(holders)
    vacant = [seat for council in councils for seat in council.seats.values() if seat.holder is None]
    assert set(holders) <= {one.player for one in game.players}
    assert not (waiting and vacant), "nobody waits while a seat is free"


async def _projected(play: Play, council: Council) -> None:
    """Questions about a person lead to the seat that they hold."""
    for seat in council.filled[::4]:
        assert seat.holder is not None
        where = await play.store.services.reader.where_in(council.game, seat.holder)
        assert (where.in_council().id, where.seat) == (council.id, seat)


# --- people who come and go


async def _somebody_leaves_and_somebody_comes(play: Play) -> None:
    """In every council somebody leaves, and late joiners take the seats that are free."""
    gone: dict[CouncilId, Seat] = {}
    for council in await play.councils():
        seat = council.filled[-1]
        assert seat.holder is not None
        gone[council.id] = seat
        await play.do(c.Leave(seat.holder), by=seat.holder)
    for number in range(len(gone)):
        late = user(500 + number)
        await play.do(c.Join(late), by=late)
        assert (await play.store.services.reader.where_in((await play.game()).id, late)).seat is not None
    await play.do(c.StartGame())
    await play.deliver()
    await _everybody_sits_once(play)
    for key, seat in gone.items():
        assert seat.holder is not None
        await _has_no_right(play, key, seat.holder)
        assert "This envelope is empty" in play.slack.words(f"D{seat.holder}")


async def _has_no_right(play: Play, council: CouncilId, who: UserId) -> None:
    """Whoever gave up a seat can neither read along nor do anything there."""
    table = play.slack.channel(f"council-{council.rpartition('-')[2]}")
    assert who not in play.slack.members[table]
    assert await play.refused(council, cc.SubmitProposal("Late", "Too late."), who) == "NotSeated"
    assert await play.refused(council, cc.TakeSide(FIRST, True), who) == "NotSeated"
    where = await play.store.services.reader.where_in((await play.game()).id, who)
    assert where.seat is None


async def _hand_over(play: Play) -> None:
    """In every council the proposer of the second proposal hands over; the successor has every right."""
    for council in await play.councils():
        role = council.proposals[SECOND].by
        giver, taker = council.seats[role].holder, user(700 + council.number)
        assert giver is not None
        await play.do(c.HandOver(giver, taker), by=giver)
        await play.deliver()
        await _has_no_right(play, council.id, giver)
        after = await play.store.services.reader.council(council.id)
        assert after.seats[role].holder == taker
        assert taker in play.slack.members[play.slack.channel(f"council-{council.number}")]
        assert "Your sealed envelope" in play.slack.words(f"D{taker}")
        after = await play.act(council.id, cc.WithdrawProposal(SECOND), taker)
        assert after.proposals[SECOND].status is ProposalStatus.WITHDRAWN, "what was proposed is theirs"
    await _everybody_sits_once(play)


# --- charter and policies


def _steward(council: Council) -> UserId:
    found = next((seat.holder for seat in council.filled if seat.steward), None)
    return found or _holder(council, 0)


def _holder(council: Council, place: int) -> UserId:
    holder = council.filled[place].holder
    assert holder is not None
    return holder


async def _charters(play: Play, players: int) -> None:
    """Every rule has its turn, in games of different sizes."""
    for council in await play.councils():
        rule = RULES[(council.number + players) % len(RULES)]
        ordinary = next(seat.holder for seat in council.filled if not seat.steward)
        assert ordinary is not None
        command = cc.AdoptCharter(rule, QUORUM, "By Friday.", "By a check.")
        assert await play.refused(council.id, command, ordinary) == "StewardsOnly"
        await play.act(council.id, command, _steward(council))
    await play.deliver()


async def _adoption(play: Play) -> None:
    """One proposal is adopted at the very reaction that meets the rule, once; a second one is not."""
    for council in await play.councils():
        first, second = cc.SubmitProposal("Owners answer", "Each model has one."), _second()
        await play.act(council.id, first, _holder(council, 0))
        await play.act(council.id, second, _holder(council, 1))
        await play.deliver()
        before = await play.store.services.reader.council(council.id)
        for seat in council.filled:
            assert seat.holder is not None
            if before.proposals[FIRST].status is ProposalStatus.ADOPTED:
                assert (
                    await play.refused(council.id, cc.TakeSide(FIRST, True), seat.holder) == "ProposalSettled"
                )
                continue
            after = await play.act(council.id, cc.TakeSide(FIRST, True), seat.holder)
            adopted = after.proposals[FIRST].status is ProposalStatus.ADOPTED
            assert adopted == _meets_the_rule(after, after.proposals[FIRST]), "neither early nor late"
            before = after
        after = await play.act(council.id, cc.TakeSide(SECOND, False), _holder(council, 2))
        assert after.proposals[SECOND].status is ProposalStatus.OPEN
        assert [policy.proposal for policy in after.policies] == [FIRST], "adopted once"
        assert after.policies[0].charter == 1
    await play.deliver()


def _second() -> cc.SubmitProposal:
    return cc.SubmitProposal("A glossary", "Each shared word has one owner.")


def _response(council: Council) -> cc.RecordResponse:
    """The process for the emergency, for which everybody was whose voice counts."""
    assert council.charter is not None
    nobody = council.tally(None)
    everybody = requirement(council.charter, nobody).voices(nobody).of
    return cc.RecordResponse("Put it back, then talk.", said=(int(everybody), 0))


def _meets_the_rule(council: Council, proposal: Proposal) -> bool:
    """The rules in the words of the charter form, counted anew."""
    assert council.charter is not None
    sides = {seat.role: proposal.side_of(seat.role) for seat in council.filled}
    stewards = [sides[seat.role] for seat in council.filled if seat.steward]
    if council.charter.rule is DecisionRuleKind.STEWARDS and stewards:
        return stewards.count(True) > len(stewards) / 2
    support, seats = sum(side is True for side in sides.values()), len(sides)
    if sum(side is not None for side in sides.values()) < ceil(QUORUM * seats):
        return False
    match council.charter.rule:
        case DecisionRuleKind.MAJORITY | DecisionRuleKind.STEWARDS | DecisionRuleKind.SHARE:
            return support > seats / 2
        case DecisionRuleKind.TWO_THIRDS:
            return support >= seats * 2 / 3
        case DecisionRuleKind.CONSENT:
            return support > 0
        case DecisionRuleKind.TEAMS:
            voices = [_voice(council.filled, team, sides) for team in {seat.team for seat in council.filled}]
            return voices.count(True) > len(voices) / 2
        case _:
            assert_never(council.charter.rule)


def _voice(filled: Sequence[Seat], team: str, sides: dict[RoleNumber, bool | None]) -> bool | None:
    said = [sides[seat.role] for seat in filled if seat.team == team]
    return None if said.count(True) == said.count(False) else said.count(True) > said.count(False)


# --- the vote


async def _vote(play: Play) -> None:
    """Yes from all but every third seat; the last seat is silent; somebody leaves in the middle of it."""
    game = await play.to(FINISH)
    while any(council.ballot is None for council in await play.councils()):
        game = await play.ring()
    assert game.phase is not None
    for council in await play.councils():
        ballot = council.ballot
        assert ballot is not None
        assert ballot.electorate == {seat.role for seat in council.filled}
        assert await play.refused(council.id, _second(), _holder(council, 0)) == "BookClosed"
        voters = council.filled[:-1]
        for place, seat in enumerate(voters):
            assert seat.holder is not None
            choice = Choice.NO if place % 3 == 2 else Choice.YES
            if place == 0:
                await play.vote(council, Choice.NO, seat.holder)  # the latest of two reactions counts
            await play.vote(council, choice, seat.holder)
        assert await play.refused(council.id, cc.CastVote(Choice.YES), user(900)) == "NotInElectorate"
    leaver = _holder((await play.councils())[0], 1)
    await play.do(c.Leave(leaver), by=leaver)
    assert (
        await play.refused((await play.councils())[0].id, cc.CastVote(Choice.NO), leaver) == "NotInElectorate"
    )
    newcomer = user(800)
    await play.do(c.Join(newcomer), by=newcomer)
    await play.deliver()
    shown = play.slack.words(play.slack.channel("council-1"))
    assert "Voted so far" in shown
    assert "votes cast were" not in shown, "the count stays hidden"


async def _count(play: Play) -> None:
    await play.to(PRESENTATIONS)
    for council in await play.councils():
        ballot, outcome = council.ballot, council.outcome
        assert ballot is not None
        assert outcome is not None
        seats = len(ballot.electorate)
        voters = seats - 1
        no = voters // 3
        yes = voters - no
        assert (outcome.yes, outcome.no, outcome.abstain, outcome.seats) == (yes, no, 0, seats)
        assert outcome.verified
        assert outcome.passed == (yes + no >= seats / 2 and yes > (yes + no) / 2)
        assert council.won == outcome.passed
        assert await play.refused(council.id, cc.CastVote(Choice.YES), _holder(council, -1)) == "BallotClosed"


# --- who won


async def _claims(play: Play) -> None:
    """A claim by missions, one by priorities, and one that is disputed and rejected."""
    for council in await play.councils():
        proof = by_policies(1)
        secret = next(seat for seat in council.filled if not seat.open_hand)
        others = [seat for seat in council.filled if seat.role != secret.role]
        assert secret.holder is not None
        await play.act(council.id, cc.MakeClaim(team_mission=proof, role_mission=proof), secret.holder)
        priorities = tuple((one.key, proof) for one in PACK.team(others[0].team).priorities)
        assert others[0].holder is not None
        await play.act(council.id, cc.MakeClaim(priorities=priorities), others[0].holder)
        assert others[1].holder is not None
        await play.act(council.id, cc.MakeClaim(priorities=priorities[:1]), others[1].holder)
        for judge in others[1:3]:
            await play.act(
                council.id, cc.JudgeClaim(others[0].role, confirms=False), judge.holder or DIRECTOR
            )
        ruling = cc.RuleOnClaim(others[0].role, upheld=False, reason="Policy 1 says nothing of it.")
        assert await play.refused(council.id, ruling, secret.holder) == "FacilitatorsOnly"
        await play.act(council.id, ruling, DIRECTOR)
        assert await play.refused(council.id, cc.MakeClaim(), user(900)) == "NotSeated"
    await play.deliver()


async def _result(play: Play, game: Game) -> None:
    councils = await play.councils()
    text = play.slack.words(PLENARY)
    queues = play.slack.words(f"D{DIRECTOR}").split("Rulings\n")[1:]
    assert len(queues) == 1, "there is one queue for all councils"
    assert f"Claim {len(councils)}." in queues[0] or "Page 1 of" in queues[0]
    won = sum(council.won for council in councils)
    assert f"{won} of {len(councils)} council" in text
    assert won == len(councils)
    for council in councils:
        assert f"*{council.name}: won.*" in text
        table = play.slack.words(play.slack.channel(f"council-{council.number}"))
        assert "*Individual wins: 1*" in table
        assert "by both secret missions [policy 1 (proposal 1)]" in table
        assert "Rejected by the facilitator" in table
        assert "The missions, revealed" in table
        assert council.activity.acted
    assert [one.key for one in game.agenda] == [phase.key for phase in PACK.agenda]
    assert await play.store.services.reader.undelivered(game.id) == []
    assert await play.store.services.reader.open_work(game.id) == 0


async def _boards_keep_secrets(play: Play) -> None:
    """Nor did they ever show a name, or a count before the close."""
    people = [seat.holder for council in await play.councils() for seat in council.filled if seat.holder]
    assert len(play.boards) > 20
    assert play.on_boards(*(text for _, text in PACK.private_texts()), *people) == []
    for tile in (tile for board in play.boards for tile in board.councils):
        assert tile.voting is None or tile.result is None
    assert play.boards[-1].results is not None
    assert {one.council for one in play.boards[-1].results.winners} == {
        council.name for council in await play.councils()
    }


# --- its report


async def _report(play: Play) -> str:
    game, reader = await play.game(), play.store.services.reader
    facts = Played(game, PACK, await play.councils(), await reader.log(game.id), play.now)
    return words(report_of(facts))


async def _report_keeps_secrets(play: Play) -> None:
    """Though people have claimed their missions by now, word for word."""
    page = await _report(play)
    for _, secret in PACK.private_texts():
        assert not any(line in page for line in unmarked(secret).split("\n") if line.strip())


async def _report_tells_it(play: Play) -> None:
    """Who won, what was decided and by whom it was proposed."""
    page, councils = await _report(play), await play.councils()
    assert "won together" in page
    for council in councils:
        [*policies] = council.book()
        for policy, proposal in policies:
            assert f"Policy {policy.number}: {proposal.title}" in page
        secret = next(seat for seat in council.filled if not seat.open_hand)
        role = PACK.role(secret.role).name
        each = f"{role} ({PACK.team(secret.team).name}) of {council.name}: by both secret missions"
        assert each in page or f"{role}, {council.name} | both secret missions" in page  # of many, a table
    assert "A facilitator rejected it: Policy 1 says nothing of it." in page


# --- its tables and its log


async def _tables_keep_secrets(play: Play) -> None:
    """While people play, tables hold nothing from anybody's sheet, even if it has been claimed."""
    files = csv_files(await play.game(), PACK, await play.councils())
    content = "\n".join(file.content.decode() for file in files)
    assert "Owners answer" in content
    assert [words for _, words in PACK.private_texts() if words in content] == []


async def _log_gives_the_same_game(play: Play, game: Game) -> None:
    """A log read back from a file and folded gives what the database has."""
    events = tuple((await play.store.services.reader.log(game.id)).in_order())
    file = log_file(game, events, play.now)

    replay = Replay(read(file.name, BytesIO(file.content)))
    while not replay.over:
        assert replay.play(replay.next_at or play.now)

    assert replay.game == game
    assert replay.councils == await play.councils()
