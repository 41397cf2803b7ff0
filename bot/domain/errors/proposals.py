"""Proposals, their amendments, and objections to them."""

from bot.domain.errors import Refusal


class ProposalUnknown(Refusal):
    template = "There is no proposal {number} in this council. /moot policies lists them."


class ProposalSettled(Refusal):
    template = "Proposal {number} is settled already: it was {outcome}."


class ProposalParked(ProposalSettled):
    template = (
        "Proposal {number} is parked. Whoever made it, or a steward, can take it up again with the button on "
        "its card."
    )


class PhotoOfSomebodyElse(Refusal):
    template = (
        "A photo that somebody else has posted is taken into the book by a steward. Ask one, or post a photo "
        "of your own."
    )


class NotOnPaper(Refusal):
    template = "That seat is not played on paper, so its holder proposes their own policies."


class NotYourProposal(Refusal):
    template = (
        "Only the person who made proposal {number}, or a steward, can change it or take it back. Tell them "
        "what you would change, or put your own words to the council with /propose."
    )


class EmptyProposal(Refusal):
    template = "A proposal needs a title and a text. Nothing changed."


class BeforeItsCard(Refusal):
    template = (
        "That was said before this card was put to the council, so it cannot be about it and does not count. "
        "Say it again on the card."
    )


class EarlierCard(Refusal):
    template = (
        "That card is an earlier one: its proposal was put to the council anew, so this does not count. The "
        "proposal's newest card is further down; react there."
    )


class AmendedMeanwhile(Refusal):
    template = (
        "Proposal {number} was amended while you wrote, and is at version {version} now. Your words did not "
        "replace it; see what changed, and send them again if they still fit."
    )


class DetailSaidBefore(Refusal):
    template = (
        "Somebody has said some of this by now, and proposal {number} keeps what it says. Its card shows "
        "what is still left open; the button there opens a form for that."
    )


class NothingLeftOpen(Refusal):
    template = (
        "Nothing is left open: proposal {number} says who owns it, how it is enforced and when it is "
        "reviewed."
    )


class CharterChangeStays(Refusal):
    template = (
        "Proposal {number} would change the charter, so it can be neither amended nor merged. Withdraw it, "
        "and propose the change anew with the button on the charter's card."
    )


class NothingToMerge(Refusal):
    template = "It takes two open proposals or more to merge them, like this: /propose merge 3 5"


class ObjectionsHaveNoPlace(Refusal):
    template = (
        "Objections belong to councils that decide by consent. In yours, react with a thumb down instead."
    )


class ObjectionWithoutReason(Refusal):
    template = "An objection needs its reason, so that the others can answer it. Nothing was recorded."


class ObjectionStands(Refusal):
    template = "An objection to proposal {number} stands. It can be adopted once the objection is withdrawn."
