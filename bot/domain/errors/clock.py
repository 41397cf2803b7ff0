"""The clock: starts, bells, phases and time."""

from bot.domain.errors import Refusal


class AlreadyStarted(Refusal):
    template = "The game has started already; nothing changed. /moot status shows where it stands."


class NotRunning(Refusal):
    template = "The game is not running. /moot status shows where it stands."


class AlreadyPaused(Refusal):
    template = "The game is paused already. /moot resume goes on."


class NotPaused(Refusal):
    template = "The game is not paused, so there is nothing to resume."


class TooMuchTimeTaken(Refusal):
    template = (
        "Only {left} is left of this phase, so {asked} cannot be taken from it. /moot next ends it now."
    )


class VoteNeedsTime(Refusal):
    template = (
        "The final vote has not opened yet and needs {keeps} at the least, so at most {most} can be taken."
    )


class TooLittleTime(Refusal):
    template = (
        "Even at its shortest, what is left of the game needs {least}: it can end at {earliest} at the "
        "earliest, and at most {most} can be taken. Nothing was changed."
    )


class ClockStands(Refusal):
    template = (
        "The clock stands still, so no end can be promised. Type /moot resume first, then say when it ends."
    )


class EndHasPassed(Refusal):
    template = (
        "That moment has passed, so the game cannot end then. Write one that is still to come, like this: "
        "/moot end-by 12:00"
    )


class EndTooFar(Refusal):
    template = "That is too far away for me to plan. Choose an end within the next {most}."


class JustRung(Refusal):
    template = (
        "A bell has rung this very moment, so nothing was changed. If you mean the phase that has just "
        "begun, send it again."
    )


class JustChanged(Refusal):
    template = (
        "This was done a moment ago, so nothing more was changed. If you mean it once more, send it again."
    )


class NoPhaseBefore(Refusal):
    template = "This is the first phase, so there is none to go back to. /moot add 2m gives it more time."


class NoWayBack(Refusal):
    template = (
        "A final vote has opened, so the policy book is frozen and there is no way back. /moot add 2m gives "
        "this phase more time."
    )


class EmergencyRuns(Refusal):
    template = "An emergency is running already. /moot next ends it."


class NoEmergencyLeft(Refusal):
    template = "No emergency is left in this game's agenda."


class EmergencyNeedsASession(Refusal):
    template = (
        "An emergency breaks into a council session, and none runs just now. /moot next goes on to what "
        "comes."
    )


class EmergencyAfterTheVote(Refusal):
    template = (
        "A final vote has opened and the policy book is frozen, so no emergency can be answered any more."
    )


class NothingToCatchUp(Refusal):
    template = (
        "I have not been away, so there is nothing to catch up with. /moot resume lets a stopped clock run."
    )


class NoStartPlanned(Refusal):
    template = (
        "No start is planned. Plan one like this: /moot start 14:30. Plain /moot start rings the first bell "
        "now."
    )


class StartHasPassed(Refusal):
    template = (
        "That moment has passed. Choose a later one, or plan none and ring the first bell by hand with /moot "
        "start."
    )


class NoWorkingTime(Refusal):
    template = "No working time is left. Choose at least one weekday, and hours such as from 09:00 to 17:00."


class GameOver(Refusal):
    template = (
        "This game has ended, so that has no place any more. /moot policies, /moot receipt and /moot "
        "feedback still work, and /moot new starts another game."
    )
