"""Reactions under cards: votes, sides and judgements."""

import asyncio
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.db.posts import Post, card_key
from bot.domain.council import commands as cc
from bot.domain.errors import Refusal
from bot.domain.errors.ballot import OtherEmoji, ReactionToSecretBallot
from bot.domain.errors.proposals import ProposalSettled
from bot.domain.ids import CouncilId, RoleNumber, UserId
from bot.services import Services
from bot.slack.blocks import names
from bot.slack.blocks.carried import slacks_moment
from bot.slack.edge.guard import refusals_as_replies
from bot.slack.edge.listeners import Kind, Listeners

KNOWN_WITHIN = (0, 0.1, 0.3, 1, 3, 6)  # seconds between looks for a card that was posted just now


def register(listeners: Listeners) -> None:
    """Registers both events."""
    listeners.take(Kind.EVENT, "reaction_added", reaction)
    listeners.take(Kind.EVENT, "reaction_removed", reaction)


@refusals_as_replies
async def reaction(event: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """A vote or a side, where it stands under a card of ours; anything else is just a reaction.

    `event_ts` is when the person reacted; the same event may come again and changes nothing then.
    """
    item = event.get("item", {})
    if item.get("type") != "message":
        return
    ours = event.get("item_user") in (None, context.bot_user_id)
    post = await _card_at(services, context.team_id or "", item, ours=ours)
    if post is None and event.get("item_user") == context.bot_user_id and context.team_id:
        user = UserId(event["user"])
        await services.requests.copy_found(context.team_id, item["channel"], item["ts"], user)
    kind, _, rest = card_key(post.key).partition(":") if post else ("", "", "")
    if kind not in ("ballot", "proposal", "claim", "straw"):
        return
    command = command_of(kind, rest, event)
    council, user = CouncilId(rest.partition(":")[0]), UserId(event["user"])
    await services.visits.note(user)
    try:
        if command is not None:
            await services.councils.handle(
                council, command, actor=user, at=slacks_moment(event.get("event_ts"))
            )
        elif kind == "ballot":
            await _no_vote(services, council)
    except ProposalSettled:
        return  # it is decided, as its card says; nothing went wrong
    except Refusal as refusal:
        if event["type"] == "reaction_added" and context.team_id and kind != "straw":
            table = await services.reader.council(council)
            await services.requests.whisper(table, context.team_id, user, type(refusal).__name__)


async def _no_vote(services: Services, council: CouncilId) -> None:
    """Another emoji under a ballot. Raises the Refusal that says how one votes there, while it is open."""
    table = await services.reader.council(council)
    if table.ballot is None or table.outcome is not None:
        return
    if table.ballot.secret:
        raise ReactionToSecretBallot
    raise OtherEmoji


async def _card_at(services: Services, team: str, item: dict[str, Any], *, ours: bool) -> Post | None:
    """What card of ours this is. People can react before Slack has answered us where the card stands."""
    for pause in KNOWN_WITHIN if ours else (0,):
        await asyncio.sleep(pause)
        post = await services.reader.post_at(team, item["channel"], item["ts"])
        if post is not None:
            return post
    return None


def command_of(kind: str, rest: str, event: dict[str, Any]) -> cc.CouncilCommand | None:
    """What a reaction under a card of this kind means; None where it means nothing."""
    name, added = event["reaction"], event["type"] == "reaction_added"
    emoji = names.base_emoji(name)
    if kind == "ballot" and emoji in names.CHOICES:
        choice = names.CHOICES[emoji]
        return cc.CastVote(choice, name) if added else cc.RetractVote(choice, name)
    if kind == "proposal" and emoji in names.SIDES:
        (_, number, round), side = names.read_card(rest), names.SIDES[emoji]
        support, was = (side, None) if added else (None, side)
        return cc.TakeSide(number, support, was, round, name)
    if kind == "claim" and emoji in names.SIDES:
        claimant, side = RoleNumber(int(rest.partition(":")[2])), names.SIDES[emoji]
        confirms, was = (side, None) if added else (None, side)
        return cc.JudgeClaim(claimant, confirms, was, name)
    if kind == "straw" and emoji in names.SIDES and added:
        return cc.AnswerStraw(int(rest.partition(":")[2]))
    return None
