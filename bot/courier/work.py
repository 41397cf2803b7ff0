"""One method for each kind of work: the calls to Slack that it takes, and whom its answer concerns."""

import asyncio
from datetime import timedelta
from random import SystemRandom
from typing import assert_never

import structlog
from slack_sdk.errors import SlackApiError

from bot.courier.agendas import AgendaKeeper
from bot.courier.calls import Call, CallWithFiles, FirstCall
from bot.courier.canvases import Canvases
from bot.courier.cards import Cards, channel_for, updated
from bot.courier.catching_up import CatchUp, reactions, shown_on
from bot.courier.keeping import BookKeeper
from bot.courier.looking_up import PeopleLookUp
from bot.courier.membership import Doors
from bot.courier.personal import PersonKeeper
from bot.courier.pictures import PictureKeeper
from bot.courier.pins import Pins
from bot.courier.places import Places
from bot.courier.printing import PrintKeeper
from bot.courier.recovery import made_before
from bot.courier.rendering.renderer import Renderer
from bot.courier.rendering.seen import NoLonger, NotYet
from bot.courier.settling import AnswerService
from bot.courier.webhook import Receiver, Teller
from bot.db.posts import Post
from bot.db.tables import OutboxRow
from bot.domain.council import commands as cc
from bot.domain.ids import COUNCIL, GameId, Moment, SlackTeam, UserId, council_of
from bot.domain.rooms import READ_ALONG, RoomKey
from bot.domain.rooms import ROOM as SIDEBAR
from bot.domain.times.working_time import next_free_morning, next_morning
from bot.intents.ballot import CatchUpVotes, ReadVotes
from bot.intents.calendar import AgendaFile
from bot.intents.ending import GoodbyeCard
from bot.intents.gentle import Gentle, PersonalCard
from bot.intents.intent import Card, Intent, Seed, Whisper
from bot.intents.keeping import AllBooks, BookCanvas, BookFiles, PinBook, ReportFiles
from bot.intents.news import EventNews, ResultNews, VoteNews
from bot.intents.people import Delete, Home, Zone
from bot.intents.pictures import Pictures
from bot.intents.printing import PrintFiles
from bot.intents.privacy import PersonFiles
from bot.intents.proposals import CatchUpSides
from bot.intents.rooms import CloseRoom, Invite, OpenRoom, Remove, Topic
from bot.intents.rows import AnyIntent
from bot.intents.sign_up import LookUp
from bot.platform.cures import Verdict, advice_on
from bot.platform.refused import RATE_LIMITED, error_of, needless_if
from bot.services import Services
from bot.slack.blocks import names
from bot.slack.blocks.as_json import as_json

log = structlog.get_logger(__name__)
LONGEST_TEAM = 25  # characters of its key in the name of a channel, which has 80 at most
READS_TRIED = 5  # attempts to read the votes back before they are counted without
ON_THEIR_WAY = timedelta(seconds=3)  # as long as Slack waits for us with a click
LOOKS_AGAIN = timedelta(seconds=1)


