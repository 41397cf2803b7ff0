"""The clock: starts, bells, phases and time."""

from bot.domain.errors import Refusal


class AlreadyStarted(Refusal):
    template = "The game has already started, so nothing changed. /moot status shows where it stands."


class NotRunning(Refusal):
    template = "The game is not running. /moot status shows where it stands."


class AlreadyPaused(Refusal):
    template = "The game is already paused. /moot resume lets it run again."


class NotPaused(Refusal):
    template = "The game is not paused, so there is nothing to resume."


class TooMuchTimeTaken(Refusal):
    template = (
        "Only {left} is left of this phase, so {asked} cannot be taken from it. /moot next ends it now."
    )


class VoteNeedsTime(Refusal):
    template = "The final vote has not opened yet and needs at least {keeps}, so at most {most} can be taken."


class TooLittleTime(Refusal):
    template = (
        "Even at its shortest, what is left of the game needs {least}: it can end at {earliest} at the "
        "earliest, and at most {most} can be taken. Nothing was changed."
    )


class ClockStands(Refusal):
    template = (
        "The clock is stopped, so I cannot promise an end. Type /moot resume first, then say when the "
        "game ends."
    )


class EndHasPassed(Refusal):
    template = (
        "That time has passed, so the game cannot end then. Give a later one, like this: /moot end-by 12:00"
    )


class EndTooFar(Refusal):
    template = "That is too far ahead for me to plan. Choose an end within the next {most}."


class JustRung(Refusal):
    template = (
        "A new phase began at that very moment, so nothing was changed. If you mean the new phase, send it "
        "again."
    )


class JustChanged(Refusal):
    template = (
        "This was done a moment ago, so nothing more was changed. If you want it done twice, send it again."
    )


class NoPhaseBefore(Refusal):
    template = "This is the first phase, so there is none to go back to. /moot add 2m gives it more time."


class NoWayBack(Refusal):
    template = (
        "A final vote has opened, so the policy book is frozen and there is no way back. /moot add 2m gives "
        "this phase more time."
    )


class EmergencyRuns(Refusal):
    template = "An emergency is already under way. /moot next ends it."


class NoEmergencyLeft(Refusal):
    template = "No emergency is left in this game's agenda."


class EmergencyNeedsASession(Refusal):
    template = (
        "An emergency can only interrupt a council session, and none is under way. /moot next goes on to the "
        "next phase."
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
        "No start is planned. Plan one like this: /moot start 14:30. /moot start on its own starts the game "
        "now."
    )


class NoStartKnown(Refusal):
    template = (
        "This game has no start time yet, so there is nothing to add to a calendar. Ask a facilitator when "
        "it starts."
    )


class StartHasPassed(Refusal):
    template = "That time has passed. Choose a later one, or start the game yourself with /moot start."


class NoWorkingTime(Refusal):
    template = "No working time is left. Choose at least one weekday, and hours such as from 09:00 to 17:00."


class GameOver(Refusal):
    template = (
        "This game has ended, so that is no longer possible. /moot policies, /moot receipt and /moot "
        "feedback still work, and /moot new creates another game."
    )
