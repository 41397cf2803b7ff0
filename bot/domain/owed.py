"""What a seat still has to do, right at every moment."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.scenario import PhaseKind
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to do, as the player reads it."""

    key: str
    sentence: str


def owed(game: Game, council: Council, seat: Seat) -> Iterator[Owed]:
    """What the holder of this seat owes in the phase that runs, most urgent first."""
    phase = game.phase
    if council.outcome is not None and council.policies and seat.role not in council.claims:
        yield Owed(
            "claim", "Make your claim, if you think that you won: the button is in your council's channel."
        )
    if phase is None:
        return
    if _owes_presentation(game, council, seat):
        yield Owed(
            "presentation", "Prepare your council's presentation: the button is in your council's channel."
        )
    vote = council.ballot
    if vote is not None:  # the book is frozen, so nothing else can be done about it
        if vote.called_at is None and seat.role in vote.electorate and vote.vote_of(seat.role) is None:
            yield Owed("vote", "Vote: react to the ballot in your council's channel.")
        return
    if seat.steward:
        yield from _stewards(council, phase.kind, phase.charter, phase.holds_ballot, phase.key)
    if phase.kind is PhaseKind.SESSION:
        undecided = [
            str(one.number)
            for one in council.proposals.values()
            if one.status == "open" and one.stance_of(seat.role) is None and one.by != seat.role
        ]
        if undecided:
            yield Owed("sides", f"Take a side on proposal {', '.join(undecided)}: react on its card.")


def _owes_presentation(game: Game, council: Council, seat: Seat) -> bool:
    """Whether this seat prepares the presentation, its time has come, and the council's turn has not."""
    records = seat.steward or not any(one.steward for one in council.filled)
    if council.presentation or game.clock is None or game.phase is None or not records:
        return False
    if game.phase.kind is PhaseKind.PRESENTATIONS:
        return council.number in {game.presentation_order[turn] for _, turn in game.turns_left()}
    ahead = game.agenda[game.clock.phase :]
    return council.outcome is not None and any(one.kind is PhaseKind.PRESENTATIONS for one in ahead)


def _stewards(
    council: Council, kind: PhaseKind, charter: bool, holds_ballot: bool, key: str
) -> Iterator[Owed]:
    if charter and council.charter is None:
        yield Owed("charter", "Write the charter: how does your council decide?")
    if kind is PhaseKind.EMERGENCY and not any(one.phase == key for one in council.responses):
        yield Owed("response", "Record your council's response to the emergency as a process.")
    if holds_ballot and council.ballot is None and council.policies:
        yield Owed("call", "Call the final vote when the book is finished.")
