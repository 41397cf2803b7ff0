"""Who speaks: turns, and the speakers' list."""

from bot.domain.errors import Refusal


class FloorNotOpen(Refusal):
    template = "Nobody can ask for the floor yet: the speakers' list opens with the first phase."


class OnlySeatsSpeak(Refusal):
    template = "The speakers' list is for people with a seat. You can read along here."


class NotWaiting(Refusal):
    template = "You are not waiting for the floor, so nothing changed. /moot floor asks for it."


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
