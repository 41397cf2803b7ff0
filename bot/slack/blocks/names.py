"""Names that travel through Slack and come back: actions, views, emoji."""

import re

from bot.domain.ballot import Choice
from bot.domain.ids import CouncilId, ProposalNumber

# Buttons; the value is the game's or the council's id, and what else is said here.
JOIN = "join"
JOIN_AS_CHAIR = "join_as_chair"
JOIN_OPENLY = "join_without_a_secret"
OBSERVE = "observe"
LEAVE = "leave"
DEAL_SEATS = "deal_seats"
REDEAL = "plan_again"
START_GAME = "start_game"
PAUSE = "pause_game"
RESUME = "resume_game"
ADD_TIME = "add_two_minutes"  # value: the game's id and the end that is shown, with a colon between
NEXT_PHASE = "next_phase"  # likewise with the phase that is shown
STEP_BACK = "step_back"  # likewise
INJECT = "inject_emergency"  # likewise
CHANGE_TIME = "change_time"
CATCH_UP = "catch_up"
START_BY_ITSELF = "start_by_itself"
START_BY_HAND = "start_by_hand"
WE_ARE_DONE = "we_are_done"  # value: council id
NOT_DONE = "not_done_after_all"  # likewise
END_GAME = "end_game"
OPEN_SHEET = "open_sheet"
HIDE_SHEET = "hide_sheet"
SHOW_MISSIONS = "show_the_missions"  # to a facilitator who wants to know
PROPOSE = "propose"
WRITE_CHARTER = "write_charter"
RECORD_DECISION = "record_decision"  # value: `on_card`
WITHDRAW = "withdraw_proposal"  # likewise
AMEND = "amend_proposal"  # likewise
SHOW_HISTORY = "show_the_history"  # likewise
TAKE_UP = "take_up_again"  # likewise
PROPOSAL_MENU = "proposal_menu"  # an option's value: PARK or MERGE, a colon, and likewise
PARK = "park"
MERGE = "merge"
RECORD_RESPONSE = "record_response"
CARRY_BACK = "carry_back"
CALL_VOTE = "call_vote"
SHOW_OWED = "show_what_i_owe"
SHOW_BOOK = "show_the_book"
SHOW_HANDBOOK = "show_the_handbook"
NEW_GAME = "new_game"  # value: the channel
SHOW_TIMETABLE = "show_timetable"
PREVIEW_TIMETABLE = "preview_timetable"  # value: the channel
TEMPO = "tempo"  # a menu and its block; choosing there changes the form's other fields

MISSED = "what_did_i_miss"
TAKE_SEAT = "take_the_seat"  # value: council id and role number, with a colon between
STOP_IDLE_CARE = "leave_them_in_peace"  # likewise with the holder
PROXY_YES = "vote_yes_for_them"  # likewise
PROXY_NO = "vote_no_for_them"  # likewise
PROXY_ABSTAIN = "abstain_for_them"  # likewise

ORDER_BOOK = "order_the_book"
PARK_SOMETHING = "park_something"
SETTLE_PARKED = "settle_something_parked"

OBJECT = "object"  # value: `on_card`
WITHDRAW_OBJECTION = "withdraw_objection"  # likewise

MAKE_CLAIM = "make_claim"
UPHOLD = "uphold_claim"  # value: council id and role number, with a colon between
REJECT = "reject_claim"  # likewise

SHOW_RECEIPT = "show_my_receipt"
REVEAL = "reveal_mission"  # value: council id and role number, with a colon between
KEEP_MISSION = "keep_mission"  # likewise

PREPARE_PRESENTATION = "prepare_presentation"
GIVE_FEEDBACK = "give_feedback"
SHOW_FEEDBACK = "show_feedback"

# Pages. What follows a colon in an action_id only keeps it apart from its neighbour's.
SHOW_COUNCILS = "show_councils"  # value: the game's id, `need` or `number`, and the page
SHOW_COUNCIL = "show_council"  # value: the council's id
TRY_AGAIN = "try_undelivered_again"  # value: the game's id
SHOW_GAMES = "show_my_games"
TURN_BOOK = "turn_book"  # value: the council's id and the page
TURN_RESULTS = "turn_results"  # value: the game's id and the page
TURN_PLAN = "turn_plan"  # likewise
TURN_HANDBOOK = "turn_handbook"  # likewise

