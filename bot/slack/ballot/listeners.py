"""The final vote: calling it early, opening it everywhere, and what happened to one's own."""

from bot.domain.ballot import Choice
from bot.domain.council import Council, decide
from bot.domain.council import commands as cc
from bot.domain.council.acting import chairs
from bot.domain.errors import Refusal
from bot.domain.errors.authority import FacilitatorsOnly, NotSeated, StewardsOnly
from bot.domain.errors.ballot import BallotAlreadyHeld, BallotTooEarly, EmptyBook, NoFinalVote, NoReceipt
from bot.domain.errors.clock import GameOver, NotRunning
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, UserId
from bot.domain.scenario import Scenario
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Taken
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks import carried, message, names
from bot.slack.blocks.message import Message


async def _call_vote(pressed: Pressed) -> None:
    council, where = await pressed.council()
    try:
        table = await pressed.services.councils.handle(council.id, cc.OpenBallot(), actor=pressed.user)
    except (NotSeated, StewardsOnly):
        await pressed.answer(ballot_cards.not_theirs(council))
        return
    if table.ballot is None or table.ballot.called_at is not None:
        raise BallotAlreadyHeld
    await pressed.services.games.plan(where.game.id)  # reminders are due
    await pressed.answer(message.plain("The final vote is open, in your council's channel."))


async def _open_votes(pressed: Pressed) -> None:
    where = (await pressed.where()).as_facilitator()
    await pressed.answer(await _opened_everywhere(pressed.services, where.game, pressed.user))


async def _show_receipt(pressed: Pressed) -> None:
    council, where = await pressed.council()
    await pressed.answer(_receipt(where.game, council, pressed.user))


async def _read_ballot(pressed: Pressed) -> None:
    council = await pressed.services.reader.council(CouncilId(pressed.value))
    if council.ballot is None:
        raise carried.NotOfThisVersion
    _, scenario = await pressed.services.reader.game(council.game)
    await pressed.open(ballot_cards.whole_ballot(scenario, council))


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
    names.OPEN_VOTES: _open_votes,
    names.SHOW_RECEIPT: _show_receipt,
    names.READ_BALLOT: _read_ballot,
    names.CAST_VOTE: _cast,
    names.TAKE_VOTE_BACK: _take_back,
}


async def _my_receipt(asked: Asked) -> None:
    where = await asked.where()
    if not where.scenario.ballot.held:
        raise NoFinalVote
    await asked.answer(_receipt(where.game, where.in_council(), asked.user))


async def _ask_to_open(asked: Asked) -> None:
    """`/moot vote`: asks a facilitator for all councils, a steward for their own; others read who can."""
    where = await asked.where()
    if not where.scenario.ballot.held:
        raise NoFinalVote
    if where.game.stage is not Stage.RUNNING:
        raise NotRunning
    if where.facilitates:
        await asked.answer(ballot_cards.opening(where.game, await asked.services.reader.councils(where.game)))
    elif where.council is None:
        raise FacilitatorsOnly
    elif where.seat is not None and chairs(where.council, where.seat):
        decide(where.council, cc.OpenBallot(), at=asked.services.now(), actor=asked.user)  # or why not
        await asked.answer(ballot_cards.may_call(where.council))
    else:
        await asked.answer(ballot_cards.not_theirs(where.council))


async def _opened_everywhere(services: Services, game: Game, actor: UserId) -> Message:
    """Opens the vote in every council that can hold one."""
    opened, refused = set[CouncilId](), dict[CouncilId, Refusal]()
    for council in await services.reader.councils(game):
        if council.ballot is not None:
            continue
        try:
            await services.councils.handle(council.id, cc.OpenBallot(), actor=actor)
            opened.add(council.id)
        except (BallotTooEarly, EmptyBook, GameOver) as refusal:
            refused[council.id] = refusal
    await services.games.plan(game.id)  # reminders are due
    return ballot_cards.ballots_opened(opened, await services.reader.councils(game), refused)


def _votes(where: Where | None) -> bool:
    council = where.council if where is not None and where.seat is not None else None
    return council is not None and council.ballot is not None and council.outcome is None


def _vote_is_due(where: Where | None) -> bool:
    return where is not None and where.game.phase is not None and where.game.phase.holds_ballot


def _holds_vote(pack: Scenario | None) -> bool:
    return pack is None or pack.ballot.held


WORDS: tuple[Word, ...] = (
    Word("receipt", _my_receipt, "what happened to your vote: what counted, what did not, and why", IN_A_GAME,
         ForWhom.EVERYBODY, only_in=_holds_vote, after="x", only_shows=True,
         press=Press("Does my vote count?", "/moot receipt", 1, fits=_votes)),
    Word("vote", _ask_to_open, "open the final vote in every council", WHILE_PLAYED, ForWhom.FACILITATORS,
         only_in=_holds_vote, after="inject",
         press=Press("Open the vote", "/moot vote", 1, fits=_vote_is_due)),
)  # fmt: skip
