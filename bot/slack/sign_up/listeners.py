"""Joining, observing, leaving; and the seating plan, until it is dealt."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.domain.errors import Refusal
from bot.domain.errors.seating import AlreadyDealt, NothingPlanned, SwapsWhoLeft
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import GameId, UserId
from bot.domain.owed import Task
from bot.domain.scenario import Scenario
from bot.platform.rates import opening_of, rooms_late
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting import asked as a
from bot.slack.acting.asked import UNTIL_THE_END, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.blocks import carried, message, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message
from bot.slack.seats import profiles, returning
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import plans
from bot.slack.sign_up.plans import Excerpt
from bot.slack.typed import words as typed

CHANGED = "*The plan has changed, so nobody was swapped.* This is the plan now."


class NobodyNamed(Refusal):
    template = "Name two people, like this: /moot swap @ada @ben"


async def _sign_up(by: Asked | Pressed, key: GameId, command: c.Join | c.Observe | c.Leave) -> None:
    """Joins, observes or leaves, and says what that means now."""
    before = await by.services.reader.where_in(key, by.user)
    if isinstance(command, c.Join) and not before.scenario.has_secrets:
        command = replace(command, open_hand=False)
    wish = before.game.sign_ups.get(by.user)
    if isinstance(command, c.Join) and (wish is None or wish.observer):
        await profiles.must_be_able_to_play(by.client, by.user, sorted(before.game.facilitators))
    game = await by.services.games.handle(key, command, actor=by.user)
    where = await by.services.reader.where_in(key, by.user)
    envelope = optional.envelope(where.scenario)
    match command:
        case c.Join() if before.seat is not None:
            said = await returning.let_in(by.services, before)
        case c.Join() if where.seat is not None and where.council is not None:
            said = f"You are in, and you have a seat: {where.council.name}. Your {envelope} is on its way."
        case c.Join() if game.deal is not None:
            said = "You are on the list. The seats are dealt already; you get the next free one."
        case c.Join(chair=True):
            said = (
                f"You are in, and you offered to chair. Your {envelope} comes by direct message when the "
                "seats are dealt."
            )
        case c.Join(open_hand=True):
            said = f"You are in, without a secret{_priorities(where.scenario)}."
        case c.Join():
            said = f"You are in. Your {envelope} comes by direct message when the seats are dealt."
        case c.Observe():
            if wish is not None and wish.observer:
                await by.services.membership.let_watch(game, by.user)
            said = sign_up_cards.observes(game)
        case c.Leave():
            said = "You have left the game. Thank you; you need not give a reason."
        case _:
            assert_never(command)
    await by.answer(message.plain(said))


def _priorities(scenario: Scenario) -> str:
    """What somebody without a secret plays for."""
    return ": you will play for your team's public priorities" if scenario.has_priorities else ""


def _plan(services: Services, game: Game, excerpt: Excerpt = Excerpt(), note: str = "") -> Message:
    """The seating plan for the facilitator who asked. Raises NothingPlanned, and AlreadyDealt."""
    if game.stage is not Stage.SIGN_UP:
        raise AlreadyDealt
    if game.plan is None:
        raise NothingPlanned
    scenario = services.reader.scenario(game.scenario, game.edition)
    pace = services.reader.pace
    late = rooms_late(game, pace, len(game.plan.councils))
    return plans.seating_plan(game, scenario, opening_of(game, pace), excerpt, note, late)


async def _deal(by: Asked | Pressed) -> None:
    """Deals the plan; a second click says that it is done already."""
    where = await by.where()
    game = await by.services.games.handle(where.game.id, c.DealSeats(), actor=by.user)
    if game.stage is Stage.DEALT:
        takes = opening_of(game, by.services.reader.pace)
        said = sign_up_cards.dealing(game, where.scenario, takes, by.services.now())
        await (by.answer.turn(said) if isinstance(by, Pressed) else by.answer(said))


async def _planned(by: Asked | Pressed, seed: int | None = None, councils: int | None = None) -> None:
    """Shows the plan that stands; a new one where there is none, people came or went since, or another number
    of councils is asked for."""
    game = (await by.where()).game
    game = await by.services.games.handle(game.id, c.PlanSeating(seed, councils), actor=by.user)
    await by.answer(_plan(by.services, game))


# --- buttons


async def _look_at_plan(pressed: Pressed) -> None:
    await _planned(pressed)


async def _turn(pressed: Pressed) -> None:
    """Another page, a council unfolded, or somebody to be swapped; of a plan that has changed meanwhile, what
    it is now."""
    game, excerpt = (await pressed.where()).as_facilitator().game, Excerpt.read(pressed.value)[1]
    await pressed.answer.turn(_plan(pressed.services, game, *_of_now(game, excerpt)))


def _of_now(game: Game, excerpt: Excerpt) -> tuple[Excerpt, str]:
    """What is shown, and what to say of it."""
    if game.plan is None or excerpt.swapped is None or excerpt.of == plans.mark_of(game.plan):
        return excerpt, ""
    return Excerpt(excerpt.page, excerpt.council), CHANGED


async def _swap_with(pressed: Pressed) -> None:
    """Two people change places in the plan that was shown; where it is another by now, nobody does."""
    value, _, place = pressed.value.rpartition(":")
    game, excerpt = (await pressed.where()).as_facilitator().game, Excerpt.read(value)[1]
    still, note = _of_now(game, excerpt)
    if not note and game.plan is not None and excerpt.swapped is not None:
        people = plans.people_of(game.plan)
        one, other = (people.get(each) for each in (excerpt.swapped, plans.place_in(place)))
        if one is None or other is None:
            raise carried.NotOfThisVersion
        try:
            game = await pressed.services.games.handle(game.id, c.SwapSeats(one, other), actor=pressed.user)
            note = f"*Swapped:* {p.mention(one)} and {p.mention(other)}."
        except SwapsWhoLeft as left:
            note = left.sentence
    await pressed.answer.turn(_plan(pressed.services, game, Excerpt(still.page, still.council), note))


def _signs_up(command: Callable[[UserId], c.Join | c.Observe | c.Leave]) -> Handler:
    async def handler(pressed: Pressed) -> None:
        await _sign_up(pressed, GameId(pressed.value), command(pressed.user))

    return handler


async def _plan_again(pressed: Pressed) -> None:
    command = c.PlanSeating(pressed.services.new_seed())
    game = await pressed.services.games.handle(GameId(pressed.value), command, actor=pressed.user)
    await pressed.answer.turn(_plan(pressed.services, game))


async def _plan_councils(pressed: Pressed) -> None:
    key, councils = carried.parts(pressed.value, 2)
    command = c.PlanSeating(councils=carried.number(councils))
    game = await pressed.services.games.handle(GameId(key), command, actor=pressed.user)
    await pressed.answer.turn(_plan(pressed.services, game))


async def _read_more(pressed: Pressed) -> None:
    game, scenario = await pressed.services.reader.game(GameId(pressed.value))
    await pressed.open(sign_up_cards.about(game, scenario))


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.READ_SIGN_UP: _read_more,
    names.JOIN: _signs_up(c.Join),
    names.JOIN_AS_CHAIR: _signs_up(lambda user: c.Join(user, chair=True)),
    names.JOIN_OPENLY: _signs_up(lambda user: c.Join(user, open_hand=True)),
    names.OBSERVE: _signs_up(c.Observe),
    names.LEAVE: _signs_up(c.Leave),
    names.DEAL_SEATS: _deal,
    names.REDEAL: _plan_again,
    names.SHOW_PLAN: _look_at_plan,
    names.PLAN_COUNCILS: _plan_councils,
    names.TURN_PLAN: _turn,
    names.SWAP: _turn,
    names.SWAP_WITH: _swap_with,
}


# --- words


def _word(command: Callable[[Asked], c.Join | c.Observe | c.Leave]) -> a.Handler:
    async def handler(asked: Asked) -> None:
        await _sign_up(asked, (await asked.where()).game.id, command(asked))

    return handler


def _join(asked: Asked) -> c.Join:
    wish = asked.typed.rest.lower()
    return c.Join(asked.user, chair="chair" in wish, open_hand="secret" in wish)


async def _show_plan(asked: Asked) -> None:
    said = asked.typed.rest
    if re.fullmatch(r"[0-9]{1,4}( councils?)?", said):
        await _planned(asked, councils=int(said.split()[0]))
        return
    await _planned(asked, asked.services.new_seed() if said == "again" else None)


async def _swap(asked: Asked) -> None:
    where, named = await asked.where(), typed.users(asked.typed.rest)
    if len(named) != 2:
        raise NobodyNamed
    command = c.SwapSeats(UserId(named[0]), UserId(named[1]))
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    await asked.answer(_plan(asked.services, game))


def _is_new(where: Where | None) -> bool:
    return where is not None and where.user not in where.game.sign_ups and not where.facilitates


_joins = _word(_join)
WORDS: tuple[Word, ...] = (
    Word("join", _joins,
         "sign up; `join chair` offers to chair, `join no secret` plays for public aims only",
         UNTIL_THE_END | {None}, ForWhom.THE_UNSEATED, only_in=lambda pack: pack is None or pack.has_secrets,
         after="handbook", press=Press("Join", "/moot join", 1, fits=_is_new)),
    Word("join", _joins, "sign up; `join chair` offers to chair",
         UNTIL_THE_END, ForWhom.THE_UNSEATED,
         only_in=lambda pack: pack is not None and not pack.has_secrets,
         press=Press("Join", "/moot join", 1, fits=_is_new)),
    Word("observe", _word(lambda asked: c.Observe(asked.user)), "watch the game in this channel",
         UNTIL_THE_END, ForWhom.THE_UNSEATED, press=Press("Watch", "/moot observe", 2, fits=_is_new)),
    Word("leave", _word(lambda asked: c.Leave(asked.user)), "leave the game; you need not give a reason",
         UNTIL_THE_END, ForWhom.EVERYBODY),
    Word("seat", _show_plan, "see the seating plan and deal it; `seat 3` plans three councils",
         frozenset({Stage.SIGN_UP}), ForWhom.FACILITATORS, also={"deal": _deal},
         press=Press("Plan the seats", "/moot seat", 1, does=Task.DEAL)),
    Word("swap @one @other", _swap, "swap two people in the plan", frozenset({Stage.SIGN_UP}),
         ForWhom.FACILITATORS),
)  # fmt: skip
