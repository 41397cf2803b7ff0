"""Who may do it, and where."""

from bot.domain.errors import Refusal


class FacilitatorsOnly(Refusal):
    template = "Only this game's facilitators can do that. If something is wrong, tell one of them."


class StewardsOnly(Refusal):
    template = "Only your council's {stewards} can do that. Ask one of them, or propose it with /propose."


class MootOnly(Refusal):
    template = "That happens by itself when its time has come; nobody can ask for it."


class NotSeated(Refusal):
    template = "You hold no seat in this council, so you can watch but not act in it."


class PlaysHere(Refusal):
    template = (
        "You hold a seat in this game, so what the others are after stays closed to you until the reveal."
    )


class NoGame(Refusal):
    template = (
        "There is no game in this channel or with you in it. A facilitator starts one with /moot new in a "
        "channel that everybody shares."
    )


class NotInACouncil(Refusal):
    template = (
        "That works in a council's channel, or for somebody who holds a seat. You hold none in this game."
    )


class NoCouncilsYet(Refusal):
    template = (
        "There are no councils yet, and no seats: a facilitator deals them. Until then, /moot join signs you "
        "up for the game, and /moot status says where it stands."
    )
