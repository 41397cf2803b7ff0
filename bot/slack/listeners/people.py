"""Steps that a typed command and a button share."""

from collections import Counter

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.council import commands as cc
from bot.domain.errors import BallotTooEarly, EmptyBook, FeedbackTooEarly
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, UserId
from bot.domain.seating import Seating
from bot.services import Services
from bot.services.councils import council_ids
from bot.services.pace import opening_of
from bot.services.reading import Where
from bot.slack.guard import Answer
from bot.slack.messages import forms, paged, personal, timetables
from bot.slack.messages.message import Message


async def sign_up(
    services: Services,
    answer: Answer,
    game_id: GameId,
    command: c.Join | c.Observe | c.Leave,
    actor: UserId,
) -> None:
    """Joins, observes or leaves, and says what that means now."""
    game = await services.games.handle(game_id, command, actor=actor)
    where = await services.reader.where_in(game_id, actor)
    match command:
        case c.Join() if where.seat is not None and where.council is not None:
            said = f"You are in, and you have a seat: {where.council.name}. Your envelope is on its way."
        case c.Join() if game.deal is not None:
            said = "You are on the list. The seats are dealt; you get the next one that becomes free."
        case c.Join(chair=True):
            said = "You are in, and you offered to chair. Your envelope comes when the seats are dealt."
        case c.Join(open_hand=True):
            said = "You are in, without a secret: you will play for your team's public priorities."
        case c.Join():
            said = "You are in. Your envelope comes by direct message when the seats are dealt."
        case c.Observe():
            said = "You are an observer: you can read along in this channel."
        case c.Leave():
            said = "You have left the game. Thank you, and no reason is needed."
    await answer(personal.plain(said))


def plan(services: Services, game: Game, seating: Seating, page: int = 1) -> Message:
    """The seating plan for the facilitator who asked."""
    scenario = services.reader.scenario(game.scenario)
    return paged.seating_plan(game, seating, scenario, opening_of(game, services.reader.pace), page)


async def deal(services: Services, answer: Answer, game_id: GameId, actor: UserId) -> None:
    """Deals the plan; a second click says that it is done already."""
    game = await services.games.handle(game_id, c.DealSeats(), actor=actor)
    if game.stage is Stage.DEALT:
        takes = opening_of(game, services.reader.pace)
        await answer(personal.dealing(game, takes, services.now()))


async def open_ballots(services: Services, game: Game, actor: UserId) -> frozenset[CouncilId]:
    """A facilitator opens the vote in every council that can hold one; returns where it is open."""
    opened = set()
    for key in council_ids(game):
        try:
            await services.councils.handle(key, cc.OpenBallot(), actor=actor)
            opened.add(key)
        except (BallotTooEarly, EmptyBook):
            continue  # the answer names the councils where it is not open
    return frozenset(opened)


def feedback_form(game: Game, user: UserId) -> View:
    """The feedback form with what they said before. Raises FeedbackTooEarly."""
    if game.stage is not Stage.ENDED:
        raise FeedbackTooEarly
    return forms.feedback(game, game.feedback.get(user))


async def show_agenda(services: Services, answer: Answer, where: Where) -> None:
    """What comes when; for facilitators also in the zones of those who joined."""
    zones = await services.reader.zones(where.game.id) if where.facilitates else {}
    await answer(timetables.agenda(where.game, services.now(), Counter(zones.values())))


async def timezone(client: AsyncWebClient, user: UserId) -> str:
    """The zone in somebody's Slack profile; UTC where Slack does not tell."""
    try:
        answer = await client.users_info(user=user)
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        return "UTC"
    profile: dict[str, str] = answer.get("user", {})
    return profile.get("tz") or "UTC"
