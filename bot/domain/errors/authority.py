"""Who may do it, and where."""

from bot.domain.errors import Refusal
from bot.domain.ids import GameId


class FacilitatorsOnly(Refusal):
    template = "Only this game's facilitators can do that. If something is wrong, tell one of them."


class GuideIsForFacilitators(Refusal):
    template = (
        "The guide is for the people who run this game: it gives away what the others want. What everybody "
        "may know is in the Handbook: /moot handbook."
    )


class StewardsOnly(Refusal):
    template = "Only your council's {stewards} can do that. Ask one of them, or propose it with /propose."


class MootOnly(Refusal):
    template = "That happens by itself at its time; nobody can start it."


class NotSeated(Refusal):
    template = "You hold no seat in this council, so you can watch but not act in it."


class PlaysHere(Refusal):
    template = "You hold a seat in this game, so the others' missions stay hidden from you{until}."


class NoGame(Refusal):
    template = (
        "There is no game in this channel, and you are not in one elsewhere. A facilitator can create one "
        "with /moot new in a channel that everybody shares."
    )


class WhichGame(Refusal):
    template = "You are in several games. Do this in a channel of the one you mean."
    games: tuple[GameId, ...] = ()
    over: bool = False  # whether all of them have ended


class ChannelTaken(Refusal):
    template = (
        "This channel belongs to {name}, which has not ended. Create the new game in another channel, or end "
        "that one first: one of its facilitators types /moot end here."
    )


class RoomOfAGame(Refusal):
    template = (
        "This channel was made for {name}, and only some of its people are in it. Create the new game in a "
        "channel that everybody shares."
    )


class NobodyToTell(Refusal):
    template = (
        "You are not in a game, and there is none in this channel, so I have told nobody. Please speak to "
        "somebody you trust, or to the person who invited you to play."
    )


class NotInACouncil(Refusal):
    template = (
        "That works in a council's channel, or for somebody who holds a seat. You are not in a council here."
    )


class NoCouncilsYet(Refusal):
    template = (
        "There are no councils yet, and no seats: a facilitator deals them. Until then, /moot join signs you "
        "up for the game, and /moot status says where it stands."
    )
