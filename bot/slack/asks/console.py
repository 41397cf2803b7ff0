"""All questions at a glance: a player's own, and for facilitators those of every council."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.asks.ask import Ask, AskWhen, ShowWhen
from bot.domain.asks.asked import Asked
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.council.acting import chairs
from bot.domain.council.asks import FEWEST, missing, voice_of, voices
from bot.domain.game import Game, Stage, surveys
from bot.domain.paper import is_paper
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.queries.place import Where
from bot.reports import answers_in_words as words
from bot.slack.asks.cards import beside, closes
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.folding import read_more
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    escaped,
    header,
    plain,
    quotation,
    section,
    sections,
)

TEXTS = 5  # that a facilitator looks at, at once
PAPER = 10  # seats on paper whose answers can be entered from one message


def questions(where: Where, councils: Sequence[Council] = ()) -> Message:
    """`/moot asks`: those that are open to this person and what was answered; then what a facilitator can do
    with each. `councils` are all of the game's, for somebody who facilitates."""
    blocks = [*_mine(where)] if where.council is not None else []
    blocks += _surveys(where)
    if where.facilitates:
        blocks += _all(where.game, where.scenario, councils)
    if not blocks:
        return plain("No question has been put to you so far.")
    return Message.of(header("Questions"), *blocks)


# --- one's own


def _mine(where: Where) -> Iterator[Block]:
    council = where.in_council()
    for one in council.asks.values():
        asked = where.seat is not None and where.seat.role in one.question.seats
        title = f"*{escaped(one.question.title)}*"
        if one.open and asked and where.seat is not None:
            given = voice_of(one.question, where.seat) in one.given
            said = "Your answer is in." if given else "You have not answered yet."
            yield section(f"{title}: {said} {closes(where.game, one.question)}")
        elif one.open and where.seat is None:
            continue
        elif one.shown:
            yield section(f"{title}: {words.turnout(one)}")
        else:
            yield section(f"{title}: {'open to others' if one.open else 'closed; no result is shown'}.")
        if row := [*_ways(where, council, one, asked=asked)]:
            yield actions(*row)


def _ways(where: Where, council: Council, one: Asked, *, asked: bool) -> Iterator[ButtonElement]:
    value, apart = f"{council.id}:{one.question.id}", apart_from(one.question.id)
    if one.open and asked:
        yield button("Answer", f"{names.ANSWER}:{apart}", value, style="primary")
    if one.shown:
        more = read_more(f"{names.READ_ANSWERS}:{apart}", value)
        yield more
    if where.seat is not None and chairs(council, where.seat):
        yield from on_paper(where.scenario, council, one)


def on_paper(scenario: Scenario, council: Council, one: Asked) -> Iterator[ButtonElement]:
    """The way to enter the answers of people on paper."""
    asked = (seat for seat in council.filled if one.open and seat.role in one.question.seats)
    for seat in [seat for seat in asked if is_paper(seat.holder)][:PAPER]:
        action = f"{names.ANSWER_FOR}:{apart_from(council.id)}_{seat.role}_{apart_from(one.question.id)}"
        value = f"{council.id}:{seat.role}:{one.question.id}"
        yield button(f"Enter for {_name(scenario, seat)}", action, value)


def _name(scenario: Scenario, seat: Seat) -> str:
    return f"{scenario.role(seat.role).name}, on paper"[:60]


def apart_from(key: str) -> str:
    """What keeps the buttons of two questions apart."""
    return key.replace("-", "_")


def _surveys(where: Where) -> Iterator[Block]:
    """Those that were put to people by now, and for a facilitator what they can do with each."""
    game = where.game
    plays = where.user in {one.player for one in game.players}
    for one in game.surveys:
        if not surveys.has_begun(game, one) or not (plays or where.facilitates):
            continue
        opened, said = surveys.is_open(game, one), surveys.answers(game, one.key)
        told = [f"{len(surveys.counting(game, one.key))} of {len(game.players)} answered"]
        told += [f"your answer is {'in' if where.user in said else 'missing'}"] if plays and opened else []
        told += [] if opened else ["closed"]
        yield section(f"*{escaped(one.question.title)}*: {'; '.join(told)}.")
        if row := [*_survey_ways(where, one, answers=plays and opened)]:
            yield actions(*row)


def _survey_ways(where: Where, one: Survey, *, answers: bool) -> Iterator[ButtonElement]:
    game, value, apart = where.game, f"{where.game.id}:{one.key}", apart_from(one.key)
    shown = surveys.is_shown(game, one)
    if answers:
        yield button("Answer", f"{names.ANSWER_SURVEY}:{apart}", value, style="primary")
    if shown:
        yield read_more(f"{names.READ_SURVEY}:{apart}", value)
    if where.facilitates and not shown and not (one.when is AskWhen.SIGN_UP and surveys.is_open(game, one)):
        yield button("Look at the answers", f"{names.LOOK_AT_TEXTS}:{apart}", value)
        if one.question.show is not ShowWhen.NEVER:
            yield button("Show the result", f"{names.SHOW_ANSWERS}:{apart}", value, style="primary")


# --- a facilitator's


