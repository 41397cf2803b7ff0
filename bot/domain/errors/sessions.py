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
    template = "Ideas can be carried back while the sidebar is open. It is not open now."


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


class FloorNotOpen(Refusal):
    template = "Nobody can ask for the floor yet: the speakers' list opens with the first phase."


class OnlySeatsSpeak(Refusal):
    template = "The speakers' list is for people with a seat. You can read along here."


class NotOnTheList(Refusal):
    template = "You are not on the speakers' list, so nothing changed. /moot floor puts you on it."


class NobodyWaits(Refusal):
    template = "Nobody speaks and nobody is waiting. /moot floor asks for the floor."


class NotYoursToCall(Refusal):
    template = (
        "The next speaker is called by whoever chairs, by a facilitator, or by the speaker, who types /moot "
        "floor done."
    )


class JustCalled(Refusal):
    template = "The next speaker was called a moment ago, so nothing was changed. To go on, send it again."


class LastTurn(Refusal):
    template = "This was the last turn, and nobody is waiting for the floor."


class TurnStands(Refusal):
    template = "The clock is stopped, so no turn begins. A facilitator lets it run again with /moot resume."
