"""What a session asks for besides proposals."""

from bot.domain.errors import Refusal


class DoneHasNoPlace(Refusal):
    template = "There is nothing to be done with right now: that is for phases in which councils are at work."


class VoteFirst(Refusal):
    template = (
        "Your council has not voted yet, so it is not done. Open the vote first: /moot vote has the button."
    )


class VotesMissing(Refusal):
    template = (
        "Your council is voting, and {count} of its seats have not voted yet. Try again when they have."
    )


class SessionsNotBegun(Refusal):
    template = (
        "Your council's first session has not begun. Proposals open then; please keep your text and send it "
        "again."
    )


class NoEmergency(Refusal):
    template = "There is no emergency right now, so no response was recorded."


class NoSidebar(Refusal):
    template = (
        "Ideas can be carried back only while a sidebar, or another room for several councils, is open. None "
        "is open now."
    )


class PresentationTooEarly(Refusal):
    template = (
        "You can prepare the presentation when your council's final vote has been counted, or when the "
        "presentations begin. Until then, finish the book."
    )


class NothingPrepared(Refusal):
    template = "There is nothing in it yet. Answer at least one question, in a sentence."


class StrawTooEarly(Refusal):
    template = "Straw polls open when the first session begins. Please keep your question until then."


class EmptyQuestion(Refusal):
    template = (
        "Write the question after the command, like this: /moot straw Shall we talk about owners first?"
    )


class QuestionTooLong(Refusal):
    template = "That question has {length} characters, and {limit} fit. Please shorten it."