def _all(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Iterator[Block]:
    for ask in scenario.asks:
        if ask.when is not None:
            continue
        ids = dict.fromkeys(
            key for council in councils for key, one in council.asks.items() if one.question.ask == ask.key
        )
        for key in ids:
            yield from _occasion(game, scenario, [one for one in councils if key in one.asks], key)
        if game.stage is Stage.RUNNING and len([*ids]) < rounds(scenario, ask):
            yield section(
                f"*{escaped(ask.title)}*: {_opens(scenario, ask)}{_waits_for_policies(ask, councils)}"
            )
            sure = "Ask this now, in every council?"
            now = f"{names.ASK_NOW}:{apart_from(ask.key)}"
            yield actions(button("Ask it now", now, f"{game.id}:{ask.key}", ask=sure))


def rounds(scenario: Scenario, ask: Ask) -> int:
    """How often it is asked."""
    return len(scenario.rounds(ask.phase)) if ask.phase else 1


def _opens(scenario: Scenario, ask: Ask) -> str:
    if ask.phase is None:
        return "you ask it when you like."
    titles = " and ".join(dict.fromkeys(escaped(one.title) for one in scenario.rounds(ask.phase)[:2]))
    return f"opens in {titles}."


def _waits_for_policies(ask: Ask, councils: Sequence[Council]) -> str:
    """What a question about policies needs before it opens."""
    few = sum(len(council.book()) < FEWEST for council in councils)
    if not ask.offers_policies or not few:
        return ""
    there = f"{p.count_of(few, 'council')} so far {'has' if few == 1 else 'have'} fewer"
    lacking = f" It needs two policies in the book, and {there}."
    soon = " There it opens with the next cue after that, or when you ask it." if ask.phase else ""
    return lacking + soon


def _occasion(game: Game, scenario: Scenario, councils: Sequence[Council], key: str) -> Iterator[Block]:
    asked = [council.asks[key] for council in councils]
    opened, told = [one for one in asked if one.open], []
    if opened:
        there = sum(len(voices(council, council.asks[key].question)) for council in councils)
        waiting = sum(len(missing(council, council.asks[key])) for council in councils)
        told.append(f"open in {p.count_of(len(opened), 'council')}, {there - waiting} of {there} answered")
    if done := len(asked) - len(opened):
        shown = sum(one.shown for one in asked)
        told.append(f"closed in {p.count_of(done, 'council')}, shown in {shown}")
    yield section(f"*{escaped(asked[0].question.title)}*: {'; '.join(told)}.")
    row = [*occasion_ways(game, asked)]
    row += [one for council in councils for one in on_paper(scenario, council, council.asks[key])][:PAPER]
    if row:
        yield actions(*row)


def occasion_ways(game: Game, asked: Sequence[Asked]) -> Iterator[ButtonElement]:
    """What a facilitator can do with one occasion of a question."""
    what = asked[0].question
    value, apart = f"{game.id}:{what.id}", apart_from(what.id)
    if any(one.open for one in asked):
        sure = "Close this question in every council? Later answers do not count."
        yield button("Close it", f"{names.CLOSE_ASK}:{apart}", value, ask=sure)
    waits = [one for one in asked if not one.open and not one.shown]
    if waits and what.show is not ShowWhen.NEVER and not what.judged:
        yield button("Show the result", f"{names.SHOW_ANSWERS}:{apart}", value, style="primary")
    if any(not one.open for one in asked):
        label = "Read the texts" if what.judged else "Look at the answers"
        yield button(label, f"{names.LOOK_AT_TEXTS}:{apart}", value)


def waits(game: Game, councils: Iterable[Council], ask: str) -> Message:
    """To a facilitator: the answers of a question wait for them."""
    asked = [council.asks[ask] for council in councils if ask in council.asks]
    closed = [one for one in asked if not one.open]
    if not closed:
        return plain("This question is still open.")
    title, shown = escaped(closed[0].question.title), sum(one.shown for one in closed)
    there = p.count_of(len(closed), "council")
    said = (
        f"*“{title}” is closed in {there}.* You decide when everybody sees the result. Shown so far: "
        f"{shown} of {len(closed)}."
    )
    return Message.of(section(said), actions(*occasion_ways(game, asked)))


def looked(councils: Sequence[Council], ask: str) -> Message:
    """To a facilitator: what was answered in each council; texts without names one by one, with what is done
    about each."""
    found = [one for one in councils if ask in one.asks and not one.asks[ask].open]
    if not found:
        return plain("This question is still open.")
    what = found[0].asks[ask].question
    if what.judged and what.show is not ShowWhen.NEVER:
        return _texts(found, ask)
    lines = [bullets([f"*{one.name}:* {line}"]) for one in found for line in _answers(one.asks[ask])]
    return Message.of(header(what.title), *sections(lines))


def _answers(one: Asked) -> Iterator[str]:
    if one.question.options:
        yield "; ".join(beside(one))
        return
    yield words.turnout(one)
    yield from (escaped(text) for _, text in one.texts())


def _texts(councils: Sequence[Council], ask: str) -> Message:
    waiting = [
        (council, number, text)
        for council in councils
        for number, (voice, text) in enumerate(council.asks[ask].texts(), start=1)
        if voice not in council.asks[ask].judged
    ]
    title = councils[0].asks[ask].question.title
    if not waiting:
        return Message.of(section(f"*{escaped(title)}*: you have looked at every text."))
    blocks: list[Block] = [header(title), section(f"{p.count_of(len(waiting), 'text')} to look at.")]
    for council, number, text in waiting[:TEXTS]:
        value, apart = f"{council.id}:{ask}:{number}", f"{apart_from(council.id)}_{number}"
        show = button("Show it", f"{names.SHOW_TEXT}:{apart}", value, style="primary")
        blocks += [
            section(f"*{council.name}*"),
            *quotation(text),
            actions(show, button("Withhold it", f"{names.WITHHOLD_TEXT}:{apart}", value)),
        ]
    return Message.of(*blocks)
