"""The final vote."""

from bot.domain.errors import Refusal


class EmptyBook(Refusal):
    template = (
        "The policy book is empty, so there is nothing to vote on. Adopt a proposal first: /propose makes "
        "one."
    )


class NoFinalVote(Refusal):
    template = "This game has no final vote: the policy book holds whatever your council adopts."


class BallotAlreadyHeld(Refusal):
    template = "This council's final vote has already been opened; a council votes only once."


class BallotTooEarly(Refusal):
    template = "The final vote cannot be opened yet: it belongs to the session in which the book is finished."


class BallotNotOpen(Refusal):
    template = "No vote is open in this council."


class BallotClosed(Refusal):
    template = "The vote is closed, so this vote did not count."


class OtherEmoji(Refusal):
    template = (
        "Only ✅ yes, ❌ no and 🤷 abstain are votes, so this reaction does not count. Press one of those "
        "under the ballot."
    )


class ReactionToSecretBallot(Refusal):
    template = (
        "This is a secret ballot, so reactions do not count, and everybody can see them. Please remove "
        "yours, and vote with the buttons on the ballot."
    )


class VoteByReaction(Refusal):
    template = "This vote is held by reactions: react to the ballot in your council's channel."


class NotInElectorate(Refusal):
    template = "Only people who held a seat when the vote opened can vote in it, so yours does not count."


class HasNoVote(Refusal):
    template = (
        "Your seat has no vote in this council, so this does not count. You can still speak, propose and "
        "amend; the cards say how many seats vote."
    )


class VotesThemselves(Refusal):
    template = (
        "They have a Slack account and vote on the ballot themselves. You can only vote by proxy for "
        "somebody on paper, or for an absent partner when I have said so."
    )


class NoReceipt(Refusal):
    template = "There is no receipt yet: your council's final vote has not been opened."
