"""The words about who plays, who holds which seat, and who runs the game."""

import re
from collections.abc import Iterable, Iterator

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.ballot import VotesThemselves
from bot.domain.errors.seating import NoSeatToHandOver, NoSuchPaperSeat
from bot.domain.game import Stage
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import BadPaperName, is_paper, paper_id, paper_name, same_name
from bot.queries.reader import Where
from bot.slack.acting.asked import IN_A_GAME, UNTIL_THE_END, WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import message, names
from bot.slack.blocks import phrases as p
from bot.slack.seats import reseating, submissions, windows
from bot.slack.seats.windows import without_words
from bot.slack.typed import lists
from bot.slack.typed import words as typed

_TOKEN = re.compile(r"<[^>]*>")
_CHOICES = {choice.value: choice for choice in Choice} | {
    "y": Choice.YES,
    "n": Choice.NO,
    "abstains": Choice.ABSTAIN,
    "abstention": Choice.ABSTAIN,
}


class NobodyToRemove(Refusal):
    template = (
        "Name who is to be taken off the list, like this: /moot remove @ada. Somebody on paper is named as "
        "they are written on the list."
    )


class NobodyToHandOverTo(Refusal):
    template = "Name one person who takes over your seat, like this: /moot handover @ada"


class MoveHow(Refusal):
    template = (
        "Name somebody and the number of a vacant seat in their council, like this: /moot move @ada 4. "
        "Vacant there: {vacant}."
    )
    marked_up = frozenset({"vacant"})


class ProxyHow(Refusal):
    template = (
        "Write the name as it is on the list and then the vote: /moot proxy Ada Lovelace yes. The vote is "
        "yes, no or abstain."
    )


class CofacilitateHow(Refusal):
    template = (
        "Name who runs the game with you: /moot cofacilitate @ann; or who no longer does: /moot "
        "cofacilitate remove @ann, or remove me."
    )


# --- adding and removing people


@without_words(windows.invite, names.INVITE_PEOPLE)
async def _invite(asked: Asked) -> None:
    """`/moot invite` with mentions, ids and e-mail addresses in any mixture, or `everybody`."""
    where = (await asked.where()).as_facilitator()
    named = lists.read(asked.typed.rest)
    await asked.answer(await reseating.invited(asked.services, where.game.id, named, asked.user))


@without_words(windows.remove, names.REMOVE_PEOPLE)
async def _remove(asked: Asked) -> None:
    """`/moot remove @ada`, or the name of somebody on paper."""
    where = (await asked.where()).as_facilitator()
    named = [UserId(user) for user in typed.users(asked.typed.rest)]
    if not named:
        on_paper = same_name(typed.as_written(asked.typed.rest), where.game.sign_ups)
        if on_paper is None:
            raise NobodyToRemove
        named = [on_paper]
    await asked.answer(await reseating.removed(asked.services, where.game.id, named, asked.user))


@without_words(windows.paper, names.SEAT_ON_PAPER)
async def _paper(asked: Asked) -> None:
    """`/moot paper Ada Lovelace`: a seat for somebody in the room without a Slack account."""
    where = (await asked.where()).as_facilitator()
    if typed.users(asked.typed.rest):
        raise BadPaperName(limit=30)
    player = paper_id(typed.as_written(asked.typed.rest))
    await asked.answer(await reseating.on_paper(asked.services, where.game.id, [player], asked.user))


# --- who runs the game


@without_words(windows.facilitators, names.FACILITATORS)
async def _cofacilitate(asked: Asked) -> None:
    """`/moot cofacilitate @ann`, or `remove @ann`; `remove me` steps down."""
    game, rest = (await asked.where()).game.id, asked.typed.rest
    named = [UserId(user) for user in typed.users(rest)]
    first, *others = _TOKEN.sub(" ", rest).lower().split() or [""]
    goes = first in ("remove", "without", "minus")
    if goes and others == ["me"]:
        named.append(asked.user)
    elif others or (first and not goes):
        raise CofacilitateHow
    if not named:
        raise CofacilitateHow
    come, go = ((), named) if goes else (named, ())
    await asked.answer(await reseating.facilitated(asked.services, asked.client, game, come, go, asked.user))


# --- handing over and moving


@without_words(windows.hand_over, names.HAND_OVER)
async def _hand_over(asked: Asked) -> None:
    """`/moot handover @ben`; a facilitator may name whose seat it is first, also by a name on paper."""
    where = await asked.where()
    named = [UserId(user) for user in typed.users(asked.typed.rest)]
    words = typed.as_written(_TOKEN.sub(" ", asked.typed.rest))
    on_paper = same_name(words, where.game.sign_ups) if words else None
    named = [on_paper, *named] if on_paper is not None else named
    if not 1 <= len(named) <= 2 or (words and on_paper is None):
        raise NobodyToHandOverTo
    player, to = named if len(named) == 2 else (asked.user, named[0])
    said = await reseating.handed_over(asked.services, asked.client, where.game.id, player, to, asked.user)
    await asked.answer(message.plain(said))


