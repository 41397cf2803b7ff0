"""People on paper, by the names that somebody typed."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.council import Council
from bot.domain.council.on_paper import on_paper
from bot.domain.errors.seating import NoSuchPaperSeat
from bot.domain.ids import UserId
from bot.domain.paper import paper_name, same_name
from bot.slack.typed import lists


def paper_seats(names: str, councils: Sequence[Council]) -> list[tuple[UserId, Council]]:
    """People on paper, by one name or several, and where they sit. Raises NoSuchPaperSeat."""
    if same_name(names, dict(_paper_holders(councils))) is not None:
        return [paper_seat(names, councils)]
    return [paper_seat(name, councils) for name in lists.names(names) or [names]]


def paper_seat(name: str, councils: Iterable[Council]) -> tuple[UserId, Council]:
    """Somebody on paper by name, and where they sit. Raises NoSuchPaperSeat."""
    known = dict(_paper_holders(councils))
    holder = same_name(name, known)
    if holder is None:
        names = ", ".join(map(paper_name, known)) or "nobody"
        raise NoSuchPaperSeat(name=name, known=names)
    return holder, known[holder]


def _paper_holders(councils: Iterable[Council]) -> Iterator[tuple[UserId, Council]]:
    for council in councils:
        for seat in on_paper(council):
            if seat.holder is not None:
                yield seat.holder, council
