"""Who speaks: turns, and the speakers' list."""

from bot.domain.errors import Refusal


class FloorNotOpen(Refusal):
    template = "Nobody can ask for the floor yet: the speakers' list opens with the first phase."


class OnlySeatsSpeak(Refusal):
    template = "The speakers' list is for people with a seat. You can read along here."


class NotWaiting(Refusal):
    template = "You are not waiting for the floor, so nothing changed. To ask for it, type /moot floor."


class NobodyWaits(Refusal):
    template = "Nobody is speaking, and nobody is waiting. To ask for the floor, type /moot floor."


class NotYoursToCall(Refusal):
    template = (
        "Only somebody who chairs, a facilitator, or the person who is speaking can call the next speaker. "
        "To ask for the floor, type /moot floor."
    )


class JustCalled(Refusal):
    template = (
        "The next speaker was called a moment ago, so nothing changed. To call the one after, do it again."
    )


class LastTurn(Refusal):
    template = "This was the last turn, and nobody is waiting for the floor."


class TurnStands(Refusal):
    template = (
        "The clock is stopped, so no turn can begin. A facilitator can start it again with /moot resume."
    )
