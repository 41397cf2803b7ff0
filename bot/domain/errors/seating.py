"""Sign-up, seats, and who holds them."""

from bot.domain.errors import Refusal


class SignUpClosed(Refusal):
    template = (
        "The seats are already dealt, and none is free right now. Ask a facilitator to add you when one "
        "becomes vacant; until then you are welcome to watch."
    )


class NotInTheGame(Refusal):
    template = "You are not in this game. Sign up with /moot join, then ask again."


class NotSignedUp(Refusal):
    template = "You were not signed up, so nothing changed."


class TooFewPlayers(Refusal):
    template = (
        "This game needs at least {minimum} players and has {players}: {missing} more must join first. Share "
        "the sign-up card, or type /moot join."
    )


class NoSuchNumberOfCouncils(Refusal):
    template = (
        "The number of councils cannot be {asked}. For {players} people, choose at least {fewest}, or too "
        "many would wait, and at most {most}, or councils would be too small. The plan has not changed."
    )


class NothingPlanned(Refusal):
    template = "There is no seating plan yet. Type /moot seat to see one, then deal it."


class NotInThePlan(Refusal):
    template = (
        "Both people must be in the seating plan, so nothing was swapped. Type /moot seat to see who is "
        "in it."
    )


class SwapsWhoLeft(Refusal):
    template = (
        "One of them is no longer signed up to play, so nobody was swapped. Plan again before you deal."
    )


class PlanIsStale(Refusal):
    template = (
        "People joined or left since this seating plan was made. Type /moot seat for a new one; nothing was "
        "dealt."
    )


class AlreadyDealt(Refusal):
    template = "The seats are already dealt, so the plan can no longer change."


class NotDealt(Refusal):
    template = (
        'The seats are not dealt yet. First type /moot seat, check the plan and press "Deal the seats".'
    )


class PaperNameTaken(Refusal):
    template = "There is already somebody called {name} on the list. Add an initial to tell them apart."


class NoSuchPaperSeat(Refusal):
    template = "Nobody on paper is called {name}. The people on paper are: {known}."


class NotOnPaper(Refusal):
    template = "That seat is not on paper: its holder does this in Slack. Nothing changed."


class NoSeatToHandOver(Refusal):
    template = "There is no seat to hand over: only somebody who holds a seat can pass it on."


class HandsToThemselves(Refusal):
    template = (
        "That is the same person, so nothing changed. Name the person who takes over your seat, like this: "
        "/moot handover @ada"
    )


class HoldsASeatAlready(Refusal):
    template = (
        "They already hold a seat, and nobody can hold two. Name somebody without a seat; nothing changed."
    )


class SeatTaken(Refusal):
    template = "That seat is not vacant, so nobody was moved."


class NoSheet(Refusal):
    template = "You hold no seat, so there is no sheet for you. A sheet stays with its seat."


class NoSheetToWatch(NoSheet):
    template = (
        "You are an observer in this game, so there is no sheet for you. /moot join puts you on the list of "
        "players."
    )


class NoSheetYet(NoSheet):
    template = "You are waiting for a seat. Your sheet comes with it."


class LastFacilitator(Refusal):
    template = (
        "You are the only one who runs the game. First name somebody else, like this: /moot cofacilitate @ann"
    )


class RunByOthers(Refusal):
    template = "Somebody else runs this game now, so nothing changed. /moot status shows where it stands."


class PaperCannotFacilitate(Refusal):
    template = "Somebody on paper has no Slack account, so they cannot run the game from here."


class SeatNotOffered(Refusal):
    template = "This seat is no longer on offer: its holder is back, or somebody else was faster."


class NothingToStop(Refusal):
    template = "There is nothing left to stop: the seat's holder is back, or it has a new one."
