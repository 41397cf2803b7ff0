"""The print kit for a facilitator, as the game and the facilitator's part in it are when it is made."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.courier.calls import CallWithFiles
from bot.courier.names import names_of
from bot.courier.rendering.seen import NoLonger
from bot.courier.settling import AnswerService
from bot.courier.sharing import Shared, Sharer
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, Moment, UserId
from bot.domain.print_kit import SPOILING, Print, PrintWish
from bot.intents.intent import Delivery
from bot.intents.printing import PrintFiles, instead
from bot.queries.reader import Reader
from bot.reports.files import File, zipped
from bot.reports.kit.files import TITLES, Printed, left_out, printed
from bot.reports.kit.tables import Kit
from bot.services.kits import kit_of, people_in, plays
from bot.slack.kit import cards

KEPT = 4  # games whose names are remembered while their kits are printed, kind by kind


class PrintKeeper:
    """Prints, and shares what was printed."""

    def __init__(self, reader: Reader, answers: AnswerService) -> None:
        self._reader = reader
        self._answers = answers
        self._sharer = Sharer(reader, answers)
        self._names: OrderedDict[tuple[str, str], Mapping[UserId, str]] = OrderedDict()

    async def share(self, row: OutboxRow, intent: PrintFiles, call: CallWithFiles) -> None:
        """Somebody who plays gets nothing that would spoil their game. Raises NoLonger if they no longer run
        the game."""
        key, user, at = GameId(row.game_id), UserId(intent.room.partition(":")[2]), self._answers.now()
        game, _ = await self._reader.game(key)
        if user not in game.facilitators:
            raise NoLonger
        kit = await kit_of(self._reader, key, await self._named(key, intent, call), at)
        kept_out = SPOILING & {*intent.prints} if plays(game, user) else frozenset[Print]()
        wish = replace(intent.wish, prints=tuple(one for one in intent.prints if one not in kept_out))
        made, files = await asyncio.to_thread(_pressed, kit, wish, at, intent.asked)
        if not made:
            await self._answers.instead(row, [instead(intent, no_files=False)])
            return
        beside = cards.beside(game, intent, made, left_out(kit, wish), kept_out)

        def no_files() -> Iterator[Delivery]:
            yield instead(intent, no_files=True)

        await self._sharer.share(row, intent, Shared(files, beside, cards.ahead(game), no_files), "", call)

    async def _named(self, game: GameId, intent: PrintFiles, call: CallWithFiles) -> Mapping[UserId, str]:
        """Asks for names once for a wish that comes in several messages."""
        wish = (game, intent.asked)
        names = self._names.get(wish) or await names_of(await people_in(self._reader, game), call)
        self._names[wish] = names
        if intent.place == intent.of:
            self._names.pop(wish, None)
        while len(self._names) > KEPT:
            self._names.popitem(last=False)
        return names


def _pressed(kit: Kit, wish: PrintWish, at: Moment, mark: str) -> tuple[list[Printed], list[File]]:
    """What was printed, and the files in which it is sent. Takes seconds."""
    made = [*printed(kit, wish, at, mark)]
    return made, [*_files(kit, made, mark, at)]


def _files(kit: Kit, made: list[Printed], mark: str, at: Moment) -> Iterator[File]:
    """One file for each kind. Spoilers come in a ZIP file, of which Slack shows no preview."""
    for kind in dict.fromkeys(one.kind for one in made):
        files = [one.file for one in made if one.kind is kind]
        if kind in SPOILING or len(files) > 1:
            title = f"{TITLES[kind]}: {kit.title}"
            yield zipped(f"{kit.name}-{kind.value}-{mark}.zip", title, files, at)
        else:
            yield files[0]
