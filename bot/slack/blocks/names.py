"""Names that travel through Slack and come back: actions, views, emoji."""

from bot.domain.ballot import Choice
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber
from bot.slack.blocks.carried import number, parts

# Buttons, by topic. A button's value is the id of its game, or of the council on whose card it stands, unless
# a comment says more; the parts of a value have colons between them. What follows a colon in an action_id
# only keeps it apart from its neighbour's.

# sign-up
JOIN = "join"
JOIN_AS_CHAIR = "join_as_chair"
JOIN_OPENLY = "join_without_a_secret"
OBSERVE = "observe"
LEAVE = "leave"
DEAL_SEATS = "deal_seats"
REDEAL = "plan_again"
SHOW_PLAN = "show_the_plan"
PLAN_COUNCILS = "plan_so_many_councils"  # game and how many
TURN_PLAN = "turn_plan"  # game, whom to swap, and what to show; `slack/sign_up/plans.py` reads all three
SWAP = "swap"  # the same
SWAP_WITH = "swap_with"  # the same, and with whom

# creation
NEW_GAME = "new_game"  # the channel
CHOOSE_RIGHTS = "choose_rights"
PREVIEW_TIMETABLE = "preview_timetable"  # the channel
TEMPO, SCENARIO, FORMAT = "tempo", "scenario", "format"  # menus that change the form's other fields
LANGUAGE = "language"  # the same

# clock
START_ANYWAY = "start_anyway"
START_GAME = "start_game"
START_BY_ITSELF = "start_by_itself"
START_BY_HAND = "start_by_hand"
PAUSE = "pause_game"
RESUME = "resume_game"
CATCH_UP = "catch_up"
ADD_TIME = "add_two_minutes"  # game and the end that is shown
CHANGE_TIME = "change_time"
SAY = "say_to_everybody"
NEXT_PHASE = "next_phase"  # game and the phase that is shown
STEP_BACK = "step_back"  # game and the phase that is shown
INJECT = "inject_emergency"  # game and the phase that is shown
END_GAME = "end_game"
END_ANYWAY = "end_anyway"
READ_PHASE = "read_more_of_the_phase"  # game or council, and the phase
READ_INJECT = "read_more_of_the_emergency"  # council and phase
INJECTS = "show_injects"
PICK_INJECT = "pick_an_inject"
CANCEL_INJECT = "cancel_an_inject"  # game and number of the plan
READ_TOLD = "read_more_of_what_was_told"  # council, and the id of what was told
READ_CUE = "read_more_of_the_cue"  # game, phase and cue
READ_SIGN_UP = "read_more_of_the_game"
READ_WELCOME = "read_more_of_the_council"
READ_BALLOT = "read_more_of_the_ballot"
READ_CLOSING = "read_more_of_the_goodbye"
SHOW_TIMETABLE = "show_timetable"
ADD_TO_CALENDAR = "add_to_my_calendar"
CHANGE_CALL = "change_the_call"  # game or council
WE_ARE_DONE = "we_are_done"
NOT_DONE = "not_done_after_all"

# sheets
OPEN_SHEET = "open_sheet"  # the game, or a council of it
SHEET_HERE = "open_sheet_here"  # where no window opened
HIDE_SHEET = "hide_sheet"
SHOW_MISSIONS = "show_the_missions"  # to a facilitator who wants to know
REVEAL = "reveal_mission"  # council and role number
KEEP_MISSION = "keep_mission"  # council and role number

# charter and proposals
WRITE_CHARTER = "write_charter"
PROPOSE = "propose"
RECORD_DECISION = "record_decision"  # `on_card`
RECORD_ALOUD = "record_what_was_said"  # `on_card`
WITHDRAW = "withdraw_proposal"  # `on_card`
AMEND = "amend_proposal"  # `on_card`
ADD_DETAILS = "add_details"  # `on_card`
CHANGE_POLICY = "change_a_policy"  # `on_card`, of the proposal on which it rests
SHOW_HISTORY = "show_the_history"  # `on_card`
OBJECT = "object"  # `on_card`
WITHDRAW_OBJECTION = "withdraw_objection"  # `on_card`

# book
SHOW_BOOK = "show_the_book"
TURN_BOOK = "turn_book"  # council and page
ORDER_BOOK = "order_the_book"
PARK_SOMETHING = "park_something"
SETTLE_PARKED = "settle_something_parked"
TAKE_UP = "take_up_again"  # `on_card`
EXPORT_BOOKS = "export_books"
ASK_TO_CLOSE = "ask_to_close"
CLOSE_GAME = "close_game"
ASK_TO_ARCHIVE = "ask_to_archive"
ARCHIVE_ROOMS = "archive_rooms"
PROPOSAL_MENU = "proposal_menu"  # an option's value: PARK or MERGE, and `on_card`
PARK = "park"
MERGE = "merge"
CHOSEN = (PARK, MERGE)

# sessions
RECORD_RESPONSE = "record_response"
CARRY_BACK = "carry_back"
ASK_STRAW = "ask_straw"

