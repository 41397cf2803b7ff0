"""Cards of questions: that one is open, one's own answer, and what was answered."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.amounts import figure
from bot.domain.asks.ask import AnsweredBy, AskKind, ShowWhen
from bot.domain.asks.asked import Asked, Given
from bot.domain.asks.question import Question
from bot.domain.council import Council
from bot.domain.council.asks import missing, voice_of, voices
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.reports import answers_in_words as words
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.folding import MOST_WORDS, folded, read_more, room_beside, whole, words_of
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    plain,
    section,
    sections,
)

# --- that it is open


def question(game: Game, council: Council, one: Asked) -> Message:
    """In the council's channel: the question, how many have answered, and the way to answer."""
    return Message.of(*_question(game, council, one, one.question.text))


def asked_you(game: Game, scenario: Scenario, council: Council, one: Asked, seat: Seat) -> Message:
    """To somebody who is asked, where not the whole council is."""
    given = one.given.get(voice_of(one.question, seat))
    said = _by_whom(scenario, council, one, given) if given else "You have not answered yet."
    mine = [context(said)] if one.open else []
    return Message.of(*_question(game, council, one, one.question.text), *mine)


def _question(game: Game, council: Council, one: Asked, text: str) -> Iterator[Block]:
    what, title = one.question, escaped(one.question.title)
    if not one.open:
        yield section(f"*{title}* is closed. {words.turnout(one)} {_then(what, shown=one.shown)}")
        return
    there = len(voices(council, what))
    waiting = there - len(missing(council, one))
    answered = f"{waiting} of {there} {_voices(what)} have answered. {closes(game, what)}"
    answer = button("Answer", f"{names.ANSWER}:{what.id.replace('-', '_')}", f"{council.id}:{what.id}",
                    style="primary")  # fmt: skip
    rest = header(what.title), section(answered), context(_who_sees(what))
    yield rest[0]
    yield section(folded(escaped(text), room_beside(*rest)) or "Press Answer to read the question.")
    yield rest[1]
    yield actions(answer)
    yield rest[2]


def closes(game: Game, what: Question) -> str:
    """When it does."""
    if what.phase and game.phase is not None and game.phase.key == what.phase:
        closing = any(cue.asks == what.ask and cue.closes for cue in game.phase.cues)
        return "It closes shortly before the phase ends." if closing else "It closes when the phase ends."
    return "It closes with its phase." if what.phase else "A facilitator closes it."


def _voices(what: Question) -> str:
    return "teams" if what.by is AnsweredBy.TEAMS else "seats"


def _who_sees(what: Question) -> str:
    """What people should know before they answer."""
    match what.show:
        case ShowWhen.NEVER:
            return "Only the facilitators see the result, without names."
        case ShowWhen.CLOSE | ShowWhen.FACILITATOR:
            when = "When it closes" if what.show is ShowWhen.CLOSE else "When a facilitator shows the result"
            if what.signed:
                return f"{when}, everybody sees who answered what."
            if what.kind is AskKind.TEXT:
                return "Facilitators read the answers without names, and choose which of them everybody sees."
            return f"{when}, everybody sees the numbers, without names."
        case _:
            assert_never(what.show)


def _then(what: Question, *, shown: bool) -> str:
    if shown:
        return "The result is below."
    return "" if what.show is ShowWhen.NEVER else "A facilitator shows the result."


# --- one's own answer


def told(game: Game, council: Council, one: Asked, given: Given | None, scenario: Scenario) -> str:
    """Below the form: how it is answered, when it closes, and who sees it."""
    what = one.question
    return " ".join(
        [*_how(one), *_so_far(scenario, council, one, given), closes(game, what), _who_sees(what)]
    )


def _how(one: Asked) -> Iterator[str]:
    what = one.question
    yield from how(what)
    if what.limit is not None:
        shared = f"All answers of your council share {figure(what.limit)}."
        yield words.limit(what.limit, one.used) if what.limit_binds else shared


def how(what: Question) -> Iterator[str]:
    """What an answer has to be, a sentence each."""
    if what.kind is AskKind.RANKING:
        yield "Give each option one place."
    if what.kind is AskKind.POINTS and what.at_most is not None:
        yield f"You have {words.counted(what.at_most, 'point')} to spread."
    if what.kind is AskKind.NUMBERS and what.total is not None:
        yield f"Your numbers add up to {figure(what.total)}."
    if what.kind is AskKind.NUMBERS and what.at_most is not None:
        yield f"Your numbers add up to {figure(what.at_most)} at most."


