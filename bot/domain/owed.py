"""What somebody still has to do, right at every moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.ballot import Ballot
from bot.domain.claims import Claim
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council.acting import chairs
from bot.domain.council.conditions import met
from bot.domain.council.session import unanswered
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment, UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.seating import Seat


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to do, as the person reads it."""

    key: str
    sentence: str


def owed(game: Game, council: Council, seat: Seat, at: Moment) -> Iterator[Owed]:
    """What the holder of this seat owes at this moment, most urgent first."""
    if game.stage not in (Stage.RUNNING, Stage.ENDED):
        return
    yield from _vote(council, seat)
    if game.phase is not None and council.ballot is None:  # from then on the book is frozen
        yield from _book(game, council, seat, at)
    if _owes_presentation(game, council, seat):
        yield Owed(
            "presentation", "Prepare your council's presentation: the button is in your council's channel."
        )
    yield from _claims(council, seat)
    if _reveals(game, council) and seat in unanswered(council):
        yield Owed(
            "reveal", "Say whether your mission may be shown: `/moot reveal yes`, or `/moot reveal no`."
        )


def owed_afterwards(game: Game, user: UserId) -> Iterator[Owed]:
    """What everybody on the list owes when the game is over, also those who only watched."""
    if game.stage is Stage.ENDED and user in game.sign_ups and user not in game.feedback:
        yield Owed("feedback", "Say how the game was for you: `/moot feedback`.")


def owed_by_facilitators(game: Game, councils: Iterable[Council]) -> Iterator[Owed]:
    """What waits for a facilitator, in any council."""
    if game.stage is Stage.SIGN_UP and len(game.players) >= game.layout.minimum:
        yield Owed("deal", "Look at the seating plan and deal the seats: `/moot seat`.")
    if game.stage is Stage.DEALT:
        yield Owed("start", "Ring the first bell when people are in: `/moot start`.")
    for council in councils:
        disputed = [one for one in council.claims.values() if one.open_to_ruling]
        if disputed:
            yield Owed(
                "rule", f"Rule on disputed claims in {council.name}: I sent you a message about each of them."
            )
        yield from _proxies(council, f" in {council.name}")
        paper = [
            paper_name(seat.holder) for seat in unanswered(council) if seat.holder and is_paper(seat.holder)
        ]
        if paper and _reveals(game, council):
            yield Owed(
                "reveal",
                f"Decide for {', '.join(paper)}, on paper in {council.name}: `/moot reveal yes Name`.",
            )


# --- the vote


def _vote(council: Council, seat: Seat) -> Iterator[Owed]:
    if _is_open(council.ballot) and council.ballot is not None and seat.role in council.ballot.missing():
        yield Owed("vote", "Vote: react to the ballot in your council's channel.")
    if chairs(council, seat):
        yield from _proxies(council)


def _is_open(ballot: Ballot | None) -> bool:
    return ballot is not None and ballot.called_at is None


def _proxies(council: Council, where: str = "") -> Iterator[Owed]:
    """Votes of people on paper, which somebody has to enter."""
    if council.ballot is None or not _is_open(council.ballot):
        return
    holders = [council.seats[role].holder for role in council.ballot.missing()]
    names = [paper_name(holder) for holder in holders if holder is not None and is_paper(holder)]
    if names:
        yield Owed("proxy", f"Enter the vote of {', '.join(names)}{where}: `/moot proxy Name yes`.")


# --- the book


def _book(game: Game, council: Council, seat: Seat, at: Moment) -> Iterator[Owed]:
    phase = game.phase
    if phase is None or not phase.kind.traits.at_work:
        return
    proposals = [one for one in council.proposals.values() if one.status is ProposalStatus.OPEN]
    if chairs(council, seat):
        if council.charter is None and _charter_is_due(game):
            yield Owed("charter", "Write the charter: how does your council decide?")
        answered = any(one.phase == phase.key for one in council.responses)
        if phase.kind.traits.asks_response and not answered:
            yield Owed("response", "Record your council's response to the emergency as a process.")
        yield from _to_record(council, proposals, at)
        if phase.holds_ballot and council.policies:
            yield Owed("call", "Call the final vote when the book is finished.")
    undecided = [one for one in proposals if one.stance_of(seat.role) is None and one.by != seat.role]
    if undecided:
        yield Owed("sides", f"Take a side on proposal {_numbers(undecided)}: react on its card.")


def _charter_is_due(game: Game) -> bool:
    """Whether the session that writes it has begun."""
    return game.clock is not None and any(one.charter for one in game.agenda[: game.clock.phase + 1])


def _to_record(council: Council, proposals: list[Proposal], at: Moment) -> Iterator[Owed]:
    """Where the charter leaves decisions to the stewards: what they can decide."""
    if council.rule is None or not council.rule.by_steward:
        return
    ready = [one for one in proposals if met(council, one, at)]
    if ready:
        yield Owed("record", f"Decide on proposal {_numbers(ready)}: record it, or talk it over.")


def _numbers(proposals: list[Proposal]) -> str:
    return ", ".join(str(one.number) for one in proposals)


# --- after the vote


def _owes_presentation(game: Game, council: Council, seat: Seat) -> bool:
    """Whether this seat prepares the presentation, its time has come, and the council's turn has not."""
    if council.presentation or game.clock is None or game.phase is None or not chairs(council, seat):
        return False
    if game.phase.kind.traits.takes_turns:
        return council.number in {game.presentation_order[turn] for _, turn in game.turns_left()}
    ahead = game.agenda[game.clock.phase :]
    return council.outcome is not None and any(one.kind.traits.takes_turns for one in ahead)


def _claims(council: Council, seat: Seat) -> Iterator[Owed]:
    """A claim of one's own where there is something to win, and a word on those of others."""
    if council.outcome is None or not council.policies:
        return
    can_win = council.won or not seat.open_hand
    if can_win and seat.role not in council.claims:
        yield Owed(
            "claim", "Make your claim, if you think that you won: the button is in your council's channel."
        )
    if any(_to_judge(claim, seat) for claim in council.claims.values()):
        yield Owed("judge", "Confirm or dispute what the others claim: react on their cards.")


def _to_judge(claim: Claim, seat: Seat) -> bool:
    claims_something = bool(claim.team_mission or claim.role_mission or claim.priorities)
    waits = claim.ruling is None and claim.judgement_of(seat.role) is None
    return claim.seat != seat.role and claims_something and waits


def _reveals(game: Game, council: Council) -> bool:
    """Whether holders have been asked."""
    wraps_up = council.phase is not None and council.phase.kind.traits.ends_game
    return wraps_up or game.stage is Stage.ENDED
