"""Books that meet goals are counted exactly: against trying each, and for a design that is known."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scenarios.balance.books import Book, Books, Bound, Goal, TooEntangled, Way
from bot.scenarios.balance.model import OPEN

ISSUES = ("bread", "fish", "tide", "wind")


@st.composite
def ways(draw: st.DrawFn, choices: dict[str, tuple[str, ...]]) -> Way:
    spoken_of = draw(st.sets(st.sampled_from(sorted(choices)), max_size=3))
    allowed = {
        issue: frozenset(draw(st.sets(st.sampled_from(choices[issue])))) for issue in sorted(spoken_of)
    }
    among = draw(st.frozensets(st.sampled_from(sorted(choices))))
    bounds = draw(
        st.lists(st.builds(Bound, st.just(among), st.integers(0, 3), st.integers(0, 4)), max_size=2)
    )
    return Way(allowed, tuple(bounds))


@st.composite
def small_packs(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], list[Goal]]:
    said = st.lists(st.sampled_from(["a", "b", "c", OPEN]), min_size=1, max_size=4, unique=True)
    choices = {issue: tuple(draw(said)) for issue in ISSUES[: draw(st.integers(1, 4))]}
    goals = draw(st.lists(st.lists(ways(choices), min_size=1, max_size=3).map(tuple), max_size=4))
    return choices, goals


def fits(book: Book, way: Way) -> bool:
    opens = [sum(book[issue] == OPEN for issue in bound.among) for bound in way.bounds]
    return all(book[issue] in allowed for issue, allowed in way.allowed.items()) and all(
        bound.low <= count <= bound.high for bound, count in zip(way.bounds, opens, strict=True)
    )


def every_book(choices: dict[str, tuple[str, ...]]) -> Iterator[Book]:
    return (dict(zip(choices, said, strict=True)) for said in product(*choices.values()))


@settings(max_examples=30, deadline=None)
@given(pack=small_packs())
def test_counting_agrees_with_trying_each_book(pack: tuple[dict[str, tuple[str, ...]], list[Goal]]) -> None:
    choices, goals = pack
    tried = [
        book for book in every_book(choices) if all(any(fits(book, way) for way in goal) for goal in goals)
    ]

    found = Books(choices).meeting(goals)

    assert found.count == len(tried)
    assert found.book in tried if tried else found.book is None


# --- a design whose numbers are known: fourteen issues, fifteen missions

LETTERS = {
    "A": 4,
    "B": 2,
    "C": 3,
    "D": 4,
    "E": 3,
    "F": 3,
    "G": 4,
    "H": 3,
    "I": 3,
    "J": 3,
    "L": 3,
    "M": 3,
    "N": 2,
}
DESIGN = {"K": ("K0", "K1", "K2")} | {
    letter: (*(f"{letter}{number}" for number in range(1, count + 1)), OPEN)
    for letter, count in LETTERS.items()
}
ACCEPTED = (
    "B2 N2 K12 C23,K12 G0123,H013,J013 D134 D14,E013,K01 L3 M23,I013 "  # of Leadership, Platform, Finance
    "D234 I23,M013 I13,J23 E23 I13,J23 G34,C012"  # of People Ops and Rescue
)
ASKED = "B2|N2|K2|C3 K2 N1|G1 H1 J1|D1 L2|D1 E1 K0|L1|M2 I1|D2 H2|I2 M1|I1 J2|E2 C1 K0|I1 J2|G4 C1"


def accepted(written: str) -> Goal:
    named = {
        letters[0]: frozenset(
            OPEN if one == "0" and letters[0] != "K" else letters[0] + one for one in letters[1:]
        )
        for letters in written.split(",")
    }
    return (Way(named),)


def test_of_221_million_books_36_meet_all_fifteen_missions() -> None:
    missions = [accepted(written) for written in ACCEPTED.split()]
    something_open: Goal = (Way({}, (Bound(frozenset(DESIGN), 1, 14),)),)

    books = Books(DESIGN)
    found = books.meeting([*missions, something_open])

    assert (books.count, len(missions), found.count) == (221_184_000, 15, 36)
    assert all(books.meeting(pair).count for pair in combinations(missions, 2))


def test_17_of_105_pairs_of_asks_clash() -> None:
    asks = [frozenset(asked.split()) for asked in ASKED.split("|")]

    pairs = list(combinations(asks, 2))
    clashes = [
        pair for pair in pairs if any(one[0] == other[0] and one != other for one, other in product(*pair))
    ]

    assert (len(clashes), len(pairs)) == (17, 105)


def test_forty_issues_are_counted_as_exactly_as_four() -> None:
    choices = {f"issue-{number}": ("a", "b", "c", "d", OPEN) for number in range(40)}
    half_open: Goal = (Way({}, (Bound(frozenset(choices), 20, 40),)), Way({"issue-39": frozenset({"a"})}))

    books = Books(choices)

    assert books.count == 5**40
    assert 5**39 < books.meeting([half_open]).count < 5**40
    assert books.meeting([(Way({"issue-7": frozenset({"b"})}),)]).count == 5**39


def test_aims_that_are_too_entangled_are_refused_with_what_to_do() -> None:
    choices = {f"issue-{number}": ("a", OPEN) for number in range(40)}
    names = sorted(choices)
    goals: list[Goal] = [(Way({}, (Bound(frozenset(names[first::7]), 2, 3),)),) for first in range(7)]

    with pytest.raises(TooEntangled, match="use fewer of `left_open`"):
        Books(choices).meeting(goals)
