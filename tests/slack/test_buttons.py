"""An old card may be clicked at any time: every button in every phase answers with what is true then."""

import pytest

from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.slack.blocks import names
from bot.slack.buttons import HANDLERS
from tests.builders import by_policies
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, NOON, STRANGER, Kept, Stage, player

OF_A_GAME = {
    names.JOIN, names.JOIN_AS_CHAIR, names.JOIN_OPENLY,
    names.OBSERVE, names.LEAVE, names.DEAL_SEATS, names.REDEAL, names.SHOW_PLAN,
    names.INVITE_EVERYBODY, names.SAY,
    names.START_GAME, names.PAUSE, names.RESUME,
    names.END_GAME, names.CARRY_BACK, names.GIVE_FEEDBACK, names.SHOW_FEEDBACK, names.EXPORT_BOOKS,
    names.ASK_TO_CLOSE, names.CLOSE_GAME, names.ASK_TO_ARCHIVE, names.ARCHIVE_ROOMS,
    names.SHOW_BOARD, names.REVOKE_BOARDS,
    names.SHOW_TIMETABLE, names.ADD_TO_CALENDAR, names.CHANGE_CALL, names.CHANGE_TIME, names.CATCH_UP,
    names.START_BY_ITSELF, names.START_BY_HAND,
    names.INVITE_PEOPLE, names.SEAT_ON_PAPER, names.REMOVE_PEOPLE, names.HAND_OVER, names.HAND_OVER_MINE,
    names.MISSED, names.MOVE_SOMEBODY, names.PROXY_VOTE, names.FACILITATORS, names.STEP_DOWN, names.NUDGE,
    names.STOP_OR_TALK, names.MY_DATA, names.FORGET_ME,
    names.TRY_AGAIN, names.TAKE_OVER, names.SHOW_AT_HOME,
    names.SHOW_RULINGS, names.FOLLOW_MAJORITY, names.END_ANYWAY,
    names.INJECTS, names.PICK_INJECT,
}  # fmt: skip
OF_AN_IDLE_SEAT = {
    names.TAKE_SEAT,
    names.STOP_IDLE_CARE,
    names.PROXY_YES,
    names.PROXY_NO,
    names.PROXY_ABSTAIN,
}
PAGES_OF_A_GAME = {
    names.SHOW_SILENT,
    names.SHOW_SPOKEN,
    names.TURN_RESULTS,
    names.TURN_RULINGS,
    names.TURN_HANDBOOK,
}
NUMBERED = {
    names.RECORD_DECISION, names.WITHDRAW, names.OBJECT, names.WITHDRAW_OBJECTION,
    names.REVEAL, names.KEEP_MISSION, names.TURN_BOOK, names.AMEND, names.SHOW_HISTORY, names.TAKE_UP,
    names.RECORD_ALOUD, names.ADD_DETAILS, names.CHANGE_POLICY,
}  # fmt: skip
STATES = ("sign-up", "dealt", "setup", "session-1", "sidebar", "voting", "counted", "ended")


ASKING = {names.ASK_NOW, names.CLOSE_ASK, names.SHOW_ANSWERS, names.LOOK_AT_TEXTS}


