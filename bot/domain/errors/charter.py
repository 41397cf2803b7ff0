"""The charter, and what it asks of proposals."""

from bot.domain.errors import Refusal


class CharterHasNoPlace(Refusal):
    template = "The charter can be written from the first session until the final vote opens; now it stands."


class RuleNotOffered(Refusal):
    template = "That decision rule is not on offer in this scenario. Choose one of: {offered}."


class ConditionsNotOffered(Refusal):
    template = (
        "Who proposes, how long a proposal stands and how many second it can only be what this scenario "
        "offers: choose from the form's lists. /moot owe, or the phase's card, opens it."
    )


class AmendedByItsRule(Refusal):
    template = (
        "Proposal {number} would change the charter, which only the charter's own rule can do: react to it."
    )


class StewardsPropose(Refusal):
    template = (
        "By your charter only {stewards} proposes. Tell them your idea; anybody may propose to change the "
        "charter."
    )


class TeamHasProposed(Refusal):
    template = (
        "By your charter each team has one open proposal at a time, and proposal {number} is your team's. "
        "Withdraw it, or wait until it is settled; your text is safe to send again then."
    )


class MustStandLonger(Refusal):
    template = (
        "By your charter proposal {number} has to stand for another {left} before anybody can adopt it."
    )


class StandsWhilePaused(Refusal):
    template = (
        "By your charter proposal {number} has to stand for a time before anybody can adopt it, and while "
        "the game is paused that time stands still."
    )


class NotSeconded(Refusal):
    template = (
        "By your charter proposal {number} needs the support of {needed} seats besides the proposer's before "
        "it can be adopted; it has that of {have}."
    )
