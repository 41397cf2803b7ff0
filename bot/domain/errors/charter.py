"""The charter, and what it asks of proposals."""

from bot.domain.errors import Refusal


class CharterHasNoPlace(Refusal):
    template = "The charter can be written from the first session until {until}, so it cannot be changed now."


class CharterIsFixed(Refusal):
    template = (
        "This game gives every council the same charter, which cannot be changed. `/moot charter` shows it."
    )


class RuleNotOffered(Refusal):
    template = "That decision rule is not on offer in this scenario. Choose one of: {offered}."


class ConditionsNotOffered(Refusal):
    template = (
        "This scenario does not offer that choice of who proposes, how long a proposal stands or how many "
        "second it. Choose from the form's lists; /moot owe, or the phase's card, opens it."
    )


class NumbersNeeded(Refusal):
    template = (
        "Your council has a charter, so its rule decides. To record what you decided aloud, say how many "
        "were for it and how many against: press the button again."
    )


class MoreThanDecide(Refusal):
    template = "That makes {said} in all, but only {of} {who} decide on it. Nothing was recorded."


class CardSaysOtherwise(Refusal):
    template = (
        "On the card, {for_it} of the {who} are for it and {against} against, so neither number can be lower "
        "than that. If somebody has changed their mind, they should change their reaction first."
    )


class NotByTheRule(Refusal):
    template = (
        "By your charter that is not enough: {for_it} for and {against} against, of {of} {who}. Nothing was "
        "recorded."
    )


class NamesNeeded(NumbersNeeded):
    template = (
        "Two numbers do not say enough here, since seats differ in their votes, hold a veto, or belong to "
        "groups that must take part. Press the button again, and name who was for it and who was against it."
    )


class OnBothSides(Refusal):
    template = "You named somebody on both sides, so nothing was recorded. Name each person once."


class Vetoed(Refusal):
    template = (
        "A seat that holds a veto is against it, so it cannot be adopted unless its holder changes their "
        "mind. Nothing was recorded."
    )


class GroupMissing(Refusal):
    template = (
        "Too few of {name} took a side: {sides} of {of}, and at least {needed} must. Nothing was recorded."
    )


class StewardsPropose(Refusal):
    template = (
        "By your charter, only {stewards} can propose. Tell them your idea. Anybody can propose to change "
        "the charter."
    )


class StewardsProposeHere(Refusal):
    template = "By the charter of this game, only {stewards} can propose. Tell them your idea."


class TeamHasProposed(Refusal):
    template = (
        "By your charter each team has one open proposal at a time, and proposal {number} is your team's. "
        "Withdraw it, or wait until it is settled, and then send your text again."
    )


class MustStandLonger(Refusal):
    template = (
        "By your charter proposal {number} has to stand for another {left} before anybody can adopt it."
    )


class StandsWhilePaused(Refusal):
    template = (
        "By your charter proposal {number} has to stand for a time before anybody can adopt it, and that "
        "time does not run while the game is paused."
    )


class NotSeconded(Refusal):
    template = (
        "By your charter proposal {number} needs the support of {needed} seats besides the proposer's before "
        "it can be adopted; it has {have}."
    )
