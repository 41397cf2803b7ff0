"""Cards of the stage: turns, the prepared presentation, straw polls; and what only facilitators read."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from statistics import fmean
from textwrap import wrap

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.council.events import StrawPollAsked
from bot.domain.council.finishing import who_says
from bot.domain.feedback import Feedback
from bot.domain.game import Game
from bot.domain.game.events import TurnBegan
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.slack import ids
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    quoted,
    section,
    sections,
    shortened,
)

DEFAULT_DEBRIEF = ("What should the others know about your plan?",)  # for a pack that asks nothing
ANSWERS_TEXT = 6_500  # characters of all answers on one card


def turn(game: Game, event: TurnBegan) -> Message:
    """To the plenary: who presents now, for how long, and who is next."""
    lasts = p.length(event.ends - event.at)
    said = f"*Council {event.council} presents now: {lasts}*, until {p.clock_time(game, event.ends)}."
    if game.working is not None:
        said = f"*Council {event.council} presents:* read its card, and ask in the thread below it."
    following = _following(game, event)
    blocks: list[Block] = [section(f"{said} {following}")]
    if event.late:
        blocks.append(context("This turn was called late: I was away when its time came."))
    return Message.of(*blocks)


def _following(game: Game, event: TurnBegan) -> str:
    if event.then and game.working is not None:
        return f"Council {event.then} follows {p.clock_time(game, event.ends)}."
    if event.then:
        return f"Next: Council {event.then}."
    return "This is the last council; what time is left is open floor."


def debrief(scenario: Scenario) -> tuple[str, ...]:
    """The questions that a presentation answers."""
    return scenario.debrief or DEFAULT_DEBRIEF


def answers(scenario: Scenario, council: Council) -> Iterator[Block]:
    """The debrief questions that the council answered, with its answers."""
    questions = debrief(scenario)
    yield from sections(
        (
            f"*{escaped(questions[number])}*\n{escaped(answer)}"
            for number, answer in council.presentation.items()
            if number < len(questions)
        ),
        limit=ANSWERS_TEXT,
    )


def presentation(scenario: Scenario, council: Council) -> Message:
    """To the council: its presentation as it stands, and the way to change it."""
    open_questions = len(debrief(scenario)) - len(council.presentation)
    left = f"{p.count_of(open_questions, 'question')} not answered. " if open_questions > 0 else ""
    return Message.of(
        header("Our presentation"),
        *(answers(scenario, council) if council.presentation else [section("No answer is left in it.")]),
        context(f"{left}It stands on your council's card in the plenary when your turn comes."),
        actions(button("Change our presentation", ids.PREPARE_PRESENTATION, council.id)),
    )


def straw(scenario: Scenario, council: Council, poll: StrawPollAsked) -> Message:
    """A quick look round the table."""
    return Message.of(
        header(f"Straw poll {poll.number}"),
        *(section(escaped(piece)) for piece in _pieces(poll.question)),
        section(":thumbsup: yes · :thumbsdown: no"),
        context(
            f"From the {p.role_and_team(scenario, council.seats[poll.by])}. A straw poll is *not binding*: "
            "nobody counts it, and nothing follows from it by itself."
        ),
    )


def done(scenario: Scenario, council: Council, phase: str) -> Message:
    """To the council: which of its stewards say that it is done with this phase."""
    title = escaped(scenario.phase(phase).title)
    if council.phase is None or council.phase.phase != phase:
        return Message.of(section(f"*{title}* is over."))
    said = ", ".join(p.role_name(scenario, council.seats[role]) for role in sorted(council.done))
    if not said:
        return Message.of(section(f"*Not done with {title} after all:* we go on until the bell."))
    missing = [council.seats[role] for role in who_says(council) if role not in council.done]
    waits = ", ".join(p.role_name(scenario, seat) for seat in missing)
    then = (
        f"Not yet: {waits}." if waits else "Our council is done; the phase ends when all are, or at its bell."
    )
    return Message.of(
        section(f"*Done with {title}:* {said}. {then}"),
        actions(button("Not done after all", ids.NOT_DONE, council.id)),
    )


def _pieces(text: str) -> list[str]:
    """Parts that fit into a section each, also when they are escaped."""
    return wrap(text, 1_500, replace_whitespace=False, drop_whitespace=False)


def wants_to_talk(game: Game, user: UserId, council: Council | None, at: datetime, words: str) -> Message:
    """To a facilitator, in private: somebody wants to stop or talk."""
    table = council.name if council is not None else "no council"
    blocks: list[Block] = [
        section(
            f"*Somebody wants to stop, or to talk:* {p.mention(user)}, {table}, at "
            f"{p.clock_time(game, at)}, in {escaped(game.name)}."
        )
    ]
    blocks += [section(quoted(piece)) for piece in _pieces(shortened(words, 6_000))]
    blocks.append(
        context(
            "Only this game's facilitators are told. Nothing is stopped by it; `/moot pause` stops the "
            "clock. I keep no record."
        )
    )
    return Message.of(*blocks)


def heard(told: list[UserId]) -> Message:
    """To somebody who wants to stop or talk."""
    return Message.of(
        section(
            f"*Thank you for saying so.* I have told {p.mentions(told)} in private, and nobody else; they "
            "will come to you."
        ),
        context(
            "The game is not stopped by it. You may step away at any moment, and need no reason; "
            "`/moot leave` frees your seat."
        ),
    )


def not_heard(facilitators: list[UserId]) -> Message:
    """Likewise, where no facilitator could be reached."""
    return Message.of(
        section(
            "*I could not reach a facilitator just now, so nobody has been told.* Please write or speak to "
            f"{p.mentions(facilitators)}, or type `/moot x` again. You may step away at any moment."
        )
    )


def feedback_summary(game: Game) -> Message:
    """To a facilitator: how many spoke, the average, and the words without names."""
    given = game.feedback
    if not given:
        return Message.of(section("Nobody has given feedback yet. Each council's last card has the button."))
    average = fmean(one.score for one in given.values())
    return Message.of(
        header(f"Feedback on {game.name}"),
        section(f"*{p.count_of(len(given), 'answer')}*, {average:.1f} of 5 on average."),
        *_words("What helped", given, "helped"),
        *_words("What to change", given, "change"),
        context("Without names, in the order of the alphabet. Only facilitators can read this."),
    )


def _words(title: str, given: Mapping[UserId, Feedback], field: str) -> Iterator[Block]:
    said = sorted(words for one in given.values() if (words := str(getattr(one, field))))
    if said:
        lines = (bullets([escaped(words)]) for words in said)
        yield from sections([f"*{title}*", *lines], limit=5_500)
