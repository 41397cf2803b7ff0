"""Sign-up, seats, and who holds them."""

from bot.domain.errors import Refusal


class SignUpClosed(Refusal):
    template = (
        "The seats are already dealt, and none is free just now. Ask a facilitator to add you when one falls "
        "vacant; until then you are welcome to watch."
    )


class NotSignedUp(Refusal):
    template = "You were not signed up, so nothing changed."


class TooFewPlayers(Refusal):
    template = (
        "This game needs at least {minimum} players and has {players}: {missing} more must join first. Share "
        "the sign-up card, or type /moot join."
    )


class NothingPlanned(Refusal):
    template = "There is no seating plan yet. Type /moot seat to see one, then deal it."


class NotInThePlan(Refusal):
    template = (
        "Both must be in the seating plan, so nothing was exchanged. Type /moot seat to see who is in it."
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
    template = "The seats are dealt already, so the plan can no longer change."


class NotDealt(Refusal):
    template = (
        'The seats are not dealt yet. Type /moot seat, look at the plan and press "Deal the seats" first.'
    )


class PaperNameTaken(Refusal):
    template = (
        "Somebody called {name} is on the list already, and nobody could tell the two apart. Add an initial."
    )


class NoSuchPaperSeat(Refusal):
    template = "Nobody on paper is called {name}. On paper are: {known}."


class NoSeatToHandOver(Refusal):
    template = "There is no seat to hand over: only somebody who holds one can pass it on."


class HandsToThemselves(Refusal):
    template = (
        "That is the same person, so nothing changed. Name who takes over, like this: /moot handover @ada"
    )


class HoldsASeatAlready(Refusal):
    template = (
        "They hold a seat already, and one person cannot hold two. Name somebody who holds none; nothing "
        "changed."
    )


class SeatTaken(Refusal):
    template = "That seat is not vacant, so nobody was moved."


class NoSheet(Refusal):
    template = "You hold no seat, so there is no sheet for you. A sheet stays with its seat."


class NoSheetToWatch(NoSheet):
    template = (
        "You are watching this game, so there is no sheet for you. /moot join puts you on the list of "
        "players."
    )


class NoSheetYet(NoSheet):
    template = "You are waiting for a seat, so there is no sheet for you yet. It comes with the seat."


class LastFacilitator(Refusal):
    template = (
        "Somebody has to run the game, and nobody else does. Name another first, like this: /moot "
        "cofacilitate @ann"
    )


class RunByOthers(Refusal):
    template = "Somebody runs this game again, so nothing changed. /moot status shows where it stands."


class PaperCannotFacilitate(Refusal):
    template = "Somebody on paper has no Slack account, so they cannot run the game from here."


class SeatNotOffered(Refusal):
    template = "This seat is no longer on offer: its holder is back, or somebody was quicker."


class NothingToStop(Refusal):
    template = "There is nothing to stop any more: the seat's holder is back, or it has another one."
