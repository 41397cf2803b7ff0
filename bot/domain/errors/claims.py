"""Claims, and what the others say to them."""

from bot.domain.errors import Refusal


class ClaimsNotOpen(Refusal):
    template = "Claims open when {when}. Keep your case in mind until then."


class NoClaims(Refusal):
    template = "In this game nobody claims to have won, so there is nothing to claim."


class ClaimsOver(Refusal):
    template = "The game is over, so it is too late to claim. Your claim stays as it is."


class JudgingOver(Refusal):
    template = "The game is over, so it is too late to judge claims, and this reaction does not count."


class EvidenceUnknown(Refusal):
    template = "A claim must point to something in your council's book, and one of these is not in it."


class EvidenceMissing(Refusal):
    template = "Choose what in the book shows it. A reason alone is not evidence."


class ClaimRuledOn(Refusal):
    template = "A facilitator has ruled on your claim, so it stays as it is."


class ClaimRuledAlready(Refusal):
    template = (
        "This claim was already {how}, so nothing was changed. /moot rule shows by whom and why, and lets "
        "you change it."
    )


class NoSuchClaim(Refusal):
    template = "Nobody has made this claim."


class ClaimOfAVacantSeat(Refusal):
    template = (
        "The seat of this claim is vacant, and a vacant seat wins nothing, so there is nothing to rule on."
    )


class ClaimsClosed(Refusal):
    template = "The facilitators have closed the game, so claims and rulings stay as they are."


class OwnClaim(Refusal):
    template = "Your own claim is for the others to confirm or dispute, so this reaction does not count."