class Worker:
    """Does a row's work. Every kind may be done twice with the effect of once, as far as Slack permits."""

    def __init__(
        self,
        renderer: Renderer,
        services: Services,
        answers: AnswerService,
        receiver: Receiver | None = None,
    ) -> None:
        self.team = services.team or SlackTeam("", "")
        self._renderer = renderer
        self._reader = services.reader
        self._answers = answers
        self._councils = services.councils
        self._requests = services.requests
        self._inbox = services.inbox
        self._accounts = services.accounts
        self._look_up = PeopleLookUp(services.reader, services.invitations)
        self._keeper = BookKeeper(services.reader, answers)
        self._canvases = Canvases(services.reader, answers)
        self._pins = Pins(services.reader)
        self._printer = PrintKeeper(services.reader, answers)
        self._personal = PersonKeeper(services.reader, answers)
        self._pictures = PictureKeeper(services.reader, services.pictures)
        self._catch_up = CatchUp(services.reader, services.councils)
        self._agendas = AgendaKeeper(services.reader, answers)
        self._teller = Teller(receiver, services.reader, services.now, SystemRandom())
        self._doors = Doors(services.membership, services.accounts)
        self._places, self._asking = Places(services.reader), asyncio.Lock()
        self._cards = Cards(renderer, services.reader, services.councils, answers)

    async def account_gone(self, row: OutboxRow, user: UserId) -> None:
        """Slack says that this person's account is deactivated."""
        await self._accounts.deactivated(row.team_id, user)

    async def first_call(self, row: OutboxRow, intent: AnyIntent) -> FirstCall:
        """The method and channel of the call that the row begins with. Raises NotYet."""
        game, method = GameId(row.game_id), intent.kind.method
        match intent:
            case Card():
                place = await self._places.of(game, intent)
                if place.stands_in is not None:
                    return "chat.update", place.stands_in
                if intent.existing and await self._answers.awaits_earlier(row):
                    raise NotYet  # the card that it updates is not posted yet
                return method, channel_for(intent, place.room)
            case _:  # one at a time: the first is on its way before all others have been asked
                async with self._asking:
                    return await self._first_call(row, intent)

    async def _first_call(self, row: OutboxRow, intent: AnyIntent) -> FirstCall:
        game, method = GameId(row.game_id), intent.kind.method
        match intent:
            case Seed() | ReadVotes() | CatchUpVotes() | PinBook():
                post = await self._reader.post(game, intent.key)
                if post is None and isinstance(intent, Seed) and await self._answers.awaits_earlier(row):
                    raise NotYet
                return method, post.channel if post else ""
            case AgendaFile():
                return method, await self._file_channel(row, intent)
            case BookCanvas():
                known = await self._reader.post(game, intent.key)
                return "canvases.edit" if known else method, await self._channel(row, intent)
            case LookUp():
                return await self._look_up.first_call(game, intent.invitation)
            case (
                OpenRoom()
                | Home()
                | Zone()
                | AllBooks()
                | Pictures()
                | PrintFiles()
                | PersonFiles()
                | EventNews()
                | ResultNews()
                | VoteNews()
            ):
                return method, ""
            case _:  # what is done in a channel that is there
                return method, await self._channel(row, intent)

    async def held_until(self, row: OutboxRow, intent: AnyIntent) -> Moment | None:
        """When the night is over for somebody to whom a gentle message goes, and their free days, too, where
        it is not urgent; or when votes are all heard. None if it may be done now."""
        if isinstance(intent, ReadVotes):
            return await self._presses_awaited(row, intent)
        if not isinstance(intent, PersonalCard | GoodbyeCard) or intent.gentle is None or intent.user is None:
            return None
        game, _ = await self._reader.game(GameId(row.game_id))
        at, zones = self._answers.now(), await self._reader.zones(game.id)
        zone = zones.get(intent.user, game.timezone)
        morning = next_morning(at, zone)
        if intent.gentle is Gentle.ON_WORKING_DAYS and game.working is not None:
            morning = next_free_morning(at, zone, game.working)
        return morning if morning > at else None

    async def do(self, row: OutboxRow, intent: AnyIntent, call: CallWithFiles) -> None:
        """Makes the calls that an intent takes. Raises SlackApiError, NotYet and NoLonger."""
        game = GameId(row.game_id)
        match intent:
            case Card():
                await self._cards.show(row, intent, call)
            case Whisper():
                await self._whisper(row, intent, call)
            case Seed():
                await self._seed(row, intent, call)
            case Home():
                await self._home(row, intent, call)
            case Topic():
                await self._topic(row, intent, call)
            case OpenRoom() | Invite() | Remove() | CloseRoom():
                await self._look_after_room(row, intent, call)
            case ReadVotes():
                await self._read_votes(row, intent, call)
            case CatchUpVotes():
                await self._catch_up.votes(game, intent, call)
            case CatchUpSides():
                await self._catch_up.sides(game, intent, call)
            case BookFiles() | ReportFiles() | AllBooks() | AgendaFile() | PrintFiles() | PersonFiles():
                await self._share(row, intent, call)
            case PinBook():
                await self._pins.pin(row, intent, call)
            case BookCanvas():
                await self._canvases.show(row, intent, await self._channel(row, intent), call)
            case Pictures():
                await self._pictures.upload(row, call)
            case EventNews() | ResultNews() | VoteNews():
                await self._teller.tell(row, intent, call)
            case LookUp():
                await self._look_up.do(game, intent.invitation, call)
            case Zone():
                await self._zone(row, intent, call)
            case Delete():
                await self._delete(row, intent, call)
            case _:
                assert_never(intent)

    async def _share(
        self,
        row: OutboxRow,
        intent: BookFiles | ReportFiles | AllBooks | AgendaFile | PrintFiles | PersonFiles,
        call: CallWithFiles,
    ) -> None:
        match intent:
            case BookFiles():
                await self._keeper.book(row, intent, await self._channel(row, intent), call)
            case ReportFiles():
                await self._keeper.report(row, intent, await self._channel(row, intent), call)
            case AllBooks():
                await self._keeper.all_books(row, intent, call)
            case AgendaFile():
                await self._agendas.share(row, intent, await self._file_channel(row, intent), call)
            case PrintFiles():
                await self._printer.share(row, intent, call)
            case PersonFiles():
                await self._personal.share(row, intent, call)
            case _:
                assert_never(intent)

    async def _through_the_door(self, row: OutboxRow, intent: Invite | Remove, call: Call) -> None:
        channel = await self._channel(row, intent)
        if isinstance(intent, Invite):
            await self._doors.invite(row, intent, channel, call)
        else:
            await self._doors.remove(row, intent, channel, call)

    async def _channel(self, row: OutboxRow, intent: Intent) -> str:
        """Where the room is. Raises NotYet: it is being made, or made anew for one that is archived."""
        known, is_open = await self._reader.open_room(GameId(row.game_id), intent.room)
        gone = known is not None and not is_open
        if gone and isinstance(intent, Invite) and await self._answers.awaits_earlier(row):
            raise NotYet
        return channel_for(intent, known)

    async def _file_channel(self, row: OutboxRow, intent: AgendaFile) -> str:
        """The channel that a file goes to; empty for direct messages, which are found when it is shared."""
        return "" if intent.room.startswith("dm:") else await self._channel(row, intent)

    # --- rooms

    async def _look_after_room(
        self, row: OutboxRow, intent: OpenRoom | Invite | Remove | CloseRoom, call: Call
    ) -> None:
        match intent:
            case OpenRoom():
                await self._open_room(row, intent, call)
            case Invite() | Remove():
                await self._through_the_door(row, intent, call)
            case CloseRoom():
                await self._close_room(row, intent, call)
            case _:
                assert_never(intent)

    async def _open_room(self, row: OutboxRow, intent: OpenRoom, call: Call) -> None:
        game, room = GameId(row.game_id), intent.room
        if (await self._reader.open_room(game, room))[1]:
            return
        name = first = f"{await self._named(game, room)}-{game}"
        for attempt in range(1, 10):
            try:
                made = (await call("conversations.create", "", name=name, is_private=True))["channel"]["id"]
                break
            except SlackApiError as refused:
                if error_of(refused) != "name_taken" or attempt == 9:
                    raise
                if row.unsure and (made := await made_before(name, call)):
                    break
                name = f"{first}-{attempt + 1}"
        await self._answers.room_made(row, made)
        if room.startswith(COUNCIL):
            await self._requests.name_channel(council_of(game, room))

    async def _named(self, game: GameId, room: str) -> str:
        """What a channel's name begins with: a huddle and a room bear the name of their team or group."""
        if not room.startswith(SIDEBAR):
            return room.replace(":", "-")
        key = RoomKey.read(room)
        if key.unit:
            number = key.council or (key.part if key.part > 1 else "")
            return f"{key.unit[:LONGEST_TEAM]}-{number}".rstrip("-")
        if key.is_huddle:
            _, scenario = await self._reader.game(game)
            return f"huddle-{scenario.role(key.roles[0]).team[:LONGEST_TEAM]}"
        return room.removesuffix(READ_ALONG).replace(":", "-")

    async def _close_room(self, row: OutboxRow, intent: CloseRoom, call: Call) -> None:
        channel = await self._channel(row, intent)
        if await self._answers.awaits_earlier(row):
            raise NotYet  # what is still to be said there
        with needless_if("already_archived"):
            await call("conversations.archive", channel, channel=channel)
        await self._answers.room_closed(row)

    async def _topic(self, row: OutboxRow, intent: Topic, call: Call) -> None:
        topic, known = await self._renderer.topic(GameId(row.game_id), intent.room)
        channel = channel_for(intent, known)
        await call("conversations.setTopic", channel, channel=channel, topic=topic)

    # --- messages

    async def _delete(self, row: OutboxRow, intent: Delete, call: Call) -> None:
        channel = await self._channel(row, intent)
        with needless_if("message_not_found"):
            await call("chat.delete", channel, channel=channel, ts=intent.ts)

    async def _seed(self, row: OutboxRow, intent: Seed, call: Call) -> None:
        post = await self._reader.post(GameId(row.game_id), intent.key)
        if post is None:
            raise NoLonger  # the card could not be posted, and said so itself
        if await self._answers.is_seeded(post):
            return
        ballot = intent.key.startswith("ballot:")
        for name in names.VOTE_EMOJI.values() if ballot else (names.SUPPORT, names.OPPOSE):
            with needless_if("already_reacted"):
                await call("reactions.add", post.channel, channel=post.channel, timestamp=post.ts, name=name)
        await self._answers.seeded(post)

    async def _whisper(self, row: OutboxRow, said: Whisper, call: Call) -> None:
        channel, message = await self._channel(row, said), await self._renderer.whisper(said)
        for part in message.parts():
            told = updated(part.as_kwargs())
            await call("chat.postEphemeral", channel, channel=channel, user=said.user, **told)

    async def _home(self, row: OutboxRow, intent: Home, call: Call) -> None:
        view = await self._renderer.home(row.team_id, intent.user, first=intent.first)
        await call("views.publish", "", user_id=intent.user, view=as_json(view))

    async def _zone(self, row: OutboxRow, intent: Zone, call: Call) -> None:
        found = await call("users.info", "", user=intent.user)
        user = found.get("user") or {}
        if user.get("deleted"):
            await self.account_gone(row, intent.user)
        elif (zone := user.get("tz")) and isinstance(zone, str):
            await self._requests.zone_known(row.team_id, intent.user, zone)

    # --- the vote

    async def _read_votes(self, row: OutboxRow, intent: ReadVotes, call: Call) -> None:
        post = await self._reader.post(GameId(row.game_id), intent.key)
        shown = cc.CloseBallot(None)
        if post is not None and not await self._is_secret(intent):
            shown = await self._shown(row, post, call)
        await self._councils.close(intent.council, shown)

    async def _is_secret(self, intent: ReadVotes) -> bool:
        ballot = (await self._reader.council(intent.council)).ballot
        return ballot is not None and ballot.secret

    async def _presses_awaited(self, row: OutboxRow, intent: ReadVotes) -> Moment | None:
        """Until when to wait for buttons that were pressed before the close: on a secret ballot there is
        nothing to read them from afterwards."""
        if not await self._is_secret(intent):
            return None
        at = self._answers.now()
        due = row.created_at + ON_THEIR_WAY
        if at >= due and await self._inbox.still_about(intent.council, due):
            due = at + LOOKS_AGAIN
        return due if at < due else None

    async def _shown(self, row: OutboxRow, post: Post, call: Call) -> cc.CloseBallot:
        """Whose reactions stand on the ballot, without Moot's own seeds; or that they cannot be read.

        A vote must be counted some time: what Slack refuses for good, or too often, is counted from events.
        """
        try:
            return shown_on(await reactions(post, call))
        except SlackApiError as refused:
            error = error_of(refused)
            passing = advice_on(error).verdict is Verdict.AGAIN
            if error in RATE_LIMITED or (passing and row.attempts < READS_TRIED):
                raise
            return cc.CloseBallot(None)
