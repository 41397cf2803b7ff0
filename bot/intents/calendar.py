"""The agenda as a file for people's calendars: for everybody when it is known or has changed, and for those
who ask."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.ids import Moment, UserId
from bot.intents.intent import Card, Delivery, Keyed, Kind, Urgency
from bot.intents.rooms import PLENARY, everywhere, files_of


class AgendaFile(Keyed):
    """The agenda in a channel, or for somebody; `changed` where an earlier file is out of date."""

    kind = Kind("agenda_file", "files.getUploadURLExternal", "the agenda for", coalesces=True)
    changed: bool = False


class AgendaWordsCard(Card):
    """The agenda in words, where Slack takes no files."""

    changed: bool = False


def of_calendar(
    before: Game, game: Game, councils: Collection[Council], events: Sequence[e.GameEvent]
) -> Iterator[Delivery]:
    """One file per room rather than per person, since Slack takes few files a minute: over days in each
    council's channel and the plenary, in a live game in the plenary alone."""
    changed = game.calendar.told != before.calendar.told
    first = any(isinstance(event, e.SeatsDealt) for event in events) and game.starts_at is not None
    over_days = game.working is not None
    if changed or (first and over_days):
        rooms = everywhere(councils) if over_days else iter([PLENARY])
        known = changed and before.calendar.start is not None
        key = f"agenda:{game.calendar.told}"
        yield from (_file(AgendaFile(room, f"{key}:{room}", known)) for room in rooms)


def asked_for(user: UserId, at: Moment) -> Delivery:
    """For somebody who asks; asking twice in a minute sends one."""
    return _file(AgendaFile(f"dm:{user}", f"calendar:{user}:{at:%Y%m%d-%H%M}"))


def in_words(file: AgendaFile) -> Iterator[Delivery]:
    """Instead of the file."""
    yield Delivery(AgendaWordsCard(file.room, f"{file.key}:words", file.changed), Urgency.REPLY)


def _file(intent: AgendaFile) -> Delivery:
    """In the lane of files, which holds up nothing else."""
    return Delivery(intent, Urgency.BACKGROUND, files_of(intent.room))
