"""`/moot` and `/propose`."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.domain.errors import FacilitatorsOnly, NoGame, NotSeated, Refusal
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.services import Services
from bot.services.overview import overview
from bot.slack import ids
from bot.slack.guard import Answer, refusals_as_replies
from bot.slack.listeners import (
    bookkeeping,
    caring,
    closing,
    creating,
    driving,
    people,
    proposals,
    safety,
    seats,
    typed,
    windows,
)
from bot.slack.listeners.asked import Asked, Handler
from bot.slack.messages import (
    consoles,
    controls,
    council_cards,
    forms,
    games,
    helping,
    paged,
    people_cards,
    personal,
    stage_cards,
)


class NobodyNamed(Refusal):
    """Name two people, like this: /moot swap @ada @ben"""


class NothingToSay(Refusal):
    """Write the words after the command, like this: /moot say Five minutes to go, well done all!"""


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
        if asked.typed.word in LOOKS:
            answer.taken()
        async with services.visits.visit(asked.user):
            await handler(asked)


@refusals_as_replies
async def propose(
    ack: AsyncAck, command: dict[str, Any], answer: Answer, client: AsyncWebClient, services: Services
) -> None:
    """`/propose TEXT`, a change such as `/propose amend 3 TEXT`, or the form where nothing was typed."""
    await ack()
    asked = _asked(command, answer, client, services)
    async with services.visits.visit(asked.user):
        await _propose(asked, command)


async def _propose(asked: Asked, command: dict[str, Any]) -> None:
    services, answer = asked.services, asked.answer
    where = await asked.where()
    text = typed.as_written(command.get("text", ""))
    if not text:
        if where.seat is None:
            raise NotSeated
        council = where.in_council()
        decide(council, cc.SubmitProposal("…", "…"), at=services.now(), actor=asked.user)  # may refuse
        await asked.open(forms.proposal(where.scenario, council), ids.PROPOSE, council.id)
        return
    if (asks := proposals.wanted(text)) is not None:
        await proposals.change(asked, asks)
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
    await asked.answer(helping.help_card(where, asked.services.now(), everything=asked.typed.rest == "all"))


async def _status(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(personal.status(where))
    if where.facilitates:
        councils = await asked.services.reader.councils(where.game)
        await asked.answer(controls.console(where.game, councils))
        await asked.answer(people_cards.people(where.game, where.scenario, councils))
        if where.game.deal is not None:
            await _councils(asked)


async def _councils(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    seen = await overview(asked.services.reader, where.game.id, asked.services.now())
    await asked.answer(consoles.councils(seen))


async def _retry(asked: Asked) -> None:
    where = await asked.where()
    count = await asked.services.requests.retry(where.game, asked.user)
    await asked.answer(personal.tried_again(count))


async def _agenda(asked: Asked) -> None:
    await people.show_agenda(asked.services, asked.answer, await asked.where())


async def _games(asked: Asked) -> None:
    await asked.answer(games.listed(await asked.services.reader.parts(asked.team[1], asked.user)))


async def _mission(asked: Asked) -> None:
    where = await asked.where()
    await asked.services.requests.sheet(where, asked.team[1])
    await caring.envelope_opened(asked.services, where.game, where.in_council(), asked.user)
    await asked.answer(personal.plain("I have sent it to our direct messages, where only you can read it."))


async def _owe(asked: Asked) -> None:
    reader, here = asked.services.reader, await asked.where()
    where = await reader.where_in(here.game.id, asked.user)  # one's own seat, whatever channel this is
    await asked.answer(personal.owed_card(where, asked.services.now(), await reader.councils_of(where)))


async def _policies(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(paged.book(where.scenario, where.in_council(), where.seat))


async def _charter(asked: Asked) -> None:
    where = await asked.where()
    council = where.in_council()
    if council.charter is not None:
        await asked.answer(council_cards.charter(where.scenario, council))
        return
    decide(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"), at=asked.services.now(), actor=asked.user)
    await asked.open(forms.charter(where.scenario, council), ids.WRITE_CHARTER, council.id)


async def _handbook(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(paged.handbook(where.scenario, where.game.id))


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
    where, question = await asked.where(), typed.as_written(asked.typed.rest)
    if not question:
        view = await windows.straw(asked.services, where)
        await asked.open(view, ids.ASK_STRAW, where.in_council().id)
        return
    await asked.services.councils.handle(where.in_council().id, cc.AskStraw(question), actor=asked.user)
    await asked.answer(personal.plain("Your straw poll is in your council's channel. It binds nobody."))


async def _x(asked: Asked) -> None:
    asked.answer.never_kept()
    words = typed.as_written(asked.typed.rest)
    await asked.answer(await safety.tell(asked.client, await asked.where(), words, asked.services.now()))


async def _feedback(asked: Asked) -> None:
    where = await asked.where()
    if where.facilitates:
        await asked.answer(stage_cards.feedback_summary(where.game))
    else:
        form = people.feedback_form(where.game, asked.user)
        await asked.open(form, ids.GIVE_FEEDBACK, where.game.id)


# --- for facilitators


async def _seat(asked: Asked) -> None:
    where = await asked.where()
    seed = asked.services.new_seed() if asked.typed.rest == "again" else None
    game = await asked.services.games.handle(where.game.id, c.PlanSeating(seed), actor=asked.user)
    if game.plan is not None:
        await asked.answer(people.plan(asked.services, game, game.plan))


async def _swap(asked: Asked) -> None:
    where, named = await asked.where(), typed.users(asked.typed.rest)
    if len(named) != 2:
        raise NobodyNamed
    command = c.SwapSeats(UserId(named[0]), UserId(named[1]))
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    if game.plan is not None:
        await asked.answer(people.plan(asked.services, game, game.plan))


async def _deal(asked: Asked) -> None:
    await people.deal(asked.services, asked.answer, (await asked.where()).game.id, asked.user)


async def _say(asked: Asked) -> None:
    if not asked.typed.rest:
        raise NothingToSay
    where, words = await asked.where(), typed.as_written(asked.typed.rest)
    await asked.services.games.handle(where.game.id, c.Broadcast(words), actor=asked.user)
    await asked.answer(personal.plain("Every council will read it in a moment."))


async def _vote(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    opened = await people.open_ballots(asked.services, where.game, asked.user)
    await asked.answer(personal.ballots_opened(opened, await asked.services.reader.councils(where.game)))


LOOKS = ("help", "status", "agenda", "councils", "games", "owe", "policies", "book", "handbook")  # no changes
HANDLERS: dict[str, Handler] = {
    "help": _help,
    "status": _status,
    "agenda": _agenda,
    "councils": _councils,
    "retry": _retry,
    "games": _games,
    "mission": _mission,
    "sheet": _mission,
    "owe": _owe,
    "missed": caring.missed,
    "what": caring.what,
    "policies": _policies,
    "book": _policies,
    "charter": _charter,
    "order": bookkeeping.order,
    "park": bookkeeping.park_typed,
    "unpark": bookkeeping.unpark_typed,
    "handbook": _handbook,
    "join": _join,
    "observe": _observe,
    "leave": _leave,
    "new": creating.new,
    "seat": _seat,
    "swap": _swap,
    "deal": _deal,
    **driving.COMMANDS,
    "say": _say,
    "vote": _vote,
    "straw": _straw,
    "x": _x,
    "feedback": _feedback,
    "receipt": closing.receipt,
    "reveal": closing.reveal,
    "invite": seats.invite,
    "remove": seats.remove,
    "handover": seats.hand_over,
    "paper": seats.paper,
    "proxy": seats.proxy,
    "move": seats.move,
    "cofacilitate": seats.cofacilitate,
}
