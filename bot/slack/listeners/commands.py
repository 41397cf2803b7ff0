"""`/moot` and `/propose`."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.errors import FacilitatorsOnly, NoGame, NotSeated, Refusal
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.services import Services
from bot.slack.guard import Answer, refusals_as_replies
from bot.slack.listeners import people, proposals, safety, seats, typed, windows
from bot.slack.listeners.asked import Asked
from bot.slack.messages import council_cards, forms, game_cards, people_cards, personal, stage_cards


class NeedsAChannel(Refusal):
    """A game needs a channel that everybody shares: type /moot new there, not in a direct message."""


class NobodyNamed(Refusal):
    """Name two people, like this: /moot swap @ada @ben"""


class NothingToSay(Refusal):
    """Write the words after the command, like this: /moot say Five minutes to go, well done all!"""


Handler: TypeAlias = Callable[[Asked], Awaitable[None]]


def register(app: AsyncApp) -> None:
    """Registers the slash commands."""
    app.command("/moot")(moot)
    app.command("/propose")(propose)


@refusals_as_replies
async def moot(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/moot WORD …`"""
    await ack()
    asked = _asked(command, answer, client, services)
    handler = HANDLERS.get(asked.typed.word)
    if handler is None:
        word = asked.typed.word
        await answer(personal.unknown_command(word, typed.nearest(word, tuple(HANDLERS))))
    else:
        await handler(asked)