# floor: council or game
ASK_FLOOR = "ask_for_the_floor"
LEAVE_FLOOR = "leave_the_floor"
CALL_NEXT = "call_the_next"  # and how many have been called

# asks
ANSWER = "answer_question"  # council and question
ANSWER_FOR = "answer_for_paper"  # council, role number and question
ANSWER_SURVEY = "answer_survey"  # game and survey
READ_SURVEY = "read_the_survey"  # game and survey
SHOW_ASKS = "show_questions"  # the game, or a council of it
ASK_NOW = "ask_now"  # game and question
CLOSE_ASK = "close_question"  # game and question
SHOW_ANSWERS = "show_answers"  # game and question
READ_ANSWERS = "read_all_answers"  # council and question
LOOK_AT_TEXTS = "look_at_texts"  # game and question
SHOW_TEXT = "show_text"  # council, question and the text's number
WITHHOLD_TEXT = "withhold_text"  # council, question and the text's number

# ballot, claims, presentations, results
CALL_VOTE = "call_vote"
OPEN_VOTES = "open_the_votes"
CAST_VOTE = "cast_vote"  # council and choice; on a secret ballot
TAKE_VOTE_BACK = "take_vote_back"
SHOW_RECEIPT = "show_my_receipt"
MAKE_CLAIM = "make_claim"
TURN_EVIDENCE = "turn_evidence"  # council and page
UPHOLD = "uphold_claim"  # council and role number
REJECT = "reject_claim"  # council and role number
CHANGE_RULING = "change_ruling"  # council and role number
SHOW_RULINGS = "show_rulings"
TURN_RULINGS = "turn_rulings"  # game and page
FOLLOW_MAJORITY = "follow_majority"
PREPARE_PRESENTATION = "prepare_presentation"
GIVE_FEEDBACK = "give_feedback"
SHOW_FEEDBACK = "show_feedback"
TURN_RESULTS = "turn_results"  # game and page

# seats
INVITE_PEOPLE = "invite_people"
INVITE_EVERYBODY = "invite_everybody"
SEAT_ON_PAPER = "seat_on_paper"
HAND_OVER = "hand_over_a_seat"
HAND_OVER_MINE = "hand_over_my_seat"
MOVE_SOMEBODY = "move_somebody"
MOVE_THERE = "move_there"  # council, whom, and to which role
REMOVE_PEOPLE = "remove_people"
PROXY_VOTE = "vote_for_paper"
FACILITATORS = "facilitators"
STEP_DOWN = "step_down"
GIVE_SEAT = "give_the_seat"  # council, role number, whose it was, and who gets it
TAKE_OVER = "take_over_the_game"
NUDGE = "nudge_the_silent"
SHOW_SILENT = "show_the_silent"  # game and page
SHOW_SPOKEN = "who_has_spoken"  # game and page
NUDGE_HERE = "nudge_the_silent_here"

# membership
BACK_IN = "back_in"
LET_IN = "let_in"
NEW_CHANNEL = "new_channel"  # game and the room's key

# care and safety
MISSED = "what_did_i_miss"
TAKE_SEAT = "take_the_seat"  # council and role number
STOP_IDLE_CARE = "leave_them_in_peace"  # council, role number and holder
PROXY_YES = "vote_yes_for_them"  # council, role number and holder
PROXY_NO = "vote_no_for_them"  # council, role number and holder
PROXY_ABSTAIN = "abstain_for_them"  # council, role number and holder
STOP_OR_TALK = "stop_or_talk"

# console and help
SHOW_COUNCILS = "show_councils"  # game, `need` or `number`, and page
SHOW_COUNCIL = "show_council"
TRY_AGAIN = "try_undelivered_again"
TYPE = "type_for_me"  # game, or nothing, and what pressing it types
SHOW_OWED = "show_what_i_owe"
SHOW_HANDBOOK = "show_the_handbook"
TURN_HANDBOOK = "turn_handbook"  # game and page
SHOW_GUIDE = "show_the_facilitators_guide"
GUIDE_ANYWAY = "show_the_guide_to_a_player"
TURN_GUIDE = "turn_guide"  # game, part, page, and 1 for somebody who plays and wants to read it all the same
SHOW_BOARD = "show_a_board"
REVOKE_BOARDS = "revoke_boards"
PRINT_KIT = "print_a_kit"
MY_DATA = "send_me_my_data"
FORGET_ME = "forget_me"
SHOW_GAMES = "show_my_games"
SHOW_AT_HOME = "show_this_game_at_home"
THIS_GAME = "this_game_is_meant"  # game, and the number of the question

# Shortcuts
WHAT_NOW = "what_can_i_do_now"
PROPOSE_THIS = "propose_this_message"

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
    """The council, the proposal and the round in such a value; without a round, it is of the first."""
    council, what = parts(value, 2)
    proposal, _, round = what.partition(":")
    return CouncilId(council), proposal_number(proposal), number(round or "1")


def proposal_number(text: str) -> ProposalNumber:
    """The number of a proposal, as it is written in a value."""
    return ProposalNumber(number(text))


def role_number(text: str) -> RoleNumber:
    """The number of a role, as it is written in a value."""
    return RoleNumber(number(text))
