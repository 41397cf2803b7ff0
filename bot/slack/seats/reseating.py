"""Steps about seats and people that a typed command, a button and a form share. Each returns what to say."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from bot.domain.council import commands as cc
from bot.domain.errors import Refusal
from bot.domain.errors.seating import (
    LastFacilitator,
    NoSeatToHandOver,
    NotSignedUp,
    PaperNameTaken,
    SeatTaken,
)
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.inviting import Finding, Invitee
from bot.domain.paper import LONGEST_NAME, BadPaperName, paper_id, same_name
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.acting.submitted import Sent
from bot.slack.blocks import message, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, escaped, shortened
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import profiles
from bot.slack.sign_up import invitations

LONGEST_SHOWN = 60  # characters of a name that will not do
TWICE = "in your list more than once, so I signed up one. If they are several people, add an initial."
By: TypeAlias = Asked | Pressed | Sent[Any]  # whoever acts, and what it is done with
Outcome: TypeAlias = tuple[UserId, str]


class NobodyToInvite(Refusal):
    template = (
        "Name the people to sign up, like this: /moot invite @ada @ben, with e-mail addresses as well if you "
        "like, or /moot invite everybody for all who are in the game's channel."
    )


class SeatElsewhere(Refusal):
    template = "That seat is in another council, and people move within their own. Hand a seat over instead."


async def invited(by: By, game: GameId, named: Sequence[Invitee]) -> Message:
    """Has a list of people looked up and signed up. Raises NobodyToInvite if it names nobody at all."""
    if all(one.finding is Finding.UNREADABLE for one in named):
        raise NobodyToInvite
    await by.services.invitations.invite(game, named, actor=by.user)
    return invitations.looking_up(len(named))


async def removed(by: By, game: GameId, users: Iterable[UserId]) -> Message:
    """Takes people off the list; each is named with what happened."""
    outcomes = [(user, await _removed(by, game, user)) for user in dict.fromkeys(users)]
    return seats_cards.happened(outcomes)


async def _removed(by: By, game: GameId, user: UserId) -> str:
    before = await by.services.reader.where_in(game, user)
    try:
        await by.services.games.handle(game, c.Leave(user), actor=by.user)
    except NotSignedUp:
        return "not on the list, so nothing changed."
    if before.council is None or before.seat is None:
        return "off the list."
    role = p.role_and_team(before.scenario, before.seat)
    return f"off the list. The seat is free now: {role}, {before.council.name}."


async def on_paper(by: By, key: GameId, names: Sequence[str]) -> Message:
    """Seats for people without a Slack account; each is named back with what happened. Raises BadPaperName if
    no name will do."""
    named: list[UserId] = []
    outcomes: list[tuple[str, str]] = []
    for name in names:
        try:
            player = paper_id(name)
        except BadPaperName:
            outcomes.append((escaped(shortened(name, LONGEST_SHOWN)), _no_name(name)))
            continue
        if same_name(name, named) is not None:
            outcomes.append((p.mention(player), TWICE))
            continue
        named.append(player)
        outcomes.append((p.mention(player), await _on_paper(by, key, player)))
    if not named:
        raise BadPaperName(limit=LONGEST_NAME)
    return seats_cards.on_paper(outcomes)


def _no_name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"not signed up, since a name has at most {LONGEST_NAME} characters. Shorten it."
    return "not signed up, since that is not a name."


async def _on_paper(by: By, key: GameId, player: UserId) -> str:
    if player in (await by.services.games.load(key)).sign_ups:
        return "on the list already, so nothing changed."
    try:
        game = await by.services.games.handle(key, c.Join(player), actor=by.user)
    except PaperNameTaken as taken:
        return message.refused(taken)
    return await _place(by, game, player)


async def _place(by: By, game: Game, user: UserId) -> str:
    """What being on the list means now."""
    if game.deal is None:
        return "signed up."
    where = await by.services.reader.where_in(game.id, user)
    if where.council is None or where.seat is None:
        return "signed up. No seat is free right now; they get the next one."
    return f"signed up, and has a seat: {p.role_and_team(where.scenario, where.seat)}, {where.council.name}."


async def handed_over(by: By, game: GameId, player: UserId, to: UserId) -> str:
    """A seat changes hands."""
    await profiles.must_be_fit(by.client, to)
    await by.services.games.handle(game, c.HandOver(player, to), actor=by.user)
    after = await by.services.reader.where_in(game, to)
    if after.council is None or after.seat is None:
        raise NoSeatToHandOver
    role = p.role_and_team(after.scenario, after.seat)
    stays = optional.votes_and_proposals(after.scenario)
    whose = "your seat" if player == by.user else f"the seat of {p.mention(player)}"
    return f"{p.mention(to)} has {whose} now: {role}, {after.council.name}. Its {stays} stay."


async def moved(by: By, game: GameId, user: UserId, place: tuple[CouncilId, RoleNumber]) -> str:
    """Somebody takes a vacant seat of their own council."""
    there = await by.services.reader.where_in(game, user)
    if there.council is None or there.seat is None:
        raise NoSeatToHandOver
    if there.council.id != place[0]:
        raise SeatElsewhere
    seat = there.council.seats.get(place[1])
    if seat is None or seat.holder is not None:
        raise SeatTaken
    council = await by.services.councils.handle(place[0], cc.MoveHolder(user, place[1]), actor=by.user)
    role = p.the_role_and_team(there.scenario, council.seats[place[1]])
    return f"{p.mention(user)} is {role} of {council.name} now."


async def facilitated(by: By, key: GameId, come: Iterable[UserId], go: Iterable[UserId]) -> Message:
    """Others run the game: first come those who are new, and whoever acts goes last."""
    new, old = list(dict.fromkeys(come)), sorted(dict.fromkeys(go), key=by.user.__eq__)
    await profiles.must_be_fit(by.client, *new)
    outcomes: list[Outcome] = []
    for user in new:
        known = user in (await by.services.games.load(key)).facilitators
        await by.services.games.handle(key, c.AddFacilitator(user), actor=by.user)
        said = "runs the game already, so nothing changed." if known else "runs the game as well now."
        outcomes.append((user, said))
    for user in old:
        outcomes.append((user, await _stepped_down(by, key, user)))
    return seats_cards.happened(outcomes)


async def _stepped_down(by: By, key: GameId, user: UserId) -> str:
    known = user in (await by.services.games.load(key)).facilitators
    try:
        await by.services.games.handle(key, c.RemoveFacilitator(user), actor=by.user)
    except LastFacilitator as last:
        return last.sentence
    return "no longer runs the game." if known else "did not run the game, so nothing changed."
