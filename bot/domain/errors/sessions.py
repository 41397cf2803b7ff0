"""What a session asks for besides proposals."""

from bot.domain.errors import Refusal


class DoneHasNoPlace(Refusal):
    template = "There is nothing to be done with just now: that has its place while the councils are at work."


class VoteFirst(Refusal):
    template = (
        "Your council has not voted yet, so it is not done. Open the vote first: /moot vote has the button."
    )


class VotesMissing(Refusal):
    template = (
        "Your council is voting, and {count} of its seats have not voted yet. Say it again when they have."
    )


class SessionsNotBegun(Refusal):
    template = (
        "The council has not begun its first session. Proposals open with the bell; your text is safe to "
        "send again then."
    )


class NoEmergency(Refusal):
    template = "There is no emergency to answer just now, so no response was recorded."


class NoSidebar(Refusal):
    template = "Ideas are carried back while the sidebar is open; it is not open now."


class PresentationTooEarly(Refusal):
    template = (
        "The presentation is prepared when your council's final vote is counted, or when the presentations "
        "begin. Until then, finish the book."
    )


class NothingPrepared(Refusal):
    template = "There is nothing in it yet: answer one question at least, in a sentence."


class StrawTooEarly(Refusal):
    template = (
        "Straw polls open with the bell of the first session, and that has not rung. Keep your question."
    )


class EmptyQuestion(Refusal):
    template = (
        "Write the question after the command, like this: /moot straw Shall we talk about owners first?"
    )


class QuestionTooLong(Refusal):
    template = (
        "That question has {length} characters, and {limit} fit. Shorten it; a straw poll is a quick look "
        "round the table."
    )
