"""`/moot invite`, `remove`, `handover`, `move`, `paper` and `proxy`: who holds which seat."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.errors import (
    FacilitatorsOnly,
    NoSeatToHandOver,
    NoSuchPaperSeat,
    NotSignedUp,
    Refusal,
    SeatTaken,
    VotesThemselves,
)
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import BadPaperName, is_paper, paper_id, paper_name, same_name
from bot.services.reading import Where
from bot.slack.listeners import roster, typed
from bot.slack.listeners.asked import Asked
from bot.slack.messages import personal, seat_cards
from bot.slack.messages import phrases as p

EVERYBODY = ("everybody", "everyone", "all", "<!everyone>", "<!channel>")
_TOKEN = re.compile(r"<[^>]*>")
_CHOICES = {choice.value: choice for choice in Choice} | {
    "y": Choice.YES,
    "n": Choice.NO,
    "abstains": Choice.ABSTAIN,
    "abstention": Choice.ABSTAIN,
}


class NobodyToInvite(Refusal):
    """Name the people to sign up, like this: /moot invite @ada @ben, or /moot invite everybody for all who
    are in the game's channel."""


class NobodyToRemove(Refusal):
    """Name who is to be taken off the list, like this: /moot remove @ada. Somebody on paper is named as they
    are written on the list."""


class NobodyToHandOverTo(Refusal):
    """Name one person who takes over your seat, like this: /moot handover @ada"""


class CannotTakeASeat(Refusal):
    """There is no seat for {who}: {reason}. Nothing changed."""


class MoveHow(Refusal):
    """Name somebody and the number of a vacant seat in their council, like this: /moot move @ada 4.
    Vacant there: {vacant}."""


class ProxyHow(Refusal):
    """Write the name as it is on the list and then the vote: /moot proxy Ada Lovelace yes. The vote is yes,
    no or abstain."""


async def _facilitating(asked: Asked) -> Where:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    return where


# --- adding and removing people


async def invite(asked: Asked) -> None:
    """`/moot invite @ada @ben`, or `/moot invite everybody`."""
    where = await _facilitating(asked)
    named = tuple(dict.fromkeys(map(UserId, typed.users(asked.typed.rest))))
    everybody = asked.typed.rest.strip().lower() in EVERYBODY
    if everybody:
        named = await roster.members(asked.client, where.game.plenary)
    elif not named:
        raise NobodyToInvite
    reasons = await roster.unfit(asked.client, named)
    outcomes = []
    for user in named:
        reason = reasons.get(user) or (_left_out(where.game, user) if everybody else "")
        said = f"skipped: {reason}." if reason else await _signed_up(asked, where.game, user)
        outcomes.append((user, said))
    await asked.answer(seat_cards.happened(outcomes))


def _left_out(game: Game, user: UserId) -> str:
    """Why somebody in the channel is not meant by "everybody"."""
    if user in game.facilitators and user not in game.sign_ups:
        return "runs the game (name them to sign them up)"
    wish = game.sign_ups.get(user)
    return "wants to watch (name them to sign them up)" if wish is not None and wish.observer else ""


async def _signed_up(asked: Asked, game: Game, user: UserId) -> str:
    known = game.sign_ups.get(user)
    if known is not None and not known.observer:
        return "on the list already, so nothing changed."
    try:
        after = await asked.services.games.handle(game.id, c.Join(user), actor=asked.user)
    except Refusal as refusal:
        return refusal.sentence
    return await _place(asked, after, user)


async def _place(asked: Asked, game: Game, user: UserId) -> str:
    """What being on the list means now."""
    if game.deal is None:
        return "signed up."
    where = await asked.services.reader.where_in(game.id, user)
    if where.council is None or where.seat is None:
        return "signed up. No seat is free just now; the next one that becomes free is theirs."
    return f"signed up, and has a seat: {p.role_and_team(where.scenario, where.seat)}, {where.council.name}."


async def remove(asked: Asked) -> None:
    """`/moot remove @ada`, or the name of somebody on paper."""
    where = await _facilitating(asked)
    named = [UserId(user) for user in typed.users(asked.typed.rest)]
    if not named:
        on_paper = same_name(typed.as_written(asked.typed.rest), where.game.sign_ups)
        if on_paper is None:
            raise NobodyToRemove
        named = [on_paper]
    outcomes = [(user, await _removed(asked, where.game, user)) for user in dict.fromkeys(named)]
    await asked.answer(seat_cards.happened(outcomes))


async def _removed(asked: Asked, game: Game, user: UserId) -> str:
    before = await asked.services.reader.where_in(game.id, user)
    try:
        await asked.services.games.handle(game.id, c.Leave(user), actor=asked.user)
    except NotSignedUp:
        return "not on the list, so nothing changed."
    except Refusal as refusal:
        return refusal.sentence
    if before.council is None or before.seat is None:
        return "off the list."
    role = p.role_and_team(before.scenario, before.seat)
    return f"off the list. The seat is free now: {role}, {before.council.name}."


