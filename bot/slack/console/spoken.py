"""Who has spoken, as Moot noted it: counts for facilitators, and one's own for everybody else.

Nobody is ranked, and nobody but a facilitator sees the counts of others: they are there to bring people in,
not to shame them.
"""

from collections.abc import Iterator, Sequence

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.participation import Participation, few_are_heard
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, header, section
from bot.slack.blocks.paging import page_of

COUNTED = (
    "Counted from what people do with me: proposals, sides, answers and the floor. I read nobody's messages, "
    "so I do not count what people only say in the room or write in the channel."
)
FEW_HEARD = "One or two seats do nearly everything."
GENTLE = "Try a round with the speakers' list (`/moot floor`), starting with those who have not been heard."


def who_has_spoken(game: Game, councils: Sequence[Council], page: int = 1) -> Message:
    """To a facilitator: a line for each council, with who has not been heard yet."""
    lines = [f"*{council.name}:* {_of_council(council)}" for council in councils]
    row = actions(button("Nudge silent people", names.NUDGE, game.id))
    small = f"{COUNTED} Only facilitators see this."
    said = lines or ["There are no councils yet: the seats are not dealt."]
    also = [row] if lines else ()
    return page_of("Who has spoken", said, page, names.SHOW_SPOKEN, game.id, small, also)


def _of_council(council: Council) -> str:
    counts = council.participation
    quiet = [seat.holder for seat in council.filled if not counts[seat.role].heard]
    if not council.begun:
        return "has not begun."
    heard = len(council.filled) - len(quiet)
    parts = [f"{heard} of {p.count_of(len(council.filled), 'seat')} heard."]
    parts += [f"Not yet: {p.mentions(quiet)}."] if quiet else []
    if few_are_heard([counts[seat.role] for seat in council.filled]):
        parts.append(f"{FEW_HEARD} {GENTLE}")
    return " ".join(parts)


def own(scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To the holder of a seat: what was done from it so far."""
    said = in_words(council.participation[seat.role]) or "nothing that I have counted yet"
    return Message.of(
        header("What you have done so far"),
        section(f"As {p.the_role_and_team(scenario, seat)}: {said}."),
        context(f"{COUNTED} Facilitators see these numbers; other players do not."),
    )


def in_words(one: Participation) -> str:
    """`2 proposals, sides on 3 proposals`; empty where there is nothing."""
    return ", ".join(_parts(one))


def _parts(one: Participation) -> Iterator[str]:
    if one.proposed:
        yield p.count_of(one.proposed, "proposal")
    if one.amended:
        yield p.count_of(one.amended, "amendment")
    if one.sides:
        yield f"a side on {p.count_of(one.sides, 'proposal')}"
    if one.floor:
        yield f"the floor {_times(one.floor)}"
    if one.answered:
        yield p.count_of(one.answered, "answer")
    if one.ideas:
        yield p.count_of(one.ideas, "idea")
    if one.chaired:
        yield f"chaired {_times(one.chaired)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
