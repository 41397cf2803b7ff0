"""Buttons. Their values carry ids; who may do it is decided when it is done."""

from bot.domain.council import commands as cc
from bot.domain.errors.authority import FacilitatorsOnly
from bot.domain.errors.ballot import BallotAlreadyHeld, BallotTooEarly, EmptyBook, NoReceipt
from bot.domain.game import Game
from bot.domain.game.state import council_ids
from bot.domain.ids import CouncilId, UserId
from bot.services import Services
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks import message


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


async def receipt_typed(asked: Asked) -> None:
    """`/moot receipt`: what happened to my vote?"""
    where = await asked.where()
    council = where.in_council()
    if council.ballot is None:
        raise NoReceipt
    await asked.answer(receipts.mine(where.game, council, asked.user))


async def call_vote(pressed: Pressed) -> None:
    council = CouncilId(pressed.value)
    table = await pressed.services.councils.handle(council, cc.OpenBallot(), actor=pressed.user)
    if table.ballot is None or table.ballot.called_at is not None:
        raise BallotAlreadyHeld
    await pressed.answer(message.plain("The final vote is open, in your council's channel."))


async def receipt_pressed(pressed: Pressed) -> None:
    council, where = await pressed.council()
    if council.ballot is None:
        raise NoReceipt
    await pressed.answer(receipts.mine(where.game, council, pressed.user))


async def vote_typed(asked: Asked) -> None:
    where = await asked.where()
    if not where.facilitates:
        raise FacilitatorsOnly
    opened = await open_ballots(asked.services, where.game, asked.user)
    await asked.answer(ballot_cards.ballots_opened(opened, await asked.services.reader.councils(where.game)))
