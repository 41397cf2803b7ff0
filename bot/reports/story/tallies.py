"""How people decided, in numbers: the tallies of proposals and of the final vote."""

from bot.domain.amounts import digits
from bot.domain.ballot import Outcome
from bot.domain.rules import Tally, Voices

NO_BREAK = "\u00a0"  # a space at which no line ends


def in_short(tally: Tally) -> str:
    """`6 to 0`, which no line breaks."""
    return f"{digits(tally.support)}{NO_BREAK}to{NO_BREAK}{digits(tally.oppose)}"


def in_full(tally: Tally, said: Voices | None = None) -> str:
    """`6 for, 0 against, of 10 seats; 3 of 5 teams for it`."""
    parts = [
        f"{digits(tally.support)} for, {digits(tally.oppose)} against, of {digits(tally.seats)} {tally.unit}"
    ]
    if tally.teams:
        parts.append(f"{tally.teams_for} of {tally.teams} teams for it")
    if tally.stewards:
        parts.append(f"{digits(tally.stewards_for)} of {digits(tally.stewards)} stewards' votes for it")
    if said is not None:
        parts.append(aloud(said))
    return "; ".join(parts)


def aloud(said: Voices) -> str:
    """`aloud 5 for, 1 against, of 6 seats`: what had been said in the room."""
    return f"aloud {digits(said.for_it)} for, {digits(said.against)} against, of {digits(said.of)} {said.who}"


def result(outcome: Outcome) -> str:
    """`it passed, 9 for, 1 against and 0 abstaining, of 10 seats`, and why that may be uncertain."""
    yes, no, abstain, of = (digits(it) for it in (outcome.yes, outcome.no, outcome.abstain, outcome.seats))
    tally = f"{yes} for, {no} against and {abstain} abstaining, of {of} {outcome.unit}"
    besides = [f"{outcome.by_proxy} by proxy"] if outcome.by_proxy else []
    besides += [f"{len(outcome.guesses)} guessed, where two reactions stood"] if outcome.guesses else []
    besides += [f"{outcome.resting} left the vote with their accounts"] if outcome.resting else []
    more = f" ({', '.join(besides)})" if besides else ""
    return f"it {'passed' if outcome.passed else 'failed'}, {tally}{more}: {outcome.reason}"
