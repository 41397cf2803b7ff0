"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game.events import TurnBegan
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.reports.presentation import answered, questions
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
    section,
    sections,
)
from bot.slack.charter.cards import rule_words
from bot.slack.results.cards import result_line


def slide(scenario: Scenario, council: Council) -> Message:
    """A council on one card, for the presentations."""
    rule = rule_words(scenario, council.charter) if council.charter else "no charter was written"
    titles = [bullets([f"{p.numbered(policy)}: {escaped(one.title)}"]) for policy, one in council.book()]
    return Message.of(
        header(council.name),
        section(f"*How decisions get made:* {rule}"),
        *sections(titles or ["No policy was adopted."]),
        *(
            [section(f"*The vote:* {result_line(council).removeprefix('• ')}")]
            if scenario.ballot.held
            else []
        ),
        *answers(scenario, council),
        context(p.coverage(scenario, council) or council.name),
    )


def turn(game: Game, event: TurnBegan) -> Message:
    """To the plenary: who presents now, for how long, and who is next."""
    lasts = writing.length(event.ends - event.at)
    presents = game.agenda[event.phase].kind.traits.takes_turns
    what = "presents now" if presents else "has the floor now"
    said = f"*Council {event.council} {what}: {lasts}*, until {p.clock_time(game, event.ends)}."
    if game.working is not None and presents:
        said = f"*Council {event.council} presents:* read its card, and ask in the thread below it."
    following = _following(game, event)
    blocks: list[Block] = [section(f"{said} {following}")]
    turns = game.agenda[event.phase].turns
    if turns is not None and turns.each is not None and game.time.between(event.at, event.ends) < turns.each:
        blocks.append(context("Time is short, so every turn is shorter than planned."))
    if event.late:
        blocks.append(context("This turn was called late because I was away."))
    return Message.of(*blocks)


def _following(game: Game, event: TurnBegan) -> str:
    if event.then and game.working is not None:
        return f"Council {event.then} follows {p.clock_time(game, event.ends)}."
    if event.then:
        return f"Next: Council {event.then}."
    return "This is the last council; the rest of the time is open floor."


def answers(scenario: Scenario, council: Council) -> Iterator[Block]:
    """The debrief questions that the council answered, with its answers."""
    yield from sections(
        f"*{escaped(question)}*\n{escaped(answer)}" for question, answer in answered(scenario, council)
    )


def presentation(scenario: Scenario, council: Council) -> Message:
    """To the council: its presentation as it stands, and the way to change it."""
    open_questions = len(questions(scenario)) - len(council.presentation)
    left = f"{p.count_of(open_questions, 'question')} not answered. " if open_questions > 0 else ""
    return Message.of(
        header("Our presentation"),
        *(answers(scenario, council) if council.presentation else [section("It has no answers any more.")]),
        context(f"{left}It appears on your council's card in the plenary when your turn comes."),
        actions(
            button(p.for_stewards(council, "Change our presentation"), names.PREPARE_PRESENTATION, council.id)
        ),
    )