def _so_far(scenario: Scenario, council: Council, one: Asked, given: Given | None) -> Iterator[str]:
    if one.question.by is AnsweredBy.TEAMS:
        yield "Your team gives one answer: the latest counts."
        if given is not None:
            yield _by_whom(scenario, council, one, given)


def _by_whom(scenario: Scenario, council: Council, one: Asked, given: Given) -> str:
    if one.question.by is AnsweredBy.SEATS:
        return "Your answer is in. You can change it until the question closes."
    by = p.the_role(scenario, council.seats[given.seat].role)
    return f"Your team's answer is in, from {by}. Each of you can change it until the question closes."


def receipt(game: Game, one: Asked, given: Given) -> Message:
    """To somebody who has answered, and nobody else."""
    said = escaped(words.in_words(one.question, given.answer))
    whose = "Your team's answer" if one.question.by is AnsweredBy.TEAMS else "Your answer"
    whose = "The answer that you entered" if given.proxy_by is not None else whose
    until = closes(game, one.question)
    return Message.of(
        section(f"*{whose} to “{escaped(one.question.title)}” is in:* {said}"),
        context(f"The latest answer counts, and you can change it until the question closes. {until}"),
    )


# --- what was answered


def result(scenario: Scenario, council: Council, one: Asked) -> Message:
    """In the council's channel: the table and the plot; what is too long stands behind "Read more"."""
    every = [*_result(scenario, council, one)]
    if words_of(every) <= MOST_WORDS:
        return Message.of(*every)
    more = actions(read_more(names.READ_ANSWERS, f"{council.id}:{one.question.id}"))
    kept = [*every[:2]]
    for block in every[2:]:
        if words_of([*kept, block, more]) > MOST_WORDS:
            break
        kept.append(block)
    return Message.of(*kept, more)


def whole_result(scenario: Scenario, council: Council, one: Asked) -> View:
    """All of it, for one person."""
    return whole("The result", *_result(scenario, council, one))


def _result(scenario: Scenario, council: Council, one: Asked) -> Iterator[Block]:
    what = one.question
    yield header(what.title)
    yield section(" ".join((words.turnout(one), *map(escaped, words.conclusions(one)))))
    if what.options and one.counting:
        yield from (section(line) for line in _rows(what, one))
    shown = words.texts(one)
    yield from sections(bullets([escaped(text)]) for text in shown)
    if what.judged and len(shown) < len(one.counting):
        yield context("A facilitator has read the answers and shows some of them, without names.")
    signed = [*words.signed(scenario, council, one)]
    if signed:
        yield from sections(["*Who answered what*", *(_signed(*line) for line in signed)])
    if what.orders_book and one.counting:
        closed = "the final vote has frozen it" if scenario.ballot.held else "it is closed"
        yield context(f"The policy book now follows this order, unless {closed}.")


def _signed(who: str, said: str) -> str:
    return bullets([f"{escaped(who)}: {escaped(said)}"])


def _rows(what: Question, one: Asked) -> Iterator[str]:
    for line in words.table(what, one.count()):
        yield f"*{escaped(line.label)}:* {escaped(line.said)}\n{line.bar}"


def across(councils: Sequence[Council], ask: str) -> Message:
    """In the plenary: the councils that show their result, side by side."""
    found = [one for one in councils if ask in one.asks and one.asks[ask].shown]
    if not found:
        return plain("No council's result has been shown yet.")
    lines = (bullets([f"*{one.name}:* {'; '.join(beside(one.asks[ask]))}"]) for one in found)
    return Message.of(header(f"{found[0].asks[ask].question.title}: council by council"), *sections(lines))


def beside(one: Asked) -> Iterator[str]:
    """A council's result in a line."""
    if not one.question.options:
        yield words.turnout(one)
    for line in words.table(one.question, one.count()) if one.question.options else ():
        yield f"{escaped(line.label)} {escaped(line.said)}"
    if one.question.limit is not None:
        yield words.limit(one.question.limit, one.count().sum)