@refusals_as_replies
async def propose(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/propose TEXT`, or the form where nothing was typed."""
    await ack()
    asked = _asked(command, answer, client, services)
    where = await asked.where()
    text = typed.as_written(command.get("text", ""))
    if not text:
        if where.seat is None:
            raise NotSeated
        view = forms.proposal(where.scenario, where.in_council())
        await client.views_open(trigger_id=asked.trigger, view=view.to_dict())
        return
    number = await proposals.submit_text(services, where, text)
    await answer(personal.plain(f"Proposal {number} is on the table, in your council's channel."))


def _asked(command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services) -> Asked:
    return Asked(
        services,
        answer,
        client,
        (command.get("enterprise_id") or "", command["team_id"]),
        command["channel_id"],
        UserId(command["user_id"]),
        command["trigger_id"],
        typed.parse(command.get("text", "")),
    )


# --- for everybody


async def _help(asked: Asked) -> None:
    try:
        where = await asked.where()
    except NoGame:
        where = None
    await asked.answer(personal.help_card(where))


async def _status(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(personal.status(where))
    if where.facilitates:
        await asked.answer(personal.console(where.game))
        councils = await asked.services.reader.councils(where.game)
        await asked.answer(people_cards.people(where.game, where.scenario, councils))


async def _mission(asked: Asked) -> None:
    await asked.services.requests.sheet(await asked.where(), asked.team[1])
    await asked.answer(personal.plain("I have sent it to our direct messages, where only you can read it."))


async def _owe(asked: Asked) -> None:
    await asked.answer(personal.owed_card(await asked.where()))


async def _policies(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(council_cards.book(where.scenario, where.in_council(), frozen=True))


async def _handbook(asked: Asked) -> None:
    where = await asked.where()
    for page in personal.handbook(where.scenario):
        await asked.answer(page)


async def _join(asked: Asked) -> None:
    where = await asked.where()
    wish = asked.typed.rest.lower()
    command = c.Join(asked.user, chair="chair" in wish, open_hand="secret" in wish)
    await people.sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


async def _observe(asked: Asked) -> None:
    where = await asked.where()
    command = c.Observe(asked.user)
    await people.sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


async def _leave(asked: Asked) -> None:
    where = await asked.where()
    command = c.Leave(asked.user)
    await people.sign_up(asked.services, asked.answer, where.game.id, command, asked.user)


async def _straw(asked: Asked) -> None:
    if await seats.opens(asked, windows.straw):
        return
    where, question = await asked.where(), typed.as_written(asked.typed.rest)
    await asked.services.councils.handle(where.in_council().id, cc.AskStraw(question), actor=asked.user)
    await asked.answer(personal.plain("Your straw poll is in your council's channel. It binds nobody."))


async def _x(asked: Asked) -> None:
    words = typed.as_written(asked.typed.rest)
    await asked.answer(await safety.tell(asked.client, await asked.where(), words, asked.services.now()))


async def _feedback(asked: Asked) -> None:
    where = await asked.where()
    if where.facilitates:
        await asked.answer(stage_cards.feedback_summary(where.game))
    else:
        await people.open_feedback(asked.client, asked.trigger, where.game, asked.user)


# --- for facilitators


async def _new(asked: Asked) -> None:
    if asked.channel.startswith("D"):
        raise NeedsAChannel
    zone = await people.timezone(asked.client, asked.user)
    packs = asked.services.reader.packs()
    name = asked.typed.rest or packs[0].title
    view = forms.create_game(packs, asked.channel, name[: forms.TITLE_LENGTH], zone, asked.user)
    await asked.client.views_open(trigger_id=asked.trigger, view=view.to_dict())


async def _seat(asked: Asked) -> None:
    where = await asked.where()
    seed = asked.services.new_seed() if asked.typed.rest == "again" else None
    game = await asked.services.games.handle(where.game.id, c.PlanSeating(seed), actor=asked.user)
    if game.plan is not None:
        await asked.answer(game_cards.seating_plan(game, game.plan, where.scenario))


async def _swap(asked: Asked) -> None:
    where, named = await asked.where(), typed.users(asked.typed.rest)
    if len(named) != 2:
        raise NobodyNamed
    command = c.SwapSeats(UserId(named[0]), UserId(named[1]))
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    if game.plan is not None:
        await asked.answer(game_cards.seating_plan(game, game.plan, where.scenario))


async def _deal(asked: Asked) -> None:
    await people.deal(asked.services, asked.answer, (await asked.where()).game.id, asked.user)


async def _say(asked: Asked) -> None:
    if not asked.typed.rest:
        raise NothingToSay
    await _command(
        asked, c.Broadcast(typed.as_written(asked.typed.rest)), "Every council will read it in a moment."
    )


async def _add(asked: Asked) -> None:
    await _command(asked, c.ChangeTime(typed.span(asked.typed.rest, "/moot add")))


async def _take(asked: Asked) -> None:
    await _command(asked, c.ChangeTime(-typed.span(asked.typed.rest, "/moot take")))


async def _vote(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    opened = await people.open_ballots(asked.services, where.game, asked.user)
    await asked.answer(personal.ballots_opened(opened, await asked.services.reader.councils(where.game)))


async def _end(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    await asked.answer(personal.ending(where.game))


def _simple(command: c.GameCommand) -> Handler:
    async def handler(asked: Asked) -> None:
        await _command(asked, command)

    return handler


async def _command(asked: Asked, command: c.GameCommand, said: str = "") -> None:
    where = await asked.where()
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    await asked.answer(personal.plain(said) if said else personal.console(game))


HANDLERS: dict[str, Handler] = {
    "help": _help,
    "status": _status,
    "mission": _mission,
    "sheet": _mission,
    "owe": _owe,
    "policies": _policies,
    "book": _policies,
    "handbook": _handbook,
    "join": _join,
    "observe": _observe,
    "leave": _leave,
    "new": _new,
    "seat": _seat,
    "swap": _swap,
    "deal": _deal,
    "start": _simple(c.StartGame()),
    "pause": _simple(c.PauseGame()),
    "resume": _simple(c.ResumeGame()),
    "add": _add,
    "take": _take,
    "next": _simple(c.SkipPhase()),
    "say": _say,
    "vote": _vote,
    "end": _end,
    "straw": _straw,
    "x": _x,
    "feedback": _feedback,
    "invite": seats.invite,
    "remove": seats.remove,
    "handover": seats.hand_over,
    "paper": seats.paper,
    "proxy": seats.proxy,
    "move": seats.move,
    "cofacilitate": seats.cofacilitate,
}
