"""Checks of the questions that a pack asks: each can be answered, and has a time."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.amounts import decimals_of, figure
from bot.domain.asks.ask import POLICIES, AskKind, AskWhen, ShowWhen
from bot.domain.audience import Everybody
from bot.scenarios.expansion import named_phases
from bot.scenarios.faults import did_you_mean
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found

CHOOSING = (AskKind.ONE_OF, AskKind.RANKING, AskKind.POINTS)
ONLY_FOR = {  # keys that one kind alone has
    "points": (AskKind.POINTS,),
    "most": (AskKind.POINTS,),
    "numbers": (AskKind.NUMBERS,),
    "sum": (AskKind.NUMBERS,),
    "at_most": (AskKind.NUMBERS,),
    "limit": (AskKind.NUMBERS,),
    "limit_binds": (AskKind.NUMBERS,),
    "options": CHOOSING,
    "orders_book": CHOOSING,
}
SEATLESS = {Everybody.FACILITATORS.value, Everybody.OBSERVERS.value}


def _kinds_have_what_they_need(pack: Marked) -> Iterator[Found]:
    for ask in pack.each("asks"):
        kind = ask.text("kind")
        for name, kinds in ONLY_FOR.items():
            if name in ask.parts and kind in {*AskKind} and kind not in kinds:
                yield ask.at(name).line, f"`{name}` is for {' and '.join(kinds)}, and this is {kind}; drop it"
        if kind in CHOOSING:
            yield from _options(ask)
        if kind == AskKind.POINTS and "points" not in ask.parts:
            yield ask.line, "points needs `points`: how many each answer may spread"
        if kind == AskKind.NUMBERS and not ask.each("numbers"):
            yield ask.line, "numbers needs `numbers`: the numbers that are asked for, each with key and label"


def _options(ask: Marked) -> Iterator[Found]:
    options, at = ask.each("options"), ask.at("options")
    if ask.text("options") == POLICIES or [one.value for one in options] == [POLICIES]:
        return
    if "options" not in ask.parts or len(options) < 2:
        yield at.line, "people need two or more `options` to choose from, or `options: policies`"
    seen = set[object]()
    for one in options:
        if one.value in seen:
            yield one.line, f"the option `{one.value}` is here twice; keep one"
        seen.add(one.value)
    if ask.flag("orders_book"):
        yield ask.at("orders_book").line, "only a question with `options: policies` can order the book"


def _points_can_be_spread(pack: Marked) -> Iterator[Found]:
    for ask in pack.each("asks"):
        points, most, count = ask.number("points"), ask.number("most"), len(ask.each("options"))
        if points is None:
            continue
        if most is not None and most > points:
            yield ask.at("most").line, f"`most` is {most}, and there are only {points} points; give it less"
        if most is not None and count > 1 and most * count < points:
            message = f"{count} options with {most} at `most` take {most * count} points, fewer than {points}"
            yield ask.at("most").line, message


def _numbers_can_be_given(pack: Marked) -> Iterator[Found]:
    for ask in pack.each("asks"):
        numbers, seen = ask.each("numbers"), set[str]()
        for one in numbers:
            low, high, key = one.amount("min") or 0, one.amount("max"), one.text("key")
            if high is not None and low > high:
                yield (
                    one.line,
                    f"`min` is {figure(low)} and `max` is {figure(high)}; no number fits between them",
                )
            if key in seen:
                yield one.at("key").line, f"the number `{key}` is here twice; choose another key"
            seen.add(key)
            if decimals_of(low, high or 0) > _places(one):
                message = (
                    "`min` and `max` have more decimals than `decimals` allows; give it more, or drop it"
                )
                yield one.at("decimals").line, message
        if numbers:
            yield from _sums(ask, numbers)


def _sums(ask: Marked, numbers: tuple[Marked, ...]) -> Iterator[Found]:
    least = sum(one.amount("min") or 0 for one in numbers)
    highs = [one.amount("max") for one in numbers]
    most = None if None in highs else sum(high or 0 for high in highs)
    for name in ("sum", "at_most", "limit"):
        bound = ask.amount(name)
        if bound is not None and bound < least:
            yield (
                ask.at(name).line,
                f"`{name}` is {figure(bound)}, but the numbers add up to {figure(least)} or more",
            )
    total, at_most = ask.amount("sum"), ask.amount("at_most")
    if total is not None and most is not None and total > most:
        yield (
            ask.at("sum").line,
            f"`sum` is {figure(total)}, but the numbers add up to {figure(most)} at most",
        )
    if total is not None and decimals_of(total) > max(map(_places, numbers)):
        message = (
            f"`sum` is {figure(total)}, but the numbers have fewer decimals; give one of them `decimals`"
        )
        yield ask.at("sum").line, message
    if total is not None and at_most is not None:
        yield ask.at("at_most").line, "with a `sum`, `at_most` says nothing more; keep one"
    if "limit_binds" in ask.parts and "limit" not in ask.parts:
        yield ask.at("limit_binds").line, "there is no `limit` that could bind; add one, or drop this"


def _places(number: Marked) -> int:
    """How many decimals it may have."""
    told = number.number("decimals")
    return decimals_of(number.amount("min") or 0, number.amount("max") or 0) if told is None else told


def _asks_have_a_time(pack: Marked) -> Iterator[Found]:
    phases = named_phases(pack)
    for ask in pack.each("asks"):
        name, offsets = ask.text("phase"), [key for key in ("opens", "closes") if key in ask.parts]
        if name and "when" in ask.parts:
            yield ask.at("when").line, "a survey has no phase; keep `phase` or `when`"
        if offsets and not name:
            yield ask.at(offsets[0]).line, f"`{offsets[0]}` counts within a phase; add `phase`, or drop it"
        if name and name not in phases:
            yield ask.at("phase").line, f"there is no phase `{name}`{did_you_mean(name, phases)}"
        elif name:
            yield from _inside(ask, phases[name])


def _inside(ask: Marked, phase: Marked) -> Iterator[Found]:
    lasts = phase.duration("lasts")
    if lasts is None:
        return
    opens, closes = ask.duration("opens") or timedelta(), ask.duration("closes") or timedelta()
    if not lasts:
        yield ask.at("phase").line, "this phase lasts 0s, so nobody could answer; ask in another one"
    elif opens + closes >= lasts:
        place = ask.at("closes" if "closes" in ask.parts else "opens")
        yield (
            place.line,
            f"the phase lasts {phase.at('lasts').value}, so no time is left to answer; open it earlier",
        )


def _somebody_is_asked(pack: Marked) -> Iterator[Found]:
    for ask in pack.each("asks"):
        for name in ask.each("to"):
            if name.value in SEATLESS:
                yield name.line, f"`{name.value}` have no seat to answer from; ask seats, teams or groups"
        if ask.text("kind") != AskKind.TEXT:
            continue
        if not ask.flag("signed") and (ask.text("show") or ShowWhen.CLOSE) == ShowWhen.CLOSE:
            message = "texts without names are looked at before they are shown; write `show: facilitator`"
            yield ask.at("show").line if "show" in ask.parts else ask.line, message


def _surveys_pair(pack: Marked) -> Iterator[Found]:
    asks = {ask.text("key"): ask for ask in pack.each("asks")}
    for ask in pack.each("asks"):
        when, other = ask.text("when"), ask.text("pairs_with")
        if when:
            yield from _survey(ask)
        if not other:
            continue
        line, first = ask.at("pairs_with").line, asks.get(other)
        if first is None:
            yield line, f"there is no question `{other}`{did_you_mean(other, asks)}"
        elif when != AskWhen.AFTER_RESULT or first.text("when") != AskWhen.SIGN_UP:
            yield line, "a survey `when: after_result` pairs with one `when: sign_up`"
        elif _asked(ask) != _asked(first):
            yield line, f"`{other}` asks for something else; give both the same kind and options"


def _survey(ask: Marked) -> Iterator[Found]:
    """A survey is put to people, before and after there are seats and a book."""
    for name in ("to", "by", "limit", "orders_book", "across"):
        if name in ask.parts:
            yield ask.at(name).line, f"a survey asks everybody who plays, so it has no `{name}`; drop it"
    if ask.flag("signed"):
        yield ask.at("signed").line, "the result of a survey has no names; drop `signed`"
    if ask.text("options") == POLICIES:
        yield ask.at("options").line, "a survey cannot ask about policies; write out its options"
    if ask.text("kind") == AskKind.TEXT and "pairs_with" in ask.parts:
        yield ask.at("pairs_with").line, "texts cannot be compared by numbers; drop `pairs_with`"


def _asked(ask: Marked) -> tuple[object, ...]:
    numbers = [one.text("key") for one in ask.each("numbers")]
    return ask.text("kind"), [one.value for one in ask.each("options")], numbers, ask.number("points")


ASK_CHECKS: tuple[Callable[[Marked], Iterator[Found]], ...] = (
    _kinds_have_what_they_need,
    _points_can_be_spread,
    _numbers_can_be_given,
    _asks_have_a_time,
    _somebody_is_asked,
    _surveys_pair,
)
