"""The end of a game: results, secrets, feedback."""

from bot.domain.errors import Refusal


class NoResultYet(Refusal):
    template = "The result comes when the game is over. /moot status shows where it stands."


class CloseTooEarly(Refusal):
    template = "A game can only be closed after it has ended. /moot end ends it."


class LastWordSaid(Refusal):
    template = (
        "The game is closed, and you have already sent its last message. If something is missing, write in "
        "the channels yourself."
    )


class FeedbackTooEarly(Refusal):
    template = (
        "Feedback opens when the game is over. If something should change now, tell a facilitator, or type "
        "/moot x."
    )


class NoScore(Refusal):
    template = "Choose a number from 1 to 5."


class NotYourSecret(Refusal):
    template = (
        "Only the holder of a seat decides whether its mission is shown; for a seat on paper, a facilitator "
        "does."
    )


class NothingIsRevealed(Refusal):
    template = "In this game nothing is revealed at the end, so there is nothing to decide."


class RevealIsForAll(Refusal):
    template = "In this game all missions are shown at the end, so there is nothing to decide."