# Shortcuts
WHAT_NOW = "what_can_i_do_now"
PROPOSE_THIS = "propose_this_message"

# People; the value is the game's id, or where it says so a council's
INVITE_PEOPLE = "invite_people"
SEAT_ON_PAPER = "seat_on_paper"
HAND_OVER = "hand_over_a_seat"
HAND_OVER_MINE = "hand_over_my_seat"
MOVE_SOMEBODY = "move_somebody"
MOVE_THERE = "move_there"  # value: council id, whom, and to which role, with colons between
REMOVE_PEOPLE = "remove_people"
PROXY_VOTE = "vote_for_paper"
FACILITATORS = "facilitators"
STEP_DOWN = "step_down"
NUDGE = "nudge_the_silent"
NUDGE_HERE = "nudge_the_silent_here"  # value: council id
ASK_STRAW = "ask_straw"  # value: council id
STOP_OR_TALK = "stop_or_talk"

# Modals
CLAIM_FORM = "claim_form"
UPHOLD_FORM = "uphold_form"  # private_metadata: council id and role number
REJECT_FORM = "reject_form"  # likewise
CREATE_FORM = "create_game_form"
CHARTER_FORM = "charter_form"  # private_metadata: council id, and the charter's version that was seen
PROPOSAL_FORM = "proposal_form"
RESPONSE_FORM = "response_form"
IDEA_FORM = "idea_form"
PRESENTATION_FORM = "presentation_form"  # private_metadata: council id, and what each field began with
FEEDBACK_FORM = "feedback_form"
OBJECTION_FORM = "objection_form"  # private_metadata: `on_card`
AMENDMENT_FORM = "amendment_form"  # private_metadata: council id, number and version, with colons between
MERGE_CHOICE_FORM = "merge_choice_form"  # private_metadata: council id and number
MERGE_FORM = "merge_form"  # private_metadata: council id, then number and version of each source
ORDER_FORM = "order_form"
PARK_FORM = "park_form"  # private_metadata: council id, and a colon and the number if it is a proposal
SETTLE_FORM = "settle_form"
TIME_FORM = "time_form"  # private_metadata: game id and the end that was shown, with a colon between
INVITE_FORM = "invite_form"
PAPER_FORM = "paper_form"
HAND_OVER_FORM = "hand_over_form"
HAND_OVER_MINE_FORM = "hand_over_mine_form"
MOVE_FORM = "move_form"
REMOVE_FORM = "remove_form"
PROXY_FORM = "proxy_form"
FACILITATORS_FORM = "facilitators_form"  # private_metadata: game id, and who ran it when it was opened
NUDGE_FORM = "nudge_form"
STRAW_FORM = "straw_form"  # private_metadata: council id
STOP_OR_TALK_FORM = "stop_or_talk_form"

# Emoji, by Slack's short names; people's clients offer several for one thing
SUPPORT = "thumbsup"
OPPOSE = "thumbsdown"
# ✔ (heavy_check_mark) and the like are other signs than those of the ballot, and no votes.
VOTE_EMOJI = {Choice.YES: "white_check_mark", Choice.NO: "x", Choice.ABSTAIN: "shrug"}
CHOICES = {
    **{name: choice for choice, name in VOTE_EMOJI.items()},
    "man-shrugging": Choice.ABSTAIN,
    "woman-shrugging": Choice.ABSTAIN,
    "person_shrugging": Choice.ABSTAIN,
}
SIDES = {"thumbsup": True, "+1": True, "thumbsdown": False, "-1": False}


def named(action: str) -> re.Pattern[str]:
    """The ids of buttons that do the same: the name, and perhaps a colon and what tells two apart."""
    return re.compile(rf"^{re.escape(action)}(:\w+)?$")


def name_of(action_id: str) -> str:
    """The name in a button's id."""
    return action_id.partition(":")[0]


def base_emoji(name: str) -> str:
    """The emoji without its skin tone: `+1::skin-tone-3` is `+1`."""
    return name.partition("::")[0]


def on_card(council: CouncilId, number: ProposalNumber, round: int) -> str:
    """What a button on the card of a proposal's round carries; `read_card` reads it."""
    return f"{council}:{number}:{round}"


def read_card(value: str) -> tuple[CouncilId, ProposalNumber, int]:
    """The council, the number and the round; a value without a round is of the first."""
    council, number, *round = value.split(":")
    return CouncilId(council), ProposalNumber(int(number)), int(round[0]) if round else 1