@without_words(windows.move, names.MOVE_SOMEBODY)
async def _move(asked: Asked) -> None:
    """`/moot move @ada 4`: to a vacant seat of the same council."""
    where, named = (await asked.where()).as_facilitator(), typed.users(asked.typed.rest)
    words = typed.as_written(_TOKEN.sub(" ", asked.typed.rest))
    user = UserId(named[0]) if len(named) == 1 else None
    if user is None:
        raise MoveHow(vacant="name somebody to see")
    there = await asked.services.reader.where_in(where.game.id, user)
    if there.council is None or there.seat is None:
        raise NoSeatToHandOver
    if not words.isdecimal():
        raise MoveHow(vacant=", ".join(_vacant(there, there.council)) or "no seat")
    place = there.council.id, RoleNumber(int(words))
    said = await reseating.moved(asked.services, where.game.id, user, place, asked.user)
    await asked.answer(message.plain(said))


def _vacant(there: Where, council: Council) -> Iterator[str]:
    for role, seat in sorted(council.seats.items()):
        if seat.holder is None:
            yield f"{role} {p.role_and_team(there.scenario, seat)}"


# --- voting for a paper seat


@without_words(windows.proxy, names.PROXY_VOTE)
async def _proxy(asked: Asked) -> None:
    """`/moot proxy Ada Lovelace yes`: a steward or a facilitator enters a paper seat's vote; a partner, by a
    mention, that of somebody who has long been idle."""
    where = await asked.where()
    if not where.facilitates and where.seat is None:
        raise NotSeated
    named = typed.users(asked.typed.rest)
    name, _, word = typed.as_written(asked.typed.rest).rpartition(" ")
    choice = _CHOICES.get(word.lower().strip(".!"))
    if choice is None or not name.strip():
        raise ProxyHow
    if named:
        there = await asked.services.reader.where_in(where.game.id, UserId(named[0]))
        if there.council is None or there.seat is None:
            raise VotesThemselves
        holder, council = UserId(named[0]), there.council
    else:
        councils = await asked.services.reader.councils(where.game)
        holder, council = paper_seat(name.strip(" :"), councils)
    said = await reseating.proxied(asked.services, council.id, holder, choice, asked.user)
    await asked.answer(message.plain(said))


def paper_seat(name: str, councils: Iterable[Council]) -> tuple[UserId, Council]:
    """Somebody on paper by name, and where they sit. Raises NoSuchPaperSeat."""
    known = dict(_paper_holders(councils))
    holder = same_name(name, known)
    if holder is None:
        names = ", ".join(map(paper_name, known)) or "nobody"
        raise NoSuchPaperSeat(name=name, known=names)
    return holder, known[holder]


def _paper_holders(councils: Iterable[Council]) -> Iterator[tuple[UserId, Council]]:
    for council in councils:
        for seat in council.filled:
            if seat.holder is not None and is_paper(seat.holder):
                yield seat.holder, council


FORMS: tuple[Taken, ...] = submissions.FORMS
BUTTONS: dict[str, Handler] = windows.BUTTONS
WORDS: tuple[Word, ...] = (
    Word("handover @name", _hand_over, "pass your seat to somebody who holds none",
         frozenset({Stage.DEALT, Stage.RUNNING}), ForWhom.SEAT_HOLDERS, after="feedback"),
    Word("invite @one ben@example.org", _invite,
         "sign people up, by name or e-mail address, as many as you like; `invite everybody` for all who are "
         "in the game's channel", UNTIL_THE_END, ForWhom.FACILITATORS),
    Word("remove @name", _remove, "take somebody off the list; their seat is free at once", UNTIL_THE_END,
         ForWhom.FACILITATORS),
    Word("paper Name", _paper, "a seat for somebody in the room without a Slack account", UNTIL_THE_END,
         ForWhom.FACILITATORS),
    Word("proxy Name yes", _proxy,
         "enter the vote of somebody on paper (stewards may, too): yes, no or abstain", WHILE_PLAYED,
         ForWhom.FACILITATORS),
    Word("move @name 4", _move, "move somebody to a vacant seat of their council, by its number",
         WHILE_PLAYED, ForWhom.FACILITATORS, after="reveal"),
    Word("cofacilitate @name", _cofacilitate,
         "let somebody run the game with you; `cofacilitate remove @name` ends that", IN_A_GAME,
         ForWhom.FACILITATORS),
)  # fmt: skip
