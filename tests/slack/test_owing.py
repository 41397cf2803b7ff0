"""Whatever Moot says that somebody still has to do, they can do: every kind of person, in every state."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.verdicts import to_rule_on
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, UserId
from bot.domain.owed import Owed, Task
from bot.domain.paper import paper_id
from bot.domain.rules import DecisionRuleKind
from bot.queries.place import Where
from bot.slack.blocks import names
from bot.slack.help.cards import everything_owed
from tests.builders import by_policies
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, Stage, player

ZOE, WATCHER, PLAYS_AND_RUNS = paper_id("Zoe"), UserId("U0WATCH"), player(3)
STATES = (
    *("sign-up", "dealt", "setup", "session-1", "stewards decide", "emergency", "sidebar", "voting"),
    *("open vote", "counted", "presenting", "disputed", "ended"),
)


async def reach(scene: Stage, state: str) -> None:
    """Plays until there; somebody sits on paper, somebody watches, and a player runs the game as well."""
    last = STATES.index(state)
    await scene.create(players=9)
    await scene.do(gc.Join(ZOE))
    await scene.do(gc.Observe(WATCHER), actor=WATCHER)
    await scene.do(gc.AddFacilitator(PLAYS_AND_RUNS))
    steps: Mapping[str, Callable[[], Awaitable[object]]] = {
        "dealt": lambda: _deal(scene),
        "setup": lambda: scene.do(gc.StartGame()),
        "session-1": lambda: _propose(scene),
        "stewards decide": lambda: _charter(scene),
        "emergency": lambda: _until(scene, "emergency"),
        "sidebar": lambda: _until(scene, "sidebar"),
        "voting": lambda: _vote_is_near(scene),
        "open vote": lambda: scene.at_table(cc.OpenBallot(), MOOT),
        "counted": lambda: _count(scene),
        "presenting": lambda: _until(scene, "presentations"),
        "disputed": lambda: _dispute(scene),
        "ended": lambda: scene.do(gc.EndGame()),
    }
    for step in STATES[1 : last + 1]:
        await steps[step]()


async def _deal(scene: Stage) -> None:
    await scene.do(gc.PlanSeating())
    await scene.do(gc.DealSeats())


async def _propose(scene: Stage) -> None:
    await scene.next_phase()
    plain = await scene.holder(steward=False)
    for title in ("One", "Two"):
        await scene.at_table(cc.SubmitProposal(title, "Text"), plain)


async def _charter(scene: Stage) -> None:
    """Under it, the stewards decide: what is proposed waits for them."""
    charter = cc.AdoptCharter(DecisionRuleKind.STEWARDS, 0.0, "By Friday.", "By a check.")
    await scene.at_table(charter, await scene.holder(steward=True))
    await scene.at_table(cc.SubmitProposal("Three", "Text"), await scene.holder(steward=False))


async def _until(scene: Stage, kind: str) -> None:
    while (phase := (await scene.store.services.games.load(GAME)).phase) is not None and phase.kind != kind:
        await scene.next_phase()


async def _vote_is_near(scene: Stage) -> None:
    stewards = [one for one in (await scene.council()).filled if one.steward]
    recorded = cc.RecordDecision(ProposalNumber(1), said=(len(stewards), 0))
    await scene.at_table(recorded, await scene.holder(steward=True))
    while (
        phase := (await scene.store.services.games.load(GAME)).phase
    ) is not None and not phase.holds_ballot:
        await scene.next_phase()


async def _count(scene: Stage) -> None:
    for seat in (await scene.council()).filled[:7]:
        if seat.holder not in (None, ZOE):
            await scene.at_table(cc.CastVote(Choice.YES), seat.holder or MOOT)
    await scene.next_phase()
    await scene.at_table(cc.CloseBallot(), MOOT)


async def _dispute(scene: Stage) -> None:
    claimant, *others = (seat for seat in (await scene.council()).filled if seat.holder != ZOE)
    await scene.at_table(cc.MakeClaim(by_policies(1), by_policies(1)), claimant.holder or MOOT)
    for other in others[:2]:
        await scene.at_table(cc.JudgeClaim(claimant.role, confirms=False), other.holder or MOOT)


async def kinds(scene: Stage) -> dict[str, UserId]:
    """Somebody of every kind."""
    found = {"facilitator": FACILITATOR, "facilitator who plays": PLAYS_AND_RUNS, "observer": WATCHER}
    game = await scene.store.services.games.load(GAME)
    if game.deal is None:
        return {**found, "player": player(1)}
    council = await scene.council()
    plain = [seat for seat in council.filled if not seat.steward and seat.holder not in (PLAYS_AND_RUNS, ZOE)]
    paper = council.seat_of(ZOE)
    assert paper is not None
    partners = [seat.holder for seat in council.partners_of(paper) if seat.holder]
    found |= {"player": plain[0].holder or MOOT, "steward": await scene.holder(steward=True)}
    return {**found, "paper's partner": partners[0]} if partners else found


async def does(scene: Stage, where: Where, one: Owed) -> str:
    """Does it as Moot said; what the person reads then, or nothing where it was a reaction."""
    user = where.user
    council = where.council
    match one.key:
        case Task.SHEET:
            return await scene.command(user, "/moot", "mission")
        case Task.CHARTER | Task.RESPONSE | Task.PRESENTATION | Task.CLAIM | Task.CALL:
            button = {
                Task.CHARTER: names.WRITE_CHARTER,
                Task.RESPONSE: names.RECORD_RESPONSE,
                Task.PRESENTATION: names.PREPARE_PRESENTATION,
                Task.CLAIM: names.MAKE_CLAIM,
                Task.CALL: names.CALL_VOTE,
            }[one.key]
            return await scene.press(user, button, COUNCIL)
        case Task.PROXY:
            return await scene.command(user, "/moot", f"proxy {one.on_paper[0]} yes")
        case Task.RECORD:
            return await scene.press(user, names.RECORD_DECISION, f"{COUNCIL}:{one.proposals[0]}")
        case Task.RULE:
            claim = next(to_rule_on(where.scenario, await scene.council()))
            return await scene.press(user, names.UPHOLD, f"{COUNCIL}:{claim.seat}")
        case Task.FEEDBACK | Task.DEAL | Task.START:
            words = {Task.FEEDBACK: "feedback", Task.DEAL: "seat", Task.START: "start"}
            return await scene.command(user, "/moot", words[one.key])
        case Task.VOTE | Task.SIDES | Task.JUDGE:  # reactions: their commands, which may refuse
            assert council is not None
            assert where.seat is not None
            await scene.at_table(_reaction(one, await scene.council(), where.seat.role), user)
            return ""
        case Task.REVEAL:
            return await scene.command(user, "/moot", f"reveal yes {' '.join(one.on_paper)}")
    raise AssertionError(one.key)


def _reaction(one: Owed, council: Council, role: RoleNumber) -> cc.CouncilCommand:
    if one.key is Task.VOTE:
        return cc.CastVote(Choice.YES)
    if one.key is Task.SIDES:
        return cc.TakeSide(one.proposals[0], True)
    claim = next(claim for claim in council.standing_claims() if claim.seat != role)
    return cc.JudgeClaim(claim.seat, True)


REFUSALS = (
    "Only",
    "You hold no",
    "no longer possible",
    "not open",
    "cannot",
    "nothing to",
    "no longer",
    "Nobody has",
)


@pytest.mark.parametrize("state", STATES)
async def test_whatever_somebody_still_has_to_do_they_can_do(stage: Stage, state: str) -> None:
    await reach(stage, state)
    reader = stage.store.services.reader
    for who, user in (await kinds(stage)).items():
        said, tried = await stage.command(user, "/moot", "owe"), set[Task]()
        assert ("still have to do this" in said) == bool(await owed_by(stage, user)), (who, said)

        while todo := [one for one in await owed_by(stage, user) if one.key not in tried]:
            done = await does(stage, await reader.where_in(GAME, user), todo[0])

            assert not done.startswith(REFUSALS), (state, who, todo[0], done)
            assert "Something went wrong" not in done, (state, who, todo[0], done)
            if todo[0].key is Task.FEEDBACK:
                assert done.startswith("[Feedback]"), (who, done)
            tried.add(todo[0].key)


async def owed_by(scene: Stage, user: UserId) -> list[Owed]:
    """What `/moot owe` speaks of."""
    reader = scene.store.services.reader
    where = await reader.where_in(GAME, user)
    return list(everything_owed(where, scene.now, await reader.councils_of(where)))
