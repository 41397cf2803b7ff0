"""An old card may be clicked at any time: every button in every phase answers with what is true then."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ProposalNumber
from bot.slack import ids
from bot.slack.listeners.actions import HANDLERS
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, NOON, STRANGER, Stage, player

OF_A_GAME = {
    ids.JOIN, ids.JOIN_AS_CHAIR, ids.JOIN_OPENLY, ids.OBSERVE, ids.LEAVE, ids.DEAL_SEATS, ids.REDEAL,
    ids.START_GAME, ids.PAUSE, ids.RESUME, ids.END_GAME, ids.CARRY_BACK, ids.GIVE_FEEDBACK, ids.SHOW_FEEDBACK,
    ids.SHOW_TIMETABLE, ids.CHANGE_TIME, ids.CATCH_UP, ids.START_BY_ITSELF, ids.START_BY_HAND,
    ids.INVITE_PEOPLE, ids.SEAT_ON_PAPER, ids.REMOVE_PEOPLE, ids.HAND_OVER, ids.HAND_OVER_MINE,
    ids.MISSED, ids.MOVE_SOMEBODY, ids.PROXY_VOTE, ids.FACILITATORS, ids.STEP_DOWN, ids.NUDGE,
    ids.STOP_OR_TALK,
    ids.TRY_AGAIN,
}  # fmt: skip
OF_AN_IDLE_SEAT = {ids.TAKE_SEAT, ids.STOP_IDLE_CARE, ids.PROXY_YES, ids.PROXY_NO, ids.PROXY_ABSTAIN}
PAGES_OF_A_GAME = {ids.TURN_RESULTS, ids.TURN_PLAN, ids.TURN_HANDBOOK}
NUMBERED = {
    ids.RECORD_DECISION, ids.WITHDRAW, ids.OBJECT, ids.WITHDRAW_OBJECTION, ids.UPHOLD, ids.REJECT,
    ids.REVEAL, ids.KEEP_MISSION, ids.TURN_BOOK, ids.AMEND, ids.SHOW_HISTORY, ids.TAKE_UP,
}  # fmt: skip
STATES = ("sign-up", "dealt", "setup", "session-1", "sidebar", "voting", "counted", "ended")


def value_of(action: str, game: Game) -> str:
    """What the button's value is on the card that shows it."""
    if action == ids.ADD_TIME:
        return f"{GAME}:{(game.clock.ends if game.clock else NOON).isoformat()}"
    if action in (ids.NEXT_PHASE, ids.STEP_BACK, ids.INJECT):
        return f"{GAME}:{game.clock.phase if game.clock else 0}"
    if action == ids.SHOW_COUNCILS:
        return f"{GAME}:need:1"
    if action == ids.MOVE_THERE:
        return f"{COUNCIL}:{player(3)}:4"
    if action == ids.RECORD_DECISION:
        return f"{COUNCIL}:2"
    if action in OF_A_GAME:
        return GAME
    if action in PAGES_OF_A_GAME:
        return f"{GAME}:1"
    if action == ids.MOVE_THERE:
        return f"{COUNCIL}:{STRANGER}:2"
    if action in OF_AN_IDLE_SEAT:
        return f"{COUNCIL}:4:{player(3)}"
    if action == ids.PROPOSAL_MENU:
        return f"{ids.MERGE}:{COUNCIL}:1"
    return f"{COUNCIL}:1" if action in NUMBERED else COUNCIL


async def reach(stage: Stage, state: str) -> None:
    """Plays until there: one policy, one open proposal, one claim."""
    last = STATES.index(state)
    await stage.create()
    if last >= 1:
        await stage.do(gc.PlanSeating())
        await stage.do(gc.DealSeats())
    if last >= 2:
        await stage.do(gc.StartGame())
    if last >= 3:
        await stage.next_phase()
        plain, steward = await stage.holder(steward=False), await stage.holder(steward=True)
        await stage.at_table(cc.SubmitProposal("One", "Text"), plain)
        await stage.at_table(cc.SubmitProposal("Two", "Text"), plain)
    if last >= 4:
        await stage.at_table(cc.RecordDecision(ProposalNumber(2)), steward)
        while (await _game(stage)).phase.kind != "sidebar":  # type: ignore[union-attr]
            await stage.next_phase()
    if last >= 5:
        await stage.next_phase()
        await stage.at_table(cc.OpenBallot(), MOOT)
    if last >= 6:
        await stage.next_phase()
        await stage.at_table(cc.CloseBallot(), MOOT)
        await stage.at_table(cc.MakeClaim((1,), (1,)), plain)
    if last >= 7:
        await stage.do(gc.EndGame())


