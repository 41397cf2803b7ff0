"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from bot.domain.council import Council
from bot.domain.council.events import StrawPollAsked
from bot.domain.council.session import who_says
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.reports import tallies
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    plain,
    quotation,
    section,
    sections,
)


def response(council: Council, phase: str) -> Message:
    """The process that answers an emergency."""
    one = next(one for one in council.responses if one.phase == phase)
    by = f"charter version {one.charter}" if one.charter else "no charter yet"
    by += f"; {tallies.aloud(one.aloud)}" if one.aloud else ""
    return Message.of(
        section("*Our response to the emergency is recorded as a process:*"),
        *quotation(one.text),
        context(f"Recorded under {by}."),
    )


def ideas(scenario: Scenario, council: Council, phase: str = "") -> Message:
    """What came back from the rooms of a phase; without one, of all."""
    found = [one for one in council.ideas if not phase or one.phase in ("", phase)]
    lines = [f"*{escaped(scenario.role(one.seat).name)}:* {escaped(one.text)}" for one in found]
    if not lines:
        return Message.of(section("Nobody carried an idea back in writing. Ask around."))
    return Message.of(header("Ideas carried back"), *sections([bullets([line]) for line in lines]))


def done_said(game: Game, *, done: bool, complete: bool) -> Message:
    """To a steward who said that the council is done with the phase, or is not."""
    if not done:
        return plain(
            "Withdrawn: your council goes on working until the phase ends, or until you say that it is done."
        )
    if not complete:
        return plain("Noted. Your council's other stewards have not confirmed it yet.")
    if game.working is not None:
        return plain("Noted: your council is done. The phase ends as soon as every council is.")
    return plain(
        "Noted: your council is done. When every council is, the facilitators decide whether the phase ends "
        "early. `/moot done no` takes it back."
    )


def straw(scenario: Scenario, council: Council, poll: StrawPollAsked) -> Message:
    """A quick look round the table."""
    return Message.of(
        header(f"Straw poll {poll.number}"),
        section(escaped(poll.question)),
        section(":thumbsup: yes · :thumbsdown: no"),
        context(
            f"From {p.the_role_and_team(scenario, council.seats[poll.by])}. A straw poll is *not binding*: I "
            "do not count it, and nothing follows from it."
        ),
    )


def done(scenario: Scenario, council: Council, phase: str) -> Message:
    """To the council: which of its stewards say that it is done with this phase."""
    title = escaped(scenario.phase(phase).title)
    if council.phase is None or council.phase.phase != phase:
        return Message.of(section(f"*{title}* is over."))
    said = ", ".join(p.role_name(scenario, council.seats[role]) for role in sorted(council.done))
    if not said:
        return Message.of(section(f"*Not done with {title} after all:* we go on until the phase ends."))
    missing = [council.seats[role] for role in who_says(council) if role not in council.done]
    waits = ", ".join(p.role_name(scenario, seat) for seat in missing)
    then = (
        f"Not yet: {waits}."
        if waits
        else ("Our council is done; the phase ends when all councils are, or when its time is up.")
    )
    return Message.of(
        section(f"*Done with {title}:* {said}. {then}"),
        actions(button(p.for_stewards(council, "Not done after all"), names.NOT_DONE, council.id)),
    )
