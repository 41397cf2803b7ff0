"""The call, and its address."""

from bot.domain.errors import Refusal


class NotACallLink(Refusal):
    template = (
        "I cannot use that as the call's address: {wrong}. Copy it from your video service, like this: "
        "/moot call https://meet.example.org/our-table"
    )


class OneCouncilsLink(Refusal):
    template = (
        "An address with {place} in it is for all councils, since their numbers take its place. Give this "
        "council an address without it."
    )


class NotYourCall(Refusal):
    template = (
        "Only facilitators can set the call for everybody or for any council; stewards can set their own "
        "council's. Ask one of them."
    )


class NoCallToRemove(Refusal):
    template = "There is no address to remove there, so nothing changed. /moot call shows what is set."