async def _game(stage: Stage) -> Game:
    return (await stage.store.services.reader.game(GAME))[0]


async def people(stage: Stage) -> dict[str, str]:
    game = await _game(stage)
    plain, steward = player(1), player(2)
    if game.deal is not None:
        plain, steward = await stage.holder(steward=False), await stage.holder(steward=True)
    return {"player": plain, "steward": steward, "facilitator": FACILITATOR, "stranger": STRANGER}


@pytest.mark.parametrize("state", STATES)
async def test_every_button_answers_whoever_presses_it_whenever(stage: Stage, state: str) -> None:
    await reach(stage, state)
    for who, user in (await people(stage)).items():
        for action in sorted(set(HANDLERS) - CHANGES):
            said = await stage.press(user, action, value_of(action, await _game(stage)))

            assert said.strip(), (action, who)
            assert "Something went wrong" not in said, (action, who)
            assert "Traceback" not in said


# What would bring the game to another state; the table below has them.
CHANGES = {
    ids.LEAVE, ids.JOIN, ids.JOIN_AS_CHAIR, ids.JOIN_OPENLY, ids.OBSERVE, ids.DEAL_SEATS, ids.START_GAME,
    ids.NEXT_PHASE, ids.END_GAME, ids.CALL_VOTE, ids.RECORD_DECISION, ids.WITHDRAW, ids.PAUSE, ids.RESUME,
    ids.STEP_BACK, ids.INJECT, ids.CATCH_UP, ids.START_BY_ITSELF, ids.WE_ARE_DONE, ids.STEP_DOWN,
}  # fmt: skip

