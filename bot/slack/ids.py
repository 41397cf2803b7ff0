"""Names that travel through Slack and come back: actions, views, emoji."""

from bot.domain.ballot import Choice

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
END_GAME = "end_game"
OPEN_SHEET = "open_sheet"
PROPOSE = "propose"
WRITE_CHARTER = "write_charter"
RECORD_DECISION = "record_decision"  # value: council id and number, with a colon between
WITHDRAW = "withdraw_proposal"  # likewise
RECORD_RESPONSE = "record_response"
CARRY_BACK = "carry_back"
CALL_VOTE = "call_vote"
SHOW_OWED = "show_what_i_owe"
SHOW_BOOK = "show_the_book"
SHOW_HANDBOOK = "show_the_handbook"
NEW_GAME = "new_game"

OBJECT = "object"  # value: council id and number, with a colon between
WITHDRAW_OBJECTION = "withdraw_objection"  # likewise

MAKE_CLAIM = "make_claim"
UPHOLD = "uphold_claim"  # value: council id and role number, with a colon between
REJECT = "reject_claim"  # likewise

PREPARE_PRESENTATION = "prepare_presentation"
GIVE_FEEDBACK = "give_feedback"
SHOW_FEEDBACK = "show_feedback"

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
ASK_STRAW = "ask_straw"  # value: council id
STOP_OR_TALK = "stop_or_talk"

# Modals
CLAIM_FORM = "claim_form"
UPHOLD_FORM = "uphold_form"  # private_metadata: council id and role number
REJECT_FORM = "reject_form"  # likewise
CREATE_FORM = "create_game_form"
CHARTER_FORM = "charter_form"
PROPOSAL_FORM = "proposal_form"
RESPONSE_FORM = "response_form"
IDEA_FORM = "idea_form"
PRESENTATION_FORM = "presentation_form"  # private_metadata: council id, and what each field began with
FEEDBACK_FORM = "feedback_form"
OBJECTION_FORM = "objection_form"  # private_metadata: council id and number
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
VOTE_EMOJI = {Choice.YES: "white_check_mark", Choice.NO: "x", Choice.ABSTAIN: "shrug"}
CHOICES = {
    **{name: choice for choice, name in VOTE_EMOJI.items()},
    "heavy_check_mark": Choice.YES,
    "man-shrugging": Choice.ABSTAIN,
    "woman-shrugging": Choice.ABSTAIN,
    "person_shrugging": Choice.ABSTAIN,
}
SIDES = {"thumbsup": True, "+1": True, "thumbsdown": False, "-1": False}


def base_emoji(name: str) -> str:
    """The emoji without its skin tone: `+1::skin-tone-3` is `+1`."""
    return name.partition("::")[0]
