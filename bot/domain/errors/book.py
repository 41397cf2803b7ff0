"""The policy book, and what is parked in it."""

from bot.domain.errors import Refusal


class BookClosed(Refusal):
    template = (
        "The policy book is frozen for the final vote, so nothing can be added or changed in it any more."
    )


class BookComplete(Refusal):
    template = "The time for decisions is over, so the policy book can no longer change."


class NotInTheBook(Refusal):
    template = "There is no policy {number} in the book. Its policies are: {known}."


class PolicyChangedMeanwhile(Refusal):
    template = (
        "Policy {number} changed while you wrote: proposal {proposal} was adopted. See what the policy says "
        "now, and send your words again if they still fit."
    )


class NothingWouldChange(Refusal):
    template = "Policy {number} says that already, so there is nothing to decide."


class NothingToRescind(Refusal):
    template = (
        "Policy {number} is no longer in force, so proposal {proposal} has nothing to rescind. Withdraw it."
    )


class OrderedTwice(Refusal):
    template = (
        "Policy {number} appears twice in that order. Name each policy once; those you leave out follow."
    )


class ParkedWithoutOwner(Refusal):
    template = (
        "A parked item needs a text, somebody in this council who looks after it, and a time to return to "
        "it: a date, or words such as “next meeting”."
    )


class NothingParked(Refusal):
    template = "There is no parked item {number}. /moot policies lists what is parked."


class NotYourParkedItem(Refusal):
    template = "Only a steward, or the person who looks after parked item {number}, can take it off the list."
