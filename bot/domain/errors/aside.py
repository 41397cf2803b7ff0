"""A game that cannot be run for now: why, for those who can mend it, and what everybody else in it reads."""

from bot.domain.errors import MootError, Refusal


class Cause(MootError, abstract=True):
    """Why a game is set aside: what happened, and what whoever runs Moot can do."""


class EventUnknown(Cause):
    template = (
        "{log} holds an event of a kind that this version of Moot does not know ({kind}, number {number}): a "
        "newer version wrote it. Start that version again."
    )


class EventUnreadable(Cause):
    template = (
        "{log} holds an event that cannot be read ({kind}, number {number}; {fault}). Start the version of "
        "Moot that wrote it, or restore the database from a good backup."
    )


class LogMissing(Cause):
    template = "{log} is missing from the database. Restore the database from a good backup."


class LogSenseless(Cause):
    template = "The game's log contradicts itself ({fault}). Restore the database from a good backup."


class PackGone(Cause):
    template = (
        "There is no content pack “{pack}” any more: its folder was removed or renamed. Put it back under "
        "that name."
    )


class EditionGone(Cause):
    template = (
        "The content pack “{pack}” no longer has the {what} “{named}”: its file was removed or renamed. Put "
        "it back under that name."
    )


class PackBroken(Cause):
    template = (
        "The content pack “{pack}” does not pass its check any more. Fix its faults; `moot content check` "
        "lists them."
    )


class PackChanged(Cause):
    template = (
        "The content pack “{pack}” is not the one that this game was made with: {what}. Put version "
        "{version} of the pack back."
    )


class ZoneUnknown(Cause):
    template = (
        "This machine does not know the game's time zone, {zone}. Install the time zone database (tzdata) on "
        "it, and start Moot again."
    )


class SetAside(Refusal):
    """Raised wherever such a game or one of its councils is to be loaded, with the cause."""

    cause: Cause
    template = (
        "This game is set aside since {since}: I cannot read all of it. Its facilitators know why, and it "
        "continues by itself when that is fixed. `/moot x` still reaches them."
    )
