"""The end of a game: results, secrets, feedback."""

from bot.domain.errors import Refusal


class NoResultYet(Refusal):
    template = "The result is told when the game is over. /moot status shows where it stands."


class CloseTooEarly(Refusal):
    template = (
        "A game is closed after its end, and this one has not ended. /moot end ends it, and "
        "claims with it; facilitators may rule on them until /moot close."
    )


class LastWordSaid(Refusal):
    template = (
        "The game is closed, and its last word has been said. Write in the channels yourself if something is "
        "missing."
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
        "Only whoever holds a seat decides whether its mission is shown; a facilitator does for a seat on "
        "paper."
    )


class RevealIsForAll(Refusal):
    template = (
        "In this game all missions are shown at the end, as the rules say, so there is nothing to decide."
    )
