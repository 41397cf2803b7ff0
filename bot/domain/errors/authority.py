"""Who may do it, and where."""

from bot.domain.errors import Refusal
from bot.domain.ids import GameId


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
        "There is no game in this channel, and none under way with you in it. A facilitator starts one with "
        "/moot new in a channel that everybody shares."
    )


class WhichGame(Refusal):
    template = "You have a part in several games. Do it in a channel of the game that you mean."
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
        "You have no part in a game that is under way, and there is none in this channel, so I have told "
        "nobody. Speak to somebody you trust, or to the person who invited you to play."
    )


class NotInACouncil(Refusal):
    template = (
        "That works in a council's channel, or when you hold a seat. You are in no council yet: /moot join "
        "signs you up for the game in this channel."
    )
