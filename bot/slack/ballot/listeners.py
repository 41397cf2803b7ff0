"""The final vote: calling it early, opening it everywhere, and what happened to one's own."""

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.errors.ballot import BallotAlreadyHeld, BallotTooEarly, EmptyBook, NoReceipt
from bot.domain.errors.clock import NotRunning
from bot.domain.game import Game, Stage
from bot.domain.game.state import council_ids
from bot.domain.ids import CouncilId, UserId
from bot.services import Services
from bot.slack.acting.asked import IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks import carried, message, names
from bot.slack.blocks.message import Message


async def _call_vote(pressed: Pressed) -> None:
    council = CouncilId(pressed.value)
    table = await pressed.services.councils.handle(council, cc.OpenBallot(), actor=pressed.user)
    if table.ballot is None or table.ballot.called_at is not None:
        raise BallotAlreadyHeld
    await pressed.answer(message.plain("The final vote is open, in your council's channel."))


async def _show_receipt(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(_receipt(where.game, council, pressed.user))


async def _cast(pressed: Pressed) -> None:
    council, said = carried.parts(pressed.value, 2)
    if said not in list(Choice):
        raise carried.NotOfThisVersion
    await _pressed(pressed.about(council), Choice(said))


async def _take_back(pressed: Pressed) -> None:
    await _pressed(pressed, None)


async def _pressed(pressed: Pressed, choice: Choice | None) -> None:
    """A button of a secret ballot counts by when it was pressed; its answer is one's receipt."""
    key = CouncilId(pressed.value)
    council = await pressed.services.councils.handle(
        key, cc.PressVote(choice), actor=pressed.user, at=pressed.at
    )
    where = await pressed.services.reader.where_in(council.game, pressed.user)
    await pressed.answer.turn(receipts.mine(where.game, council, pressed.user))


def _receipt(game: Game, council: Council, user: UserId) -> Message:
    if council.ballot is None:
        raise NoReceipt
    return receipts.mine(game, council, user)


FORMS: tuple[Taken, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.CALL_VOTE: _call_vote,
    names.SHOW_RECEIPT: _show_receipt,
    names.CAST_VOTE: _cast,
    names.TAKE_VOTE_BACK: _take_back,
}


async def _my_receipt(asked: Asked) -> None:
    where = await asked.where()
    await asked.answer(_receipt(where.game, where.in_council(), asked.user))


async def _open_ballots(asked: Asked) -> None:
    where = (await asked.where()).as_facilitator()
    if where.game.stage is not Stage.RUNNING:
        raise NotRunning
    opened = await _open_everywhere(asked.services, where.game, asked.user)
    await asked.answer(ballot_cards.ballots_opened(opened, await asked.services.reader.councils(where.game)))


async def _open_everywhere(services: Services, game: Game, actor: UserId) -> frozenset[CouncilId]:
    """Opens the vote in every council that can hold one; returns where it is open."""
    opened = set()
    for key in council_ids(game):
        try:
            await services.councils.handle(key, cc.OpenBallot(), actor=actor)
            opened.add(key)
        except (BallotTooEarly, EmptyBook):
            continue  # the answer names the councils where it is not open
    return frozenset(opened)


WORDS: tuple[Word, ...] = (
    Word("receipt", _my_receipt, "what happened to your vote: what counted, what did not, and why", IN_A_GAME,
         ForWhom.EVERYBODY, after="x"),
    Word("vote", _open_ballots, "open the final vote in every council", WHILE_PLAYED, ForWhom.FACILITATORS,
         after="inject"),
)  # fmt: skip