LAST = (ids.WITHDRAW, ids.RECORD_DECISION, ids.PAUSE, ids.LEAVE, ids.START_GAME)  # they change the rest
ONLY_FACILITATORS, NO_SEAT, OVER = "Only this game's facilitators", "You hold no seat", "This game has ended"
FROZEN = "The policy book is frozen"
TABLE = [  # button, state, who, what they read
    (ids.JOIN, "sign-up", "stranger", "You are in"),
    (ids.JOIN, "dealt", "stranger", "you get the next one that becomes free"),
    (ids.JOIN, "ended", "stranger", OVER),
    (ids.JOIN_AS_CHAIR, "sign-up", "stranger", "you offered to chair"),
    (ids.JOIN_OPENLY, "sign-up", "stranger", "without a secret"),
    (ids.OBSERVE, "session-1", "stranger", "You are an observer"),
    (ids.OBSERVE, "ended", "stranger", OVER),
    (ids.LEAVE, "session-1", "player", "You have left"),
    (ids.LEAVE, "voting", "stranger", "not signed up"),
    (ids.DEAL_SEATS, "sign-up", "facilitator", "no seating plan yet"),
    (ids.DEAL_SEATS, "dealt", "facilitator", "dealt already"),
    (ids.DEAL_SEATS, "dealt", "player", ONLY_FACILITATORS),
    (ids.REDEAL, "setup", "facilitator", "dealt already"),
    (ids.START_GAME, "sign-up", "facilitator", "not dealt yet"),
    (ids.START_GAME, "dealt", "facilitator", "until"),
    (ids.START_GAME, "setup", "facilitator", "started already"),
    (ids.START_GAME, "ended", "facilitator", OVER),
    (ids.PAUSE, "dealt", "facilitator", "not running"),
    (ids.PAUSE, "session-1", "facilitator", "the clock is stopped"),
    (ids.PAUSE, "ended", "facilitator", OVER),
    (ids.RESUME, "session-1", "facilitator", "not paused"),
    (ids.ADD_TIME, "session-1", "facilitator", "until"),
    (ids.ADD_TIME, "ended", "facilitator", OVER),
    (ids.NEXT_PHASE, "dealt", "facilitator", "not running"),
    (ids.NEXT_PHASE, "session-1", "player", ONLY_FACILITATORS),
    (ids.STEP_BACK, "ended", "facilitator", OVER),
    (ids.INJECT, "session-1", "player", ONLY_FACILITATORS),
    (ids.INJECT, "ended", "facilitator", OVER),
    (ids.CHANGE_TIME, "dealt", "facilitator", "not running"),
    (ids.CHANGE_TIME, "session-1", "facilitator", "["),
    (ids.CATCH_UP, "dealt", "facilitator", "not"),
    (ids.START_BY_ITSELF, "ended", "facilitator", OVER),
    (ids.START_BY_HAND, "ended", "facilitator", OVER),
    (ids.WE_ARE_DONE, "session-1", "stranger", NO_SEAT),
    (ids.NOT_DONE, "session-1", "player", "Only your council's"),
    *(
        (button, "session-1", "player", ONLY_FACILITATORS)
        for button in (ids.INVITE_PEOPLE, ids.SEAT_ON_PAPER, ids.REMOVE_PEOPLE, ids.NUDGE)
    ),
    *((button, "session-1", "player", ONLY_FACILITATORS) for button in (ids.MOVE_SOMEBODY, ids.FACILITATORS)),
    (ids.MOVE_THERE, "session-1", "player", "not vacant"),
    (ids.STEP_DOWN, "session-1", "player", "did not run the game"),
    (ids.HAND_OVER, "session-1", "player", "[Hand over my seat]"),
    (ids.HAND_OVER_MINE, "session-1", "player", "[Hand over my seat]"),
    (ids.PROXY_VOTE, "session-1", "stranger", NO_SEAT),
    (ids.ASK_STRAW, "session-1", "stranger", NO_SEAT),
    (ids.STOP_OR_TALK, "session-1", "player", "["),
    (ids.END_GAME, "session-1", "player", ONLY_FACILITATORS),
    (ids.END_GAME, "ended", "facilitator", OVER),
    (ids.OPEN_SHEET, "dealt", "player", "Still sealed"),
    (ids.OPEN_SHEET, "session-1", "player", "Your secret mission"),
    (ids.OPEN_SHEET, "session-1", "facilitator", "no sheet for you"),
    (ids.HIDE_SHEET, "session-1", "player", "is hidden"),
    (ids.HIDE_SHEET, "session-1", "stranger", NO_SEAT),
    (ids.SHOW_MISSIONS, "session-1", "player", ONLY_FACILITATORS),
    (ids.SHOW_MISSIONS, "session-1", "facilitator", "what they are after"),
    (ids.SHOW_OWED, "setup", "player", "You owe nothing just now"),
    (ids.SHOW_OWED, "session-1", "steward", "Write the charter"),
    (ids.SHOW_OWED, "session-1", "stranger", "so you owe nothing"),
    (ids.PROPOSE, "setup", "player", "has not begun its first session"),
    (ids.PROPOSE, "session-1", "player", "[Propose a policy]"),
    (ids.PROPOSE, "session-1", "stranger", NO_SEAT),
    (ids.PROPOSE, "voting", "player", FROZEN),
    (ids.PROPOSE, "ended", "player", FROZEN),
    (ids.WRITE_CHARTER, "setup", "steward", "from the first session until"),
    (ids.WRITE_CHARTER, "session-1", "steward", "[The charter]"),
    (ids.WRITE_CHARTER, "session-1", "player", "Only your council's"),
    (ids.WRITE_CHARTER, "voting", "steward", "now it stands"),
    (ids.RECORD_RESPONSE, "session-1", "steward", "no emergency"),
    (ids.RECORD_RESPONSE, "ended", "steward", FROZEN),
    (ids.CARRY_BACK, "session-1", "player", "not open now"),
    (ids.CARRY_BACK, "sidebar", "player", "[Carry an idea back]"),
    (ids.CARRY_BACK, "ended", "player", "not open now"),
    (ids.RECORD_DECISION, "session-1", "steward", "Recorded"),
    (ids.RECORD_DECISION, "session-1", "player", "Only your council's"),
    (ids.RECORD_DECISION, "voting", "steward", FROZEN),
    (ids.WITHDRAW, "session-1", "player", "Taken back"),
    (ids.WITHDRAW, "voting", "player", FROZEN),
    (ids.OBJECT, "session-1", "player", "Objections belong to councils that decide by consent"),
    (ids.OBJECT, "counted", "player", FROZEN),
    (ids.AMEND, "session-1", "player", "[Amend proposal 1]"),
    (ids.AMEND, "voting", "player", FROZEN),
    (ids.SHOW_HISTORY, "ended", "player", "Version 1"),
    (ids.TAKE_UP, "voting", "steward", FROZEN),
    (ids.PROPOSAL_MENU, "voting", "steward", FROZEN),
    (ids.ORDER_BOOK, "session-1", "player", "Only your council's"),
    (ids.ORDER_BOOK, "voting", "steward", FROZEN),
    (ids.PARK_SOMETHING, "session-1", "steward", "[Park it]"),
    (ids.PARK_SOMETHING, "voting", "steward", FROZEN),
    (ids.SETTLE_PARKED, "voting", "steward", "Nothing is parked"),
    (ids.SHOW_RECEIPT, "session-1", "player", "There is no receipt yet"),
    (ids.REVEAL, "counted", "player", "Only whoever holds a seat decides"),
    (ids.CALL_VOTE, "session-1", "steward", "cannot be opened yet"),
    (ids.CALL_VOTE, "voting", "player", "Only your council's"),
    (ids.CALL_VOTE, "voting", "facilitator", "is open"),
    (ids.CALL_VOTE, "voting", "steward", "opened already"),
    (ids.CALL_VOTE, "counted", "steward", "a council votes once"),
    (ids.MAKE_CLAIM, "voting", "player", "Claims open when"),
    (ids.MAKE_CLAIM, "counted", "player", "[My claim]"),
    (ids.MAKE_CLAIM, "counted", "stranger", NO_SEAT),
    (ids.UPHOLD, "counted", "player", ONLY_FACILITATORS),
    (ids.UPHOLD, "session-1", "facilitator", "Nobody has made this claim"),
    (ids.PREPARE_PRESENTATION, "session-1", "steward", "is prepared when"),
    (ids.PREPARE_PRESENTATION, "counted", "steward", "[Our presentation]"),
    (ids.GIVE_FEEDBACK, "counted", "player", "Feedback opens when the game is over"),
    (ids.GIVE_FEEDBACK, "ended", "player", "[Feedback]"),
    (ids.SHOW_FEEDBACK, "ended", "player", ONLY_FACILITATORS),
    (ids.SHOW_COUNCIL, "sign-up", "facilitator", "not dealt yet"),
    (ids.SHOW_COUNCIL, "session-1", "facilitator", "Seats"),
    (ids.SHOW_COUNCILS, "session-1", "player", ONLY_FACILITATORS),
    (ids.TRY_AGAIN, "session-1", "player", ONLY_FACILITATORS),
    (ids.TRY_AGAIN, "session-1", "facilitator", "Nothing is undelivered"),
    (ids.TURN_RESULTS, "counted", "player", "when the game is over"),
    (ids.TURN_RESULTS, "ended", "player", "the result"),
    (ids.TURN_PLAN, "dealt", "facilitator", "no seating plan"),
    (ids.NUDGE_HERE, "session-1", "player", ONLY_FACILITATORS),
    (ids.NUDGE_HERE, "session-1", "facilitator", "[Nudge the silent]"),
    (ids.CHANGE_TIME, "session-1", "facilitator", "[Change the time]"),
    (ids.CHANGE_TIME, "session-1", "player", ONLY_FACILITATORS),
    (ids.CATCH_UP, "session-1", "facilitator", "not"),
    (ids.STEP_BACK, "session-1", "player", ONLY_FACILITATORS),
    (ids.INJECT, "session-1", "player", ONLY_FACILITATORS),
    (ids.START_BY_ITSELF, "session-1", "player", ONLY_FACILITATORS),
    (ids.START_BY_HAND, "session-1", "player", ONLY_FACILITATORS),
    (ids.WE_ARE_DONE, "session-1", "player", "Only your council's"),
    (ids.WE_ARE_DONE, "session-1", "stranger", NO_SEAT),
    (ids.INVITE_PEOPLE, "sign-up", "facilitator", "[Invite people]"),
    (ids.INVITE_PEOPLE, "sign-up", "stranger", ONLY_FACILITATORS),
    (ids.INVITE_PEOPLE, "ended", "facilitator", OVER),
    (ids.SEAT_ON_PAPER, "dealt", "facilitator", "[Seat on paper]"),
    (ids.SEAT_ON_PAPER, "dealt", "player", ONLY_FACILITATORS),
    (ids.REMOVE_PEOPLE, "session-1", "facilitator", "[Remove people]"),
    (ids.REMOVE_PEOPLE, "ended", "facilitator", OVER),
    (ids.HAND_OVER, "session-1", "facilitator", "[Hand over a seat]"),
    (ids.HAND_OVER, "session-1", "player", "[Hand over my seat]"),
    (ids.HAND_OVER, "ended", "facilitator", OVER),
    (ids.HAND_OVER_MINE, "dealt", "player", "[Hand over my seat]"),
    (ids.HAND_OVER_MINE, "dealt", "stranger", "no seat to hand over"),
    (ids.MOVE_SOMEBODY, "session-1", "facilitator", "No seat is vacant just now"),
    (ids.MOVE_SOMEBODY, "session-1", "player", ONLY_FACILITATORS),
    (ids.MOVE_THERE, "session-1", "facilitator", "not vacant"),
    (ids.PROXY_VOTE, "voting", "facilitator", "No vote of somebody on paper is open"),
    (ids.PROXY_VOTE, "voting", "stranger", NO_SEAT),
    (ids.FACILITATORS, "ended", "facilitator", "[Facilitators]"),
    (ids.FACILITATORS, "session-1", "player", ONLY_FACILITATORS),
    (ids.STEP_DOWN, "session-1", "facilitator", "Somebody has to run the game"),
    (ids.NUDGE, "session-1", "facilitator", "[Nudge the silent]"),
    (ids.NUDGE, "dealt", "facilitator", "Nobody is silent"),
    (ids.ASK_STRAW, "setup", "player", "has not rung"),
    (ids.ASK_STRAW, "session-1", "player", "[Straw poll]"),
    (ids.ASK_STRAW, "session-1", "stranger", NO_SEAT),
    (ids.STOP_OR_TALK, "ended", "player", "[Stop, or talk]"),
    (ids.STOP_OR_TALK, "voting", "stranger", "not signed up"),
    (ids.MISSED, "session-1", "player", "In live play"),
    (ids.TAKE_SEAT, "voting", "stranger", "not signed up"),
    (ids.TAKE_SEAT, "session-1", "player", "already"),
    (ids.TAKE_SEAT, "ended", "player", OVER),
    (ids.STOP_IDLE_CARE, "session-1", "facilitator", "nothing to stop"),
    (ids.STOP_IDLE_CARE, "session-1", "player", ONLY_FACILITATORS),
    (ids.PROXY_YES, "voting", "player", "Only your council's"),
    (ids.PROXY_YES, "voting", "facilitator", "They have a Slack account"),
    (ids.PROXY_YES, "voting", "stranger", NO_SEAT),
]


@pytest.mark.parametrize("state", STATES)
async def test_an_old_button_answers_with_what_is_true_now(stage: Stage, state: str) -> None:
    await reach(stage, state)
    rows = [row for row in TABLE if row[1] == state]
    for action, _, who, words in sorted(rows, key=lambda row: LAST.index(row[0]) if row[0] in LAST else -1):
        user = (await people(stage))[who]

        said = await stage.press(user, action, value_of(action, await _game(stage)))

        assert words in said, (action, state, who, said)


def test_the_table_knows_every_button_that_can_change_something() -> None:
    reading = {ids.SHOW_BOOK, ids.SHOW_HANDBOOK, ids.TURN_BOOK, ids.TURN_HANDBOOK, ids.NEW_GAME}
    reading |= {ids.SHOW_GAMES, ids.SHOW_TIMETABLE}
    like_another = {ids.REJECT, ids.WITHDRAW_OBJECTION, ids.KEEP_MISSION, ids.NOT_DONE, ids.PROXY_NO}
    like_another |= {ids.PROXY_ABSTAIN}

    assert {row[0] for row in TABLE} | reading | like_another == set(HANDLERS)