def value_of(action: str, game: Game) -> str:
    """What the button's value is on the card that shows it."""
    if action == names.ADD_TIME:
        return f"{GAME}:{(game.clock.ends if game.clock else NOON).isoformat()}"
    if action == names.PLAN_COUNCILS:
        return f"{GAME}:2"
    if action in (names.NEXT_PHASE, names.STEP_BACK, names.INJECT):
        return f"{GAME}:{game.clock.phase if game.clock else 0}"
    if action == names.CANCEL_INJECT:
        return f"{GAME}:1"
    if action == names.SHOW_COUNCILS:
        return f"{GAME}:need:1"
    if action == names.MOVE_THERE:
        return f"{COUNCIL}:{player(3)}:4"
    if action == names.GIVE_SEAT:
        return f"{COUNCIL}:4:{player(3)}:{STRANGER}"
    if action in (names.RECORD_DECISION, names.CALL_NEXT):
        return f"{COUNCIL}:2"
    if action in OF_A_GAME:
        return GAME
    if action in (names.UPHOLD, names.REJECT):
        return f"{COUNCIL}:3"
    if action == names.CHANGE_RULING:
        return f"{COUNCIL}:4"
    if action in (names.TURN_PLAN, names.SWAP):
        return f"{GAME}:0.1_1:1"
    if action == names.SWAP_WITH:
        return f"{GAME}:0.1_1:1:1_2"
    if action in PAGES_OF_A_GAME:
        return f"{GAME}:1"
    if action == names.MOVE_THERE:
        return f"{COUNCIL}:{STRANGER}:2"
    if action in OF_AN_IDLE_SEAT:
        return f"{COUNCIL}:4:{player(3)}"
    if action in (*ASKING, names.ANSWER_SURVEY, names.READ_SURVEY):
        return f"{GAME}:first"
    if action in (names.ANSWER, names.READ_ANSWERS):
        return f"{COUNCIL}:first"
    if action in (names.ANSWER_FOR, names.SHOW_TEXT):
        return f"{COUNCIL}:3:first" if action == names.ANSWER_FOR else f"{COUNCIL}:first:1"
    if action == names.CAST_VOTE:
        return f"{COUNCIL}:yes"
    if action == names.NEW_CHANNEL:
        return f"{GAME}:council:1"
    if action == names.PROPOSAL_MENU:
        return f"{names.MERGE}:{COUNCIL}:1"
    return f"{COUNCIL}:1" if action in NUMBERED else COUNCIL


REACHED: dict[tuple[str, str], Kept] = {}  # by whose game it is, and how far


async def reach(stage: Stage, state: str) -> None:
    """A game that is there: one policy, one open proposal, a claim, and an upheld one of role 4. It is played
    once in a process; all that was stored before it is gone."""
    known = REACHED.get((stage.team, state))
    if known is not None:
        stage.go_on_from(known)
        return
    await _play_until(stage, state)
    REACHED[stage.team, state] = stage.kept()


async def _play_until(stage: Stage, state: str) -> None:
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
        await stage.at_table(cc.MakeClaim(by_policies(1), by_policies(1)), plain)
        other = (await stage.council()).seats[RoleNumber(4)].holder
        await stage.at_table(cc.MakeClaim(by_policies(1), by_policies(1)), other or MOOT)
        await stage.at_table(cc.RuleOnClaim(RoleNumber(4), upheld=True, reason="So."), FACILITATOR)
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
    names.LEAVE, names.JOIN, names.JOIN_AS_CHAIR,
    names.JOIN_OPENLY, names.OBSERVE, names.DEAL_SEATS, names.START_GAME,
    names.NEXT_PHASE, names.END_GAME, names.END_ANYWAY, names.CALL_VOTE,
    names.RECORD_DECISION, names.WITHDRAW, names.PAUSE, names.RESUME,
    names.STEP_BACK, names.INJECT, names.CATCH_UP, names.START_BY_ITSELF, names.WE_ARE_DONE, names.STEP_DOWN,
    names.GIVE_SEAT,
}  # fmt: skip

