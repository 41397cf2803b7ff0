"""Questions in each of their states, and of each kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from bot.domain.asks.answers import Answer
from bot.domain.asks.ask import AnsweredBy, Ask, AskKind, AskWhen, ShowWhen
from bot.domain.asks.asked import Asked
from bot.domain.asks.question import Option, Question
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council, decide, evolve
from bot.domain.council import ask_commands as ac
from bot.domain.council.asks import voice_of
from bot.domain.council.commands import CouncilCommand
from bot.domain.game import Game, surveys
from bot.domain.ids import MOOT, UserId
from bot.gallery.cast import FACILITATOR, NOON
from bot.gallery.samples import Samples, running
from bot.gallery.worlds import World
from bot.queries.place import Where
from bot.slack.asks import cards, console
from bot.slack.asks import surveys as survey_cards
from bot.slack.asks.forms import AnswerForm, Asking, SurveyForm

MINUTES = 500  # after noon: later than all that happened in the council before


def kinds(world: World) -> Iterator[Question]:
    """A question of each kind, in several of the ways in which one can be asked."""
    few = tuple(Option(str(number), world.said(120), high=6) for number in range(1, 4))
    many = tuple(Option(str(number), world.said(150), "tonnes", 0, 90) for number in range(1, 26))
    yield _question(world, "poll", AskKind.ONE_OF, few)
    yield _question(world, "ranking", AskKind.RANKING, few, by=AnsweredBy.TEAMS, signed=True)
    yield _question(world, "dots", AskKind.POINTS, few, at_most=6, orders_book=True)
    yield _question(world, "shares", AskKind.NUMBERS, few, total=3, signed=True)
    money = (Option("1", world.said(120), "billion", 0, 90, 2),)
    yield _question(
        world, "pledge", AskKind.NUMBERS, money, at_most=90, limit=Fraction("500.25"), signed=True
    )
    yield _question(world, "catch", AskKind.NUMBERS, many, at_most=90, limit=2_000, show=ShowWhen.FACILITATOR)
    yield _question(world, "whisper", AskKind.TEXT, (), show=ShowWhen.FACILITATOR)
    yield _question(world, "statement", AskKind.TEXT, (), signed=True)
    yield _question(world, "secret", AskKind.ONE_OF, few, show=ShowWhen.NEVER)


def _question(
    world: World, key: str, kind: AskKind, options: tuple[Option, ...], **traits: object
) -> Question:
    seats = tuple(sorted(world.councils["founded"].seats))
    title, text = world.said(150), world.said(2900)
    return replace(Question(key, key, title, text, kind, seats, options=options), **traits)  # type: ignore[arg-type]


def _answer(world: World, question: Question) -> Answer:
    keys = tuple(option.key for option in question.options)
    match question.kind:
        case AskKind.ONE_OF:
            return Answer(chosen=keys[:1])
        case AskKind.RANKING:
            return Answer(chosen=keys)
        case AskKind.TEXT:
            return Answer(text=world.said(1500).strip() or "x")
        case _:  # numbers, few enough for every bound above
            number = Fraction(5, 4) if question.options[0].decimals else 1
            return Answer(numbers=tuple((key, number) for key in keys))


def _do(council: Council, command: CouncilCommand, by: UserId, minute: int) -> Council:
    for event in decide(council, command, at=NOON + timedelta(minutes=minute), actor=by):
        council = evolve(council, event)
    return council


def _council(world: World) -> Council:
    return world.councils["in the first session"]


def states(world: World) -> Iterator[tuple[str, Council, Asked]]:
    """Each question open, answered, closed and shown."""
    for question in kinds(world):
        key, council = question.id, _do(_council(world), ac.OpenAsk(question), MOOT, MINUTES)
        yield f"{key}, open", council, council.asks[key]
        for seat in council.filled:
            given = ac.AnswerAsk(key, _answer(world, question))
            assert seat.holder is not None
            council = _do(council, given, seat.holder, MINUTES + 1)
        yield f"{key}, answered", council, council.asks[key]
        council = _do(council, ac.CloseAsk(key), MOOT, MINUTES + 2)
        yield f"{key}, closed", council, council.asks[key]
        if question.judged:
            texts = range(1, len(council.filled))
            for number in texts:
                council = _do(council, ac.JudgeText(key, number, number > 1), FACILITATOR, MINUTES + 3)
        elif not council.asks[key].shown and question.show is not ShowWhen.NEVER:
            council = _do(council, ac.ShowAsk(key), FACILITATOR, MINUTES + 3)
        yield f"{key}, shown", council, council.asks[key]


def of_states(make: Callable[[World, Council, Asked], object]) -> Callable[[World], Samples]:
    """What is made of each of them, where there is anything to make."""

    def samples(world: World) -> Samples:
        for state, council, one in states(world):
            if (card := make(world, council, one)) is not None:
                yield state, card  # type: ignore[misc]

    return samples


def _forms(world: World, council: Council, one: Asked) -> object:
    if not one.open:
        return None
    seat = council.filled[0]
    given = one.given.get(voice_of(one.question, seat))
    told = cards.told(running(world), council, one, given, world.pack)
    return AnswerForm.view(Asking(council, one.question, told, None, given))


def _receipts(world: World, council: Council, one: Asked) -> object:
    given = one.given.get(voice_of(one.question, council.filled[0]))
    return cards.receipt(running(world), one, given) if given else None


def overviews(world: World) -> Samples:
    """Of a player, and of a facilitator whose pack asks more."""
    for state, council, one in states(world):
        ask = Ask(key=one.question.ask, title=one.question.title, text="…", kind=one.question.kind)
        later = Ask(key="later", title=world.said(150), text="…", kind=AskKind.TEXT)
        pack = world.pack.model_copy(update={"asks": (ask, later)})
        seat = council.filled[0]
        assert seat.holder is not None
        yield f"{state}, a player", console.questions(Where(running(world), pack, seat.holder, council, seat))
        facilitator = Where(running(world), pack, FACILITATOR, None, None)
        yield f"{state}, a facilitator", console.questions(facilitator, [council])
    yield "none", console.questions(Where(running(world), world.pack, FACILITATOR, None, None))


def surveyed(world: World) -> Iterator[tuple[str, Game, Survey]]:
    """A survey of each kind before the deal and after the result, with and without answers."""
    people = [one.player for one in world.games["ended"].players]
    for question in kinds(world):
        before = Survey(replace(question, id="before", ask="before"), AskWhen.SIGN_UP)
        after = Survey(question, AskWhen.AFTER_RESULT, "before" if question.options else "")
        said = dict.fromkeys(people, _answer(world, question))
        for state, one in (("sign-up", before), ("dealt", before), ("ended", after)):
            game = replace(world.games[state], surveys=(before, after))
            yield f"{question.id}, {state}", game, one
            answered = replace(game, survey_answers={"before": said, question.id: said})
            shown = frozenset({"before", question.id}) if state != "sign-up" else frozenset()
            yield f"{question.id}, {state}, answered", replace(answered, surveys_shown=shown), one


def of_surveys(make: Callable[[World, Game, Survey], object]) -> Callable[[World], Samples]:
    """What is made of each of them, where there is anything to make."""

    def samples(world: World) -> Samples:
        for state, game, one in surveyed(world):
            if (card := make(world, game, one)) is not None:
                yield state, card  # type: ignore[misc]

    return samples


def _survey_receipt(world: World, _game: Game, one: Survey) -> object:
    return survey_cards.receipt(one, _answer(world, one.question))


def _survey_form(_world: World, game: Game, one: Survey) -> object:
    said = surveys.answers(game, one.key).get(game.players[0].player)
    return (
        SurveyForm.view(game, one, said, survey_cards.who_sees(one)) if surveys.is_open(game, one) else None
    )


def _survey_overviews(world: World) -> Samples:
    for state, game, _ in surveyed(world):
        for who in (game.players[0].player, FACILITATOR):
            yield f"{state}, {who}", console.questions(Where(game, world.pack, who, None, None))


def all_overviews(world: World) -> Samples:
    yield from overviews(world)
    yield from _survey_overviews(world)


SURFACES: Mapping[str, Callable[[World], Samples]] = {
    "asks.cards.question": of_states(lambda w, council, one: cards.question(running(w), council, one)),
    "asks.cards.asked_you": of_states(
        lambda w, council, one: cards.asked_you(running(w), w.pack, council, one, council.filled[0])
    ),
    "asks.cards.receipt": of_states(_receipts),
    "asks.cards.result": of_states(
        lambda w, council, one: cards.result(w.pack, council, one) if one.shown else None
    ),
    "asks.cards.whole_result": of_states(
        lambda w, council, one: cards.whole_result(w.pack, council, one) if one.shown else None
    ),
    "asks.cards.across": of_states(lambda _, council, one: cards.across([council], one.question.id)),
    "asks.forms.AnswerForm": of_states(_forms),
    "asks.console.questions": all_overviews,
    "asks.forms.SurveyForm": of_surveys(_survey_form),
    "asks.surveys.survey": of_surveys(lambda _, game, one: survey_cards.survey(game, one)),
    "asks.surveys.receipt": of_surveys(_survey_receipt),
    "asks.surveys.survey_result": of_surveys(
        lambda w, game, one: survey_cards.survey_result(game, w.pack, [_council(w)], one)
    ),
    "asks.surveys.whole_survey": of_surveys(
        lambda w, game, one: survey_cards.whole_survey(game, w.pack, [_council(w)], one)
    ),
    "asks.surveys.seen_by_facilitators": of_surveys(
        lambda w, game, one: survey_cards.seen_by_facilitators(game, w.pack, [_council(w)], one)
    ),
    "asks.console.waits": of_states(
        lambda w, council, one: console.waits(running(w), [council], one.question.id)
    ),
    "asks.console.looked": of_states(lambda _, council, one: console.looked([council], one.question.id)),
}
