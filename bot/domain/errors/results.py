"""The end of a game: results, secrets, feedback."""

from bot.domain.errors import Refusal


class NoResultYet(Refusal):
    template = "The result is told when the game is over. /moot status shows where it stands."


class FeedbackTooEarly(Refusal):
    template = (
        "Feedback opens when the game is over. If something should change now, tell a facilitator, or type "
        "/moot x."
    )


class NoScore(Refusal):
    template = "Choose a number from 1 to 5."


class NotYourSecret(Refusal):
    template = (
        "Only whoever holds a seat decides whether its mission is shown; a facilitator does for a seat on "
        "paper."
    )


class RevealIsForAll(Refusal):
    template = (
        "In this game all missions are shown at the end, as the rules say, so there is nothing to decide."
    )
