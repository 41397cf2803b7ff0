"""Proposals, their amendments, and objections to them."""

from bot.domain.errors import Refusal


class ProposalUnknown(Refusal):
    template = "There is no proposal {number} in this council. /moot policies lists them."


class ProposalSettled(Refusal):
    template = "Proposal {number} is already settled: it was {outcome}."


class ProposalParked(ProposalSettled):
    template = (
        "Proposal {number} is parked. Its proposer or a steward can take it up again with the button on its "
        "card."
    )


class PhotoOfSomebodyElse(Refusal):
    template = (
        "Only a steward can take somebody else's photo into the book. Ask one, or post a photo of your own."
    )


class NotYourProposal(Refusal):
    template = (
        "Only the person who made proposal {number}, or a steward, can change it or take it back. Tell them "
        "what you would change, or propose your own text with /propose."
    )


class EmptyProposal(Refusal):
    template = "A proposal needs a title and a text. Nothing changed."


class BeforeItsCard(Refusal):
    template = "That reaction is older than this card, so it does not count. React again on the card."


class EarlierCard(Refusal):
    template = (
        "That is an old card: its proposal has a new one, so this does not count. The newest card is further "
        "down; please react there."
    )


class AmendedMeanwhile(Refusal):
    template = (
        "Proposal {number} was amended while you wrote, and is now at version {version}. Your words did not "
        "replace it; see what changed, and send them again if they still fit."
    )


class DetailSaidBefore(Refusal):
    template = (
        "Somebody else has filled in some of this, and proposal {number} keeps what they wrote. Its card "
        "shows what is still open; the button there opens a form for that."
    )


class NothingLeftOpen(Refusal):
    template = (
        "Nothing is left open: proposal {number} says who owns it, how it is enforced and when it is "
        "reviewed."
    )


class CharterChangeStays(Refusal):
    template = (
        "Proposal {number} would change the charter, so it can be neither amended nor merged. Withdraw it, "
        "and propose the change again with the button on the charter's card."
    )


class PolicyChangeStays(Refusal):
    template = (
        "Proposal {number} would change a policy, so it cannot be merged. Amend its text, or withdraw it."
    )


class NothingToMerge(Refusal):
    template = "Name two or more open proposals to merge, like this: /propose merge 3 5"


class ObjectionsHaveNoPlace(Refusal):
    template = (
        "Only councils that decide by consent have objections. In yours, react with a thumb down instead."
    )


class ObjectionWithoutReason(Refusal):
    template = "An objection needs a reason, so that the others can answer it. Nothing was recorded."


class ObjectionStands(Refusal):
    template = "An objection to proposal {number} stands. It can be adopted once the objection is withdrawn."