async def paper(asked: Asked) -> None:
    """`/moot paper Ada Lovelace`: a seat for somebody in the room without a Slack account."""
    where = await _facilitating(asked)
    if typed.users(asked.typed.rest):
        raise BadPaperName(limit=30)
    player = paper_id(typed.as_written(asked.typed.rest))
    if player in where.game.sign_ups:
        said = "on the list already, so nothing changed."
    else:
        game = await asked.services.games.handle(where.game.id, c.Join(player), actor=asked.user)
        said = await _place(asked, game, player)
        said += " They vote by `/moot proxy`, their name, and yes, no or abstain."
    await asked.answer(seat_cards.happened([(player, said)]))


# --- handing over and moving


async def hand_over(asked: Asked) -> None:
    """`/moot handover @ben`; a facilitator may name whose seat it is first, also by a name on paper."""
    where = await asked.where()
    named = [UserId(user) for user in typed.users(asked.typed.rest)]
    words = typed.as_written(_TOKEN.sub(" ", asked.typed.rest))
    on_paper = same_name(words, where.game.sign_ups) if words else None
    named = [on_paper, *named] if on_paper is not None else named
    if not 1 <= len(named) <= 2 or (words and on_paper is None):
        raise NobodyToHandOverTo
    player, to = named if len(named) == 2 else (asked.user, named[0])
    before = await asked.services.reader.where_in(where.game.id, player)
    if (reason := (await roster.unfit(asked.client, [to])).get(to)) is not None:
        raise CannotTakeASeat(who=p.mention(to), reason=reason)
    await asked.services.games.handle(where.game.id, c.HandOver(player, to), actor=asked.user)
    if before.council is None or before.seat is None:
        raise NoSeatToHandOver
    role = p.role_and_team(before.scenario, before.seat)
    whose = "your seat" if player == asked.user else f"the seat of {p.mention(player)}"
    said = f"{p.mention(to)} has {whose} now: {role}, {before.council.name}. Its votes and proposals stay."
    await asked.answer(personal.plain(said))


async def move(asked: Asked) -> None:
    """`/moot move @ada 4`: to a vacant seat of the same council."""
    where, named = await _facilitating(asked), typed.users(asked.typed.rest)
    words = typed.as_written(_TOKEN.sub(" ", asked.typed.rest))
    user = UserId(named[0]) if len(named) == 1 else None
    if user is None:
        raise MoveHow(vacant="name somebody to see")
    there = await asked.services.reader.where_in(where.game.id, user)
    if there.council is None or there.seat is None:
        raise NoSeatToHandOver
    vacant = {seat.role: seat for seat in there.council.seats.values() if seat.holder is None}
    if not words.isdecimal():
        roles = (f"{role} {p.role_and_team(there.scenario, seat)}" for role, seat in sorted(vacant.items()))
        raise MoveHow(vacant=", ".join(roles) or "no seat")
    to = RoleNumber(int(words))
    if to not in vacant:
        raise SeatTaken
    council = await asked.services.councils.handle(
        there.council.id, cc.MoveHolder(user, to), actor=asked.user
    )
    role = p.role_and_team(there.scenario, council.seats[to])
    await asked.answer(personal.plain(f"{p.mention(user)} is the {role} of {council.name} now."))


# --- voting for a paper seat


async def proxy(asked: Asked) -> None:
    """`/moot proxy Ada Lovelace yes`: a steward or a facilitator enters a paper seat's vote."""
    where = await asked.where()
    if typed.users(asked.typed.rest):
        raise VotesThemselves
    name, _, word = typed.as_written(asked.typed.rest).rpartition(" ")
    choice = _CHOICES.get(word.lower().strip(".!"))
    if choice is None or not name.strip():
        raise ProxyHow
    councils = await asked.services.reader.councils(where.game)
    holder, council = paper_seat(name.strip(" :"), councils)
    await asked.services.councils.handle(council.id, cc.CastProxyVote(holder, choice), actor=asked.user)
    said = f"The vote of {p.mention(holder)} in {council.name} is entered by proxy: *{choice.value}*."
    await asked.answer(personal.plain(f"{said} Until the close you can enter another in its place."))


def paper_seat(name: str, councils: Iterable[Council]) -> tuple[UserId, Council]:
    """Somebody on paper by name, and where they sit. Raises NoSuchPaperSeat."""
    known = dict(_paper_holders(councils))
    holder = same_name(name, known)
    if holder is None:
        names = ", ".join(map(paper_name, known)) or "nobody"
        raise NoSuchPaperSeat(name=escape(name, quote=False), known=escape(names, quote=False))
    return holder, known[holder]


def _paper_holders(councils: Iterable[Council]) -> Iterator[tuple[UserId, Council]]:
    for council in councils:
        for seat in council.filled:
            if seat.holder is not None and is_paper(seat.holder):
                yield seat.holder, council
