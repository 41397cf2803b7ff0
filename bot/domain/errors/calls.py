"""The call, and its address."""

from bot.domain.errors import Refusal


class NotACallLink(Refusal):
    template = (
        "I cannot use that as the call's address: {wrong}. Copy it from your video service, like this: "
        "/moot call https://meet.example.org/our-table"
    )


class OneCouncilsLink(Refusal):
    template = (
        "An address with {place} in it, which becomes each council's number, is for all councils. Give this "
        "one an address without it."
    )


class NotYourCall(Refusal):
    template = (
        "Facilitators set the call for everybody and for any council; a council's own can also be set by "
        "those who chair it. Ask one of them."
    )


class NoCallToRemove(Refusal):
    template = "There is no address to remove there, so nothing changed. /moot call shows what is set."
