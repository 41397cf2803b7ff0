"""What facilitators did with the game, and what the clock did: pauses, time given and taken, news."""

from datetime import timedelta
from typing import assert_never

from bot.domain.audience import Addressees, only_some
from bot.domain.game import events as e
from bot.domain.ids import Moment
from bot.domain.scenario import Reveal
from bot.reports.marked import unmarked
from bot.reports.story.played import FEW, Played
from bot.reports.words import counted, listed, shortened

QUOTED = 300  # characters of what was announced or told


def words(played: Played, event: e.GameEvent, stopped: Moment | None) -> str | None:
    """What an event tells; None where it tells nothing. `stopped`: since when the clock stood still."""
    match event:
        case e.Announced(text=text):
            return f"A facilitator announced: “{shortened(text, QUOTED)}”"
        case e.CouncilsDone(councils=done) if len(done) == len(played.councils) > 0:
            return "Every council was done." if len(done) > 1 else "The council was done."
        case e.TurnBegan(council=number) if played.few:
            return f"{_council(played, number)} had its turn."
        case e.TurnsMissed(councils=numbers):
            who = listed(_council(played, one) for one in numbers)
            return f"There was no time left for the turn of {who}."
        case e.InjectTold():
            return _told(played, event)
        case _:  # of the clock, or nothing to tell
            return _clock(played, event, stopped)


def moment_of(event: e.GameEvent) -> Moment | None:
    """When it happened, where the event itself knows better than the log."""
    match event:
        case e.GamePaused(at=at) | e.GameEnded(at=at) | e.TurnBegan(at=at) | e.InjectTold(at=at):
            return at
        case e.GameResumed(at=at) | e.TimeChanged(at=at) | e.Replanned(at=at):
            return at
        case _:  # the log knows
            return None


def _clock(played: Played, event: e.GameEvent, stopped: Moment | None) -> str | None:
    match event:
        case e.GamePaused(until=until, cut_off=cut_off):
            if cut_off:
                return "The clock stopped because Slack refused everything that Moot did."
            if until is not None:
                return f"The clock stopped until {played.when(until)} because Moot was away."
            return "A facilitator paused the clock."
        case e.GameResumed(at=at, ends=ends):
            after = f" after {played.lasted(stopped, at)}" if stopped and at and at > stopped else ""
            return f"The clock went on{after}; the phase was now to end {played.on(ends)}."
        case e.TimeChanged(by=by, ends=ends):
            return f"A facilitator {_more(played, by)}; the phase was now to end {played.on(ends)}."
        case e.Replanned(by=by, ends=ends):
            return (
                f"A facilitator replanned all that was left and {_more(played, by)} in all; the phase was "
                f"now to end {played.on(ends)}."
            )
        case e.GameEnded(early=early):
            return "A facilitator ended the game early." if early else "The game ended."
        case e.SeatsDealt():
            return dealt(event)
        case e.GameCreated():
            return "Sign-up opened."
        case e.GameClosed():
            return "A facilitator closed the game; the rulings are final."
        case _:  # nothing that a line tells of
            return None


def _more(played: Played, by: timedelta) -> str:
    return f"{'added' if by > timedelta() else 'took away'} {played.span(abs(by))}"


def _told(played: Played, event: e.InjectTold) -> str | None:
    """What was told. Of what only some were told: nothing before the reveal, and then its title at most."""
    if event.written is not None:
        title, text = event.written.title, event.written.text
    else:
        inject = played.scenario.inject(event.inject)
        title, text = inject.title, inject.text
    if only_some(event.to):
        named = f": “{title}”" if title and played.scenario.reveal is Reveal.ALL else ""
        return f"Something was told to {_whom(played, event.to)} only{named}." if played.revealed else None
    where = "" if len(event.councils) == len(played.councils) else f" in {_councils(played, event.councils)}"
    return f"News came{where}: {title + '. ' if title else ''}“{shortened(unmarked(text), QUOTED)}”"


def _whom(played: Played, to: Addressees | None) -> str:
    if to is None or not to.seats:
        return "facilitators or observers"
    return listed(played.role(one) for one in sorted(to.seats)) if len(to.seats) <= FEW else "some people"


def _councils(played: Played, numbers: frozenset[int]) -> str:
    if len(numbers) > FEW:
        return counted(len(numbers), "council")
    return listed(_council(played, one) for one in sorted(numbers))


def _council(played: Played, number: int) -> str:
    return next((one.name for one in played.councils if one.number == number), f"Council {number}")


def bell(event: e.PhaseStarted) -> str:
    """Why a bell rang that was not simply next."""
    late = " It rang late because Moot was away." if event.late else ""
    match event.why:
        case e.Bell.IN_TURN:
            return late.strip()
        case e.Bell.SKIPPED:
            return f"A facilitator ended the phase before it.{late}"
        case e.Bell.DONE:
            return f"Every council was done with the phase before it.{late}"
        case e.Bell.BACK:
            return f"A facilitator went back to it.{late}"
        case e.Bell.INJECTED:
            return f"A facilitator interrupted the session with it.{late}"
        case e.Bell.GOES_ON:
            return f"The session resumed where it had been interrupted.{late}"
        case _:
            assert_never(event.why)


def dealt(event: e.SeatsDealt) -> str:
    """How many people sat in how many councils."""
    seated = sum(map(len, event.seating.councils))
    tables = counted(len(event.seating.councils), "council")
    waiting = len(event.seating.waiting)
    wait = f"; {counted(waiting, 'person', 'people')} waited for a seat" if waiting else ""
    return f"{counted(seated, 'person', 'people')} got a seat in {tables}{wait}."