LAST = (
    names.GIVE_SEAT,
    names.WITHDRAW,
    names.RECORD_DECISION,
    names.PAUSE,
    names.LEAVE,
    names.START_GAME,
)  # they change the rest
ONLY_FACILITATORS, NO_SEAT, OVER = "Only this game's facilitators", "You hold no seat", "This game has ended"
FROZEN = "The policy book is frozen"
TABLE = [  # button, state, who, what they read
    (names.JOIN, "sign-up", "stranger", "You are in"),
    (names.JOIN, "dealt", "stranger", "you get the next free one"),
    (names.JOIN, "ended", "stranger", OVER),
    (names.JOIN_AS_CHAIR, "sign-up", "stranger", "you offered to chair"),
    (names.JOIN_OPENLY, "sign-up", "stranger", "without a secret"),
    (names.OBSERVE, "session-1", "stranger", "You are an observer"),
    (names.OBSERVE, "ended", "stranger", OVER),
    (names.LEAVE, "session-1", "player", "You have left"),
    (names.LEAVE, "voting", "stranger", "not signed up"),
    (names.DEAL_SEATS, "sign-up", "facilitator", "no seating plan yet"),
    (names.DEAL_SEATS, "dealt", "facilitator", "already dealt"),
    (names.DEAL_SEATS, "dealt", "player", ONLY_FACILITATORS),
    (names.REDEAL, "setup", "facilitator", "already dealt"),
    (names.PLAN_COUNCILS, "sign-up", "player", ONLY_FACILITATORS),
    (names.PLAN_COUNCILS, "setup", "facilitator", "already dealt"),
    (names.INJECTS, "session-1", "player", ONLY_FACILITATORS),
    (names.ADD_TO_CALENDAR, "session-1", "player", "calendar file by direct message"),
    (names.ADD_TO_CALENDAR, "voting", "stranger", "not in this game"),
    (names.ADD_TO_CALENDAR, "sign-up", "player", "no start time yet"),
    (names.ADD_TO_CALENDAR, "ended", "player", OVER),
    (names.CHANGE_CALL, "session-1", "facilitator", "The call"),
    (names.CHANGE_CALL, "session-1", "stranger", ONLY_FACILITATORS),
    (names.CHANGE_CALL, "ended", "facilitator", OVER),
    (names.INJECTS, "session-1", "facilitator", "Injects"),
    (names.PICK_INJECT, "dealt", "facilitator", "not running"),
    (names.PICK_INJECT, "session-1", "player", ONLY_FACILITATORS),
    (names.PICK_INJECT, "session-1", "facilitator", "["),
    (names.CANCEL_INJECT, "session-1", "facilitator", "no longer planned"),
    (names.START_GAME, "sign-up", "facilitator", "not dealt yet"),
    (names.START_GAME, "dealt", "facilitator", "until"),
    (names.START_GAME, "setup", "facilitator", "already started"),
    (names.START_GAME, "ended", "facilitator", OVER),
    (names.PAUSE, "dealt", "facilitator", "not running"),
    (names.PAUSE, "session-1", "facilitator", "the clock is stopped"),
    (names.PAUSE, "ended", "facilitator", OVER),
    (names.RESUME, "session-1", "facilitator", "not paused"),
    (names.ADD_TIME, "session-1", "facilitator", "until"),
    (names.ADD_TIME, "ended", "facilitator", OVER),
    (names.NEXT_PHASE, "dealt", "facilitator", "not running"),
    (names.NEXT_PHASE, "session-1", "player", ONLY_FACILITATORS),
    (names.STEP_BACK, "ended", "facilitator", OVER),
    (names.INJECT, "session-1", "player", ONLY_FACILITATORS),
    (names.INJECT, "ended", "facilitator", OVER),
    (names.CHANGE_TIME, "dealt", "facilitator", "not running"),
    (names.CHANGE_TIME, "session-1", "facilitator", "["),
    (names.CATCH_UP, "dealt", "facilitator", "not"),
    (names.START_BY_ITSELF, "ended", "facilitator", OVER),
    (names.START_BY_HAND, "ended", "facilitator", OVER),
    (names.WE_ARE_DONE, "session-1", "stranger", NO_SEAT),
    (names.NOT_DONE, "session-1", "player", "Only your council's"),
    *(
        (button, "session-1", "player", ONLY_FACILITATORS)
        for button in (names.INVITE_PEOPLE, names.SEAT_ON_PAPER, names.REMOVE_PEOPLE, names.NUDGE)
    ),
    *(
        (button, "session-1", "player", ONLY_FACILITATORS)
        for button in (names.MOVE_SOMEBODY, names.FACILITATORS)
    ),
    (names.MOVE_THERE, "session-1", "player", "not vacant"),
    (names.STEP_DOWN, "session-1", "player", "did not run the game"),
    (names.HAND_OVER, "session-1", "player", "[Hand over my seat]"),
    (names.HAND_OVER_MINE, "session-1", "player", "[Hand over my seat]"),
    (names.PROXY_VOTE, "session-1", "stranger", NO_SEAT),
    (names.ASK_STRAW, "session-1", "stranger", NO_SEAT),
    (names.ASK_FLOOR, "dealt", "player", "opens with the first phase"),
    (names.ASK_FLOOR, "session-1", "player", "You have the floor"),
    (names.ASK_FLOOR, "session-1", "stranger", "for people with a seat"),
    (names.ASK_FLOOR, "ended", "player", OVER),
    (names.LEAVE_FLOOR, "session-1", "player", "Nobody is speaking"),  # they had it
    (names.CALL_NEXT, "session-1", "player", "Nobody is speaking, and nobody is waiting"),
    (names.STOP_OR_TALK, "session-1", "player", "["),
    (names.MY_DATA, "session-1", "player", "I will send it by direct message"),
    (names.FORGET_ME, "session-1", "player", "Nothing was deleted"),
    (names.FORGET_ME, "ended", "player", "[Delete my data]"),
    (names.END_GAME, "session-1", "player", ONLY_FACILITATORS),
    (names.END_GAME, "ended", "facilitator", OVER),
    (names.SHOW_OWED, "session-1", "player", "Read your sheet"),
    (names.OPEN_SHEET, "dealt", "player", "Still sealed"),
    (names.OPEN_SHEET, "session-1", "player", "Your secret mission"),
    (names.OPEN_SHEET, "session-1", "facilitator", "You can look at the missions of Council 1"),
    (
        names.OPEN_SHEET,
        "session-1",
        "stranger",
        ("You are an observer in this game, so there is no sheet for you"),
    ),
    (names.OPEN_SHEET, "ended", "player", "you may talk about it now"),
    (names.SHEET_HERE, "session-1", "player", "Your secret mission"),
    (
        names.SHEET_HERE,
        "session-1",
        "stranger",
        ("You are an observer in this game, so there is no sheet for you"),
    ),
    (names.HIDE_SHEET, "session-1", "player", "is hidden"),
    (names.HIDE_SHEET, "session-1", "stranger", NO_SEAT),
    (names.SHOW_MISSIONS, "session-1", "player", ONLY_FACILITATORS),
    (names.SHOW_MISSIONS, "session-1", "facilitator", "what they are after"),
    (names.SHOW_OWED, "setup", "player", "Nothing to do right now"),
    (names.SHOW_OWED, "session-1", "steward", "Write the charter"),
    (names.SHOW_OWED, "session-1", "stranger", "so there is nothing for you to do"),
    (names.PROPOSE, "setup", "player", "first session has not begun"),
    (names.PROPOSE, "session-1", "player", "[Propose a policy]"),
    (names.PROPOSE, "session-1", "stranger", NO_SEAT),
    (names.PROPOSE, "voting", "player", FROZEN),
    (names.PROPOSE, "ended", "player", OVER),
    (names.WRITE_CHARTER, "setup", "steward", "from the first session until"),
    (names.WRITE_CHARTER, "session-1", "steward", "[The charter]"),
    (names.WRITE_CHARTER, "session-1", "player", "Only your council's"),
    (names.WRITE_CHARTER, "voting", "steward", "so it cannot be changed now"),
    (names.RECORD_RESPONSE, "session-1", "steward", "no emergency"),
    (names.RECORD_RESPONSE, "ended", "steward", OVER),
    (names.CARRY_BACK, "session-1", "player", "None is open now"),
    (names.CARRY_BACK, "sidebar", "player", "[Carry an idea back]"),
    (names.CARRY_BACK, "ended", "player", OVER),
    (names.RECORD_DECISION, "session-1", "steward", "Recorded"),
    (names.RECORD_DECISION, "session-1", "player", "Only your council's"),
    (names.RECORD_DECISION, "voting", "steward", FROZEN),
    (names.RECORD_ALOUD, "session-1", "steward", "[Record a decision]"),
    (names.RECORD_ALOUD, "session-1", "player", "Only your council's"),
    (names.RECORD_ALOUD, "voting", "steward", FROZEN),
    (names.WITHDRAW, "session-1", "player", "Taken back"),
    (names.WITHDRAW, "voting", "player", FROZEN),
    (names.OBJECT, "session-1", "player", "Only councils that decide by consent have objections"),
    (names.OBJECT, "counted", "player", FROZEN),
    (names.AMEND, "session-1", "player", "[Amend proposal 1]"),
    (names.AMEND, "voting", "player", FROZEN),
    (names.ADD_DETAILS, "session-1", "player", "[Details of proposal 1]"),
    (names.ADD_DETAILS, "voting", "player", FROZEN),
    (names.CHANGE_POLICY, "session-1", "player", "no policy"),
    (names.CHANGE_POLICY, "sidebar", "player", "[Change a policy]"),
    (names.CHANGE_POLICY, "voting", "player", FROZEN),
    (names.SHOW_HISTORY, "ended", "player", "Version 1"),
    (names.TAKE_UP, "voting", "steward", FROZEN),
    (names.PROPOSAL_MENU, "voting", "steward", FROZEN),
    (names.ORDER_BOOK, "session-1", "player", "Only your council's"),
    (names.ORDER_BOOK, "voting", "steward", FROZEN),
    (names.PARK_SOMETHING, "session-1", "steward", "[Park it]"),
    (names.PARK_SOMETHING, "voting", "steward", FROZEN),
    (names.SETTLE_PARKED, "voting", "steward", "Nothing is parked"),
    (names.SHOW_RECEIPT, "session-1", "player", "There is no receipt yet"),
    (names.CAST_VOTE, "session-1", "player", "No vote is open"),
    (names.CAST_VOTE, "voting", "player", "held by reactions"),
    (names.TAKE_VOTE_BACK, "counted", "player", "held by reactions"),
    (names.REVEAL, "counted", "player", "Only the holder of a seat decides"),
    (names.CALL_VOTE, "session-1", "steward", "cannot be opened yet"),
    (names.CALL_VOTE, "voting", "player", "Only your council's"),
    (names.CALL_VOTE, "voting", "facilitator", "is open"),
    (names.OPEN_VOTES, "session-1", "player", ONLY_FACILITATORS),
    (names.OPEN_VOTES, "session-1", "facilitator", "Not in Council 1"),
    (names.OPEN_VOTES, "voting", "facilitator", "open already"),
    (names.CALL_VOTE, "voting", "steward", "already been opened"),
    (names.CALL_VOTE, "counted", "steward", "a council votes only once"),
    (names.MAKE_CLAIM, "voting", "player", "Claims open when"),
    (names.MAKE_CLAIM, "counted", "player", "[My claim]"),
    (names.MAKE_CLAIM, "counted", "stranger", NO_SEAT),
    (names.UPHOLD, "counted", "player", ONLY_FACILITATORS),
    (names.UPHOLD, "session-1", "facilitator", "Nobody has made this claim"),
    (names.UPHOLD, "counted", "facilitator", "[Uphold the claim]"),
    (names.CHANGE_RULING, "counted", "player", ONLY_FACILITATORS),
    (names.CHANGE_RULING, "ended", "facilitator", "[Change the ruling]"),
    (names.SHOW_RULINGS, "counted", "player", ONLY_FACILITATORS),
    (names.SHOW_RULINGS, "ended", "facilitator", "No claim waits for a ruling"),
    (names.TURN_RULINGS, "ended", "facilitator", "Claim 1.4"),
    (names.FOLLOW_MAJORITY, "counted", "player", ONLY_FACILITATORS),
    (names.FOLLOW_MAJORITY, "counted", "facilitator", "No claim waits for a ruling"),
    (names.MAKE_CLAIM, "ended", "player", "too late to claim"),
    (names.PREPARE_PRESENTATION, "session-1", "steward", "You can prepare the presentation"),
    (names.PREPARE_PRESENTATION, "counted", "steward", "[Our presentation]"),
    (names.GIVE_FEEDBACK, "counted", "player", "Feedback opens when the game is over"),
    (names.GIVE_FEEDBACK, "ended", "player", "[Feedback]"),
    (names.SHOW_FEEDBACK, "ended", "player", ONLY_FACILITATORS),
    (names.EXPORT_BOOKS, "ended", "player", ONLY_FACILITATORS),
    (names.PRINT_KIT, "dealt", "player", ONLY_FACILITATORS),
    (names.PRINT_KIT, "sign-up", "facilitator", "[Print for the table]"),
    (names.SHOW_BOARD, "ended", "player", ONLY_FACILITATORS),
    (names.SHOW_BOARD, "sign-up", "facilitator", "MOOT_BOARD_ADDRESS"),
    (names.REVOKE_BOARDS, "voting", "player", ONLY_FACILITATORS),
    (names.REVOKE_BOARDS, "ended", "facilitator", "There is no link to this game's board"),
    (names.ASK_TO_CLOSE, "ended", "player", ONLY_FACILITATORS),
    (names.ASK_TO_CLOSE, "ended", "facilitator", "rulings final"),
    (names.ASK_TO_CLOSE, "counted", "facilitator", "only be closed after it has ended"),
    (names.CLOSE_GAME, "ended", "player", ONLY_FACILITATORS),
    (names.CLOSE_GAME, "counted", "facilitator", "only be closed after it has ended"),
    (names.ASK_TO_ARCHIVE, "ended", "player", ONLY_FACILITATORS),
    (names.ASK_TO_ARCHIVE, "counted", "facilitator", "when the game is over"),
    (names.ARCHIVE_ROOMS, "ended", "player", ONLY_FACILITATORS),
    (names.ARCHIVE_ROOMS, "counted", "facilitator", "when the game is over"),
    (names.EXPORT_BOOKS, "ended", "facilitator", "The policy book goes"),
    (names.EXPORT_BOOKS, "sign-up", "facilitator", "not dealt yet"),
    (names.SHOW_COUNCIL, "sign-up", "facilitator", "not dealt yet"),
    (names.SHOW_COUNCIL, "session-1", "facilitator", "Seats"),
    (names.SHOW_COUNCILS, "session-1", "player", ONLY_FACILITATORS),
    (names.TRY_AGAIN, "session-1", "player", ONLY_FACILITATORS),
    (names.TRY_AGAIN, "session-1", "facilitator", "Nothing is undelivered"),
    (names.SHOW_AT_HOME, "session-1", "player", "Your Home shows"),
    (names.SHOW_AT_HOME, "voting", "stranger", "not signed up"),
    (names.TURN_RESULTS, "counted", "player", "when the game is over"),
    (names.TURN_RESULTS, "ended", "player", "the result"),
    (names.TURN_PLAN, "dealt", "facilitator", "already dealt"),
    (names.SHOW_PLAN, "sign-up", "facilitator", "Seating plan"),
    (names.SHOW_PLAN, "sign-up", "player", ONLY_FACILITATORS),
    (names.SHOW_PLAN, "dealt", "facilitator", "already dealt"),
    (names.SWAP, "sign-up", "player", ONLY_FACILITATORS),
    (names.SWAP, "dealt", "facilitator", "already dealt"),
    (names.SWAP_WITH, "sign-up", "facilitator", "The plan has changed"),
    (names.SWAP_WITH, "sign-up", "stranger", ONLY_FACILITATORS),
    (names.INVITE_EVERYBODY, "sign-up", "facilitator", "look"),
    (names.INVITE_EVERYBODY, "sign-up", "player", ONLY_FACILITATORS),
    (names.SAY, "session-1", "facilitator", "[Tell everybody]"),
    (names.SAY, "ended", "facilitator", "[Tell everybody]"),
    (names.SAY, "session-1", "player", ONLY_FACILITATORS),
    (names.SHOW_SILENT, "session-1", "player", ONLY_FACILITATORS),
    (names.SHOW_SPOKEN, "session-1", "facilitator", "heard"),
    (names.SHOW_SPOKEN, "session-1", "player", "What you have done so far"),
    (names.SHOW_SPOKEN, "session-1", "stranger", NO_SEAT),
    (names.SHOW_SILENT, "session-1", "facilitator", "No seat is silent"),
    (names.NUDGE_HERE, "session-1", "player", ONLY_FACILITATORS),
    (names.NUDGE_HERE, "session-1", "facilitator", "[Nudge silent people]"),
    (names.CHANGE_TIME, "session-1", "facilitator", "[Change the time]"),
    (names.CHANGE_TIME, "session-1", "player", ONLY_FACILITATORS),
    (names.CATCH_UP, "session-1", "facilitator", "not"),
    (names.STEP_BACK, "session-1", "player", ONLY_FACILITATORS),
    (names.INJECT, "session-1", "player", ONLY_FACILITATORS),
    (names.START_BY_ITSELF, "session-1", "player", ONLY_FACILITATORS),
    (names.START_BY_HAND, "session-1", "player", ONLY_FACILITATORS),
    (names.WE_ARE_DONE, "session-1", "player", "Only your council's"),
    (names.WE_ARE_DONE, "session-1", "stranger", NO_SEAT),
    (names.INVITE_PEOPLE, "sign-up", "facilitator", "[Invite people]"),
    (names.INVITE_PEOPLE, "sign-up", "stranger", ONLY_FACILITATORS),
    (names.INVITE_PEOPLE, "ended", "facilitator", OVER),
    (names.SEAT_ON_PAPER, "dealt", "facilitator", "[Seat on paper]"),
    (names.SEAT_ON_PAPER, "dealt", "player", ONLY_FACILITATORS),
    (names.REMOVE_PEOPLE, "session-1", "facilitator", "[Remove people]"),
    (names.REMOVE_PEOPLE, "ended", "facilitator", OVER),
    (names.HAND_OVER, "session-1", "facilitator", "[Hand over a seat]"),
    (names.HAND_OVER, "session-1", "player", "[Hand over my seat]"),
    (names.HAND_OVER, "ended", "facilitator", OVER),
    (names.HAND_OVER_MINE, "dealt", "player", "[Hand over my seat]"),
    (names.HAND_OVER_MINE, "dealt", "stranger", "no seat to hand over"),
    (names.MOVE_SOMEBODY, "session-1", "facilitator", "No seat is vacant right now"),
    (names.MOVE_SOMEBODY, "session-1", "player", ONLY_FACILITATORS),
    (names.MOVE_THERE, "session-1", "facilitator", "not vacant"),
    (names.PROXY_VOTE, "voting", "facilitator", "Nobody here plays on paper"),
    (names.PROXY_VOTE, "voting", "stranger", NO_SEAT),
    (names.FACILITATORS, "ended", "facilitator", "[Facilitators]"),
    (names.FACILITATORS, "session-1", "player", ONLY_FACILITATORS),
    (names.STEP_DOWN, "session-1", "facilitator", "You are the only one who runs the game"),
    (names.NUDGE, "session-1", "facilitator", "[Nudge silent people]"),
    (names.NUDGE, "dealt", "facilitator", "Everybody who is silent"),
    (names.ASK_STRAW, "setup", "player", "open when the first session begins"),
    (names.ASK_STRAW, "session-1", "player", "[Straw poll]"),
    (names.ASK_STRAW, "session-1", "stranger", NO_SEAT),
    (names.STOP_OR_TALK, "ended", "player", "[Stop, or talk]"),
    (names.STOP_OR_TALK, "voting", "stranger", "not signed up"),
    (names.MISSED, "session-1", "player", "In a live game"),
    (names.TAKE_SEAT, "voting", "stranger", "not signed up"),
    (names.TAKE_SEAT, "session-1", "player", "already"),
    (names.TAKE_SEAT, "ended", "player", OVER),
    (names.STOP_IDLE_CARE, "session-1", "facilitator", "nothing left to stop"),
    (names.STOP_IDLE_CARE, "session-1", "player", ONLY_FACILITATORS),
    (names.PROXY_YES, "voting", "player", "Only your council's"),
    (names.PROXY_YES, "voting", "facilitator", "They have a Slack account"),
    (names.PROXY_YES, "voting", "stranger", NO_SEAT),
    (names.GIVE_SEAT, "session-1", "player", ONLY_FACILITATORS),
    (names.GIVE_SEAT, "session-1", "facilitator", f"<@{STRANGER}> has the seat"),
    (names.GIVE_SEAT, "ended", "facilitator", OVER),
    (names.TAKE_OVER, "session-1", "player", "Somebody else runs this game"),
    (names.TAKE_OVER, "session-1", "facilitator", "You run"),
    (names.TAKE_OVER, "ended", "player", OVER),
    *((action, "session-1", "player", ONLY_FACILITATORS) for action in sorted(ASKING | {names.SHOW_TEXT})),
    *((action, "session-1", "facilitator", "There is no question") for action in sorted(ASKING)),
    (names.ASK_NOW, "ended", "facilitator", OVER),
    (names.SHOW_ANSWERS, "ended", "facilitator", "There is no question"),
    (names.ANSWER, "session-1", "player", "There is no question"),
    (names.ANSWER_SURVEY, "session-1", "player", "There is no question"),
    (names.READ_SURVEY, "session-1", "player", "There is no question"),
    (names.ANSWER_FOR, "session-1", "player", "There is no question"),
    (names.READ_ANSWERS, "session-1", "player", "There is no question"),
    (names.SHOW_ASKS, "session-1", "player", "No question has been put to you"),
    (names.BACK_IN, "session-1", "player", "You have a seat already: Council 1"),
    (names.BACK_IN, "session-1", "stranger", NO_SEAT),
    (names.LET_IN, "session-1", "facilitator", "I am inviting you to the channel of Council 1"),
    (names.LET_IN, "session-1", "player", ONLY_FACILITATORS),
    (names.NEW_CHANNEL, "session-1", "facilitator", "can be used again"),
    (names.NEW_CHANNEL, "session-1", "player", ONLY_FACILITATORS),
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
    reading = {names.SHOW_BOOK, names.SHOW_HANDBOOK, names.TURN_BOOK, names.TURN_HANDBOOK, names.NEW_GAME}
    reading |= {names.READ_PHASE, names.READ_INJECT, names.READ_CUE, names.READ_SIGN_UP, names.READ_WELCOME}
    reading |= {names.READ_BALLOT, names.READ_CLOSING, names.READ_TOLD}
    reading |= {names.CHOOSE_RIGHTS, names.SHOW_GAMES, names.SHOW_TIMETABLE, names.TURN_EVIDENCE}
    reading |= {names.SHOW_GUIDE, names.GUIDE_ANYWAY, names.TURN_GUIDE}
    like_another = {
        names.REJECT,
        names.WITHDRAW_OBJECTION,
        names.KEEP_MISSION,
        names.NOT_DONE,
        names.PROXY_NO,
        names.WITHHOLD_TEXT,
    }
    like_another |= {names.PROXY_ABSTAIN, names.START_ANYWAY}  # the answer to START_GAME
    like_another.add(names.END_ANYWAY)  # the answer to END_GAME

    assert {row[0] for row in TABLE} | reading | like_another == set(HANDLERS)
