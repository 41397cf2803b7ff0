"""How people decided, in numbers: the tallies of proposals and of the final vote."""

from bot.domain.amounts import digits
from bot.domain.ballot import Outcome
from bot.domain.rules import Tally, Voices
from bot.reports.words import counted

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
    who = said.who.removesuffix("s") if said.of == 1 else said.who
    return f"aloud {digits(said.for_it)} for, {digits(said.against)} against, of {digits(said.of)} {who}"


def votes(o: Outcome) -> str:
    """`9 for, 1 against, 0 abstained`: of the final vote."""
    return f"{digits(o.yes)} for, {digits(o.no)} against, {digits(o.abstain)} abstained"


def votes_in_full(o: Outcome) -> str:
    """`9 for, 1 against, 0 abstained, 10 seats (2 by proxy)`, and why that may be uncertain."""
    left = f"{counted(o.resting, 'deactivated account')} left the vote"
    besides = (
        (o.by_proxy, f"{o.by_proxy} by proxy"),
        (o.guesses, f"{len(o.guesses)} guessed, where two reactions stood"),
        (o.resting, left + (f", {counted(o.rested, 'vote')} of theirs not counted" if o.rested else "")),
    )
    more = "".join(f" ({words})" for there, words in besides if there)
    return f"{votes(o)}, {digits(o.seats)} {o.unit}{more}"


def result(o: Outcome) -> str:
    """Whether the vote passed, how, and why."""
    return f"it {'passed' if o.passed else 'failed'}, {votes_in_full(o)}: {o.reason}"
