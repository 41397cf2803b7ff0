"""A game's log as a file: why it cannot be replayed."""

from bot.domain.errors import MootError


class NoSuchLog(MootError):
    template = "{file} cannot be read: {fault}. Name a file that `moot export --log` wrote."


class NotALog(MootError):
    template = "{file}, line 1: this is not a game log from Moot. Name a file that `moot export --log` wrote."


class LogIsNewer(MootError):
    template = (
        "{file}, line {line}: a newer version of Moot wrote this ({what}). Replay it with that version."
    )


class LogCutOff(MootError):
    template = (
        "{file}, line {line}: the file is cut off here; {found} of its {expected} events are left. Copy it "
        "again, or write it again with `moot export --log`."
    )


class LogEdited(MootError):
    template = (
        "{file}, line {line}: somebody has changed, removed or added something here since Moot wrote the "
        "file. Write it again with `moot export --log`."
    )


class LogUnreadable(MootError):
    template = (
        "{file}, line {line}: this event does not fit here ({fault}). Write the file again with `moot "
        "export --log`, or replay it with the version of Moot that wrote it."
    )


class NoSuchPlace(MootError):
    template = "There is no {place} in this game. Its phases: {phases}."
