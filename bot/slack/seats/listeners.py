"""The words about who plays, who holds which seat, and who runs the game."""

import re
from collections.abc import Iterator

from bot.domain.council import Council
from bot.domain.errors import Refusal
from bot.domain.errors.seating import NoSeatToHandOver
from bot.domain.game import Game, Stage
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import LONGEST_NAME, BadPaperName, same_name
from bot.queries.place import Where
from bot.slack.acting.asked import IN_A_GAME, UNTIL_THE_END, WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import message, names
from bot.slack.blocks import phrases as p
from bot.slack.seats import reseating, submissions, windows
from bot.slack.seats.windows import without_words
from bot.slack.typed import lists
from bot.slack.typed import words as typed

_TOKEN = re.compile(r"<[^>]*>")


class NobodyToRemove(Refusal):
    template = (
        "Say who should be taken off the list, like this: /moot remove @ada. Write the names of people on "
        "paper as they are on the list."
    )


class NotOnTheList(Refusal):
    template = (
        "Nobody on paper has the name “{name}”, so nothing changed. Write names as they are on the list, and "
        "mention people who have a Slack account."
    )


class NobodyToHandOverTo(Refusal):
    template = "Name the person who takes over your seat, like this: /moot handover @ada"


class MoveHow(Refusal):
    template = (
        "Name somebody and the number of a vacant seat in their council, like this: /moot move @ada 4. "
        "Vacant there: {vacant}."
    )
    marked_up = frozenset({"vacant"})


class CofacilitateHow(Refusal):
    template = (
        "Name the person who runs the game with you: /moot cofacilitate @ann. To end that: /moot "
        "cofacilitate remove @ann, or remove me."
    )


# --- adding and removing people


@without_words(windows.invite, names.INVITE_PEOPLE)
async def _invite(asked: Asked) -> None:
    """`/moot invite` with mentions, ids and e-mail addresses in any mixture, or `everybody`."""
    where = (await asked.where()).as_facilitator()
    named = lists.read(asked.typed.rest)
    await asked.answer(await reseating.invited(asked, where.game.id, named))


@without_words(windows.remove, names.REMOVE_PEOPLE)
async def _remove(asked: Asked) -> None:
    """`/moot remove @ada @ben`, or the names of people on paper, or both."""
    where = (await asked.where()).as_facilitator()
    named = [*map(UserId, typed.users(asked.typed.rest)), *_on_paper(asked.typed.rest, where.game)]
    if not named:
        raise NobodyToRemove
    await asked.answer(await reseating.removed(asked, where.game.id, named))


@without_words(windows.paper, names.SEAT_ON_PAPER)
async def _paper(asked: Asked) -> None:
    """`/moot paper Ada Lovelace, Ben`, or a list: a seat for each who is in the room and not in Slack."""
    where = (await asked.where()).as_facilitator()
    if typed.users(asked.typed.rest):
        raise BadPaperName(limit=LONGEST_NAME)
    people = lists.people(typed.as_written(asked.typed.rest))
    await asked.answer(await reseating.on_paper(asked, where.game.id, people))


def _on_paper(rest: str, game: Game) -> Iterator[UserId]:
    """The people on paper whom the words beside the mentions name. Raises NotOnTheList for any other name."""
    for name in lists.names(typed.as_written(_TOKEN.sub(" ", rest))):
        found = same_name(name, game.sign_ups)
        if found is None:
            raise NotOnTheList(name=name)
        yield found


# --- who runs the game


@without_words(windows.facilitators, names.FACILITATORS)
async def _cofacilitate(asked: Asked) -> None:
    """`/moot cofacilitate @ann`, or `remove @ann`; `remove me` steps down."""
    game, rest = (await asked.where()).game.id, asked.typed.rest
    named = [UserId(user) for user in typed.users(rest)]
    said = _TOKEN.sub(" ", rest).lower().replace(",", " ").split()
    first, *others = [word for word in said if word not in lists.CONNECTORS] or [""]
    goes = first in ("remove", "without", "minus")
    if goes and others == ["me"]:
        named.append(asked.user)
    elif others or (first and not goes):
        raise CofacilitateHow
    if not named:
        raise CofacilitateHow
    come, go = ((), named) if goes else (named, ())
    await asked.answer(await reseating.facilitated(asked, game, come, go))


# --- handing over and moving


@without_words(windows.hand_over, names.HAND_OVER)
async def _hand_over(asked: Asked) -> None:
    """`/moot handover @ben`; a facilitator may name whose seat it is first, also by a name on paper."""
    where = await asked.where()
    named = [UserId(user) for user in typed.users(asked.typed.rest)]
    named = [*_on_paper(asked.typed.rest, where.game), *named] if named else []
    if not 1 <= len(named) <= 2:
        raise NobodyToHandOverTo
    player, to = named if len(named) == 2 else (asked.user, named[0])
    said = await reseating.handed_over(asked, where.game.id, player, to)
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
    said = await reseating.moved(asked, where.game.id, user, place)
    await asked.answer(message.plain(said))


def _vacant(there: Where, council: Council) -> Iterator[str]:
    for role, seat in sorted(council.seats.items()):
        if seat.holder is None:
            yield f"{role} {p.role_and_team(there.scenario, seat)}"


def _not_started(where: Where | None) -> bool:
    return where is not None and where.game.stage in (Stage.SIGN_UP, Stage.DEALT)


FORMS: tuple[Taken, ...] = submissions.FORMS
BUTTONS: dict[str, Handler] = windows.BUTTONS
WORDS: tuple[Word, ...] = (
    Word("handover @name", _hand_over, "pass your seat to somebody who holds none",
         frozenset({Stage.DEALT, Stage.RUNNING}), ForWhom.SEAT_HOLDERS, after="feedback"),
    Word("invite @one ben@example.org", _invite,
         "sign people up by name or e-mail address; `invite everybody` takes everybody in the game's channel",
         UNTIL_THE_END, ForWhom.FACILITATORS,
         press=Press("Invite people", "/moot invite", 2, fits=_not_started)),
    Word("remove @name", _remove, "take somebody off the list; their seat is free at once", UNTIL_THE_END,
         ForWhom.FACILITATORS),
    Word("paper Name", _paper, "a seat for somebody in the room without a Slack account, or for a whole list",
         UNTIL_THE_END,
         ForWhom.FACILITATORS),
    Word("move @name 4", _move, "move somebody to a vacant seat of their council, by its number",
         WHILE_PLAYED, ForWhom.FACILITATORS, after="reveal"),
    Word("cofacilitate @name", _cofacilitate,
         "let somebody run the game with you; `cofacilitate remove @name` ends that", IN_A_GAME,
         ForWhom.FACILITATORS),
)  # fmt: skip
