"""People, for those who run the game: the controls, who is silent, who runs it."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.attention import quiet
from bot.domain.council import Council
from bot.domain.council.activity import Nudges
from bot.domain.council.on_paper import on_paper
from bot.domain.council.silence import silent
from bot.domain.game import Game, Stage
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.mending import Move, Waking, wakings
from bot.domain.owed import owed
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, context, escaped, section
from bot.slack.blocks.paging import page_of
from bot.slack.help.owed import in_words


def people(game: Game, councils: Sequence[Council], at: Moment) -> Message:
    """The console's part about people: how many are silent, and what can be done about seats."""
    return Message.of(*silence(game, councils, at), section("*People*"), actions(*_buttons(game, councils)))


def silence(game: Game, councils: Sequence[Council], at: Moment) -> Iterator[Block]:
    """How many seats have not been heard; who they are is one press away."""
    if game.stage is not Stage.RUNNING:
        return
    found = [len(seats) for council in councils if (seats := quiet(game, council, at))]
    if not found:
        if all(council.begun and not silent(council) for council in councils):
            yield context("No seat is silent.")
        return
    where = f" in {p.count_of(len(found), 'council')}" if len(councils) > 1 else ""
    yield section(f"*{_title(game)}: {p.count_of(sum(found), 'seat')}*{where}.")
    yield actions(
        button("Who is silent?", names.SHOW_SILENT, f"{game.id}:1"),
        button("Nudge silent people", names.NUDGE, game.id),
    )


def who_is_silent(
    game: Game, scenario: Scenario, councils: Sequence[Council], at: Moment, page: int = 1
) -> Message:
    """To a facilitator: the seats of which nothing has been heard, each with the best move, page by page."""
    lines = [
        f"*{council.name}:* {_silent_seat(game, scenario, council, one)}"
        for council in councils
        for one in wakings(game, councils, council)
        if one.seat in quiet(game, council, at)
    ]
    row = actions(button("Nudge silent people", names.NUDGE, game.id))
    said = lines or ["No seat is silent."]
    return page_of(_title(game), said, page, names.SHOW_SILENT, game.id, also=[row] if lines else ())


def _title(game: Game) -> str:
    return "Silent" if game.working is not None else "Silent since the first session"


def _silent_seat(game: Game, scenario: Scenario, council: Council, one: Waking) -> str:
    who = f"{p.mention(one.seat.holder)}, {p.role_and_team(scenario, one.seat)}"
    nudges = council.activity.nudges.get(one.seat.role, Nudges())
    often = {1: "once", 2: "twice"}.get(nudges.count, f"{nudges.count} times")
    last = "" if nudges.last is None else f"{', last' if nudges.count > 1 else ''} at"
    when = f"{last} {p.clock_time(game, nudges.last)}" if nudges.last is not None else ""
    nudged = f"nudged {often}{when}"
    match one.move:
        case Move.NUDGE:
            best = "not nudged yet."
        case Move.WAIT:
            best = f"{nudged}; wait for the next phase."
        case Move.REPLACE:
            best = (
                f"{nudged}, and still silent. Suggested: hand the seat over to {p.mention(one.who)}, who has "
                "none."
            )
        case Move.MOVE:
            assert one.vacant is not None
            best = (
                f"{nudged}, and still silent, like the rest of the team. Suggested: move "
                f"{p.mention(one.who)} to its vacant seat: `/moot move`, the name and `{one.vacant.role}`."
            )
        case Move.INVITE:
            best = (
                f"{nudged}, and still silent. Suggested: find somebody new, and hand the seat over to them."
            )
        case Move.OFFERED:
            best = "silent for three phases; I have offered the seat to everybody who has none."
        case _:
            assert_never(one.move)
    return f"{who}: {best}"


def _buttons(game: Game, councils: Sequence[Council]) -> Iterator[ButtonElement]:
    if game.stage is not Stage.ENDED:
        yield button("Invite people", names.INVITE_PEOPLE, game.id)
        yield button("Seat on paper", names.SEAT_ON_PAPER, game.id)
        yield button("Remove people", names.REMOVE_PEOPLE, game.id)
    if game.stage in (Stage.DEALT, Stage.RUNNING):
        yield button("Hand over a seat", names.HAND_OVER, game.id)
        yield button("Move somebody", names.MOVE_SOMEBODY, game.id)
    if game.stage is Stage.RUNNING:
        yield button("Who has spoken?", names.SHOW_SPOKEN, f"{game.id}:1")
    if game.stage is Stage.RUNNING and any(on_paper(council) for council in councils):
        yield button("For people on paper", names.PROXY_VOTE, game.id)
    yield button("Facilitators", names.FACILITATORS, game.id)
    if len(game.facilitators) > 1:
        ask = "Step down? You lose the controls, and access to the councils in which you hold no seat."
        yield button("Step down", names.STEP_DOWN, game.id, ask=ask)


# --- who runs the game


def facilitates(game: Game, by: UserId) -> Message:
    """To somebody who runs the game from now on."""
    who = "An operator of Moot" if by == MOOT else p.mention(by)
    return Message.of(
        section(
            f"{who} has made you a facilitator of *{escaped(game.name)}*, in <#{game.plenary}>. "
            "Your Home tab here shows the controls, and I invite you to every council's channel."
        ),
        context("`/moot help` shows what you can do. /moot cofacilitate remove and your name steps down."),
    )


def stepped_down(game: Game, user: UserId, by: UserId) -> Message:
    """To somebody who no longer runs the game."""
    who = "You no longer run" if user == by else f"{p.mention(by)} has noted that you no longer run"
    return Message.of(section(f"{who} *{escaped(game.name)}*. A seat that you hold stays yours."))


# --- the silent


def nudge(game: Game, scenario: Scenario, council: Council, seat: Seat, at: Moment) -> Message:
    """To somebody of whom nothing has been heard, kindly; over days, also what comes if it stays so."""
    todo = [in_words(one) for one in owed(game, council, seat, at)]
    ideas = todo or ["Say what your team needs, or support somebody's proposal with a thumb up."]
    row = [
        button("Open my sheet", names.OPEN_SHEET, council.id, style="primary"),
        button("Hand over my seat", names.HAND_OVER_MINE, game.id),
        button("I want to stop or talk", names.STOP_OR_TALK, game.id),
    ]
    small = "You get this at most once per phase, and nobody else sees it."
    if game.working is not None:
        row.insert(1, button("What did I miss?", names.MISSED, game.id))
        small += (
            " If you stay silent for another phase, somebody on your team may vote for you; after one more, "
            "your seat is offered to others."
            if scenario.ballot.held
            else " If you stay silent for two more phases, your seat is offered to others."
        )
    return Message.of(
        section(
            f"*{council.name} would like to hear from you.* Nothing is wrong; this is just a friendly word. "
            f"As {p.role_and_team(scenario, seat)} you could do this now:\n{bullets(ideas)}"
        ),
        actions(*row),
        context(small),
    )


def nudged(names: Sequence[UserId], before: int) -> Message:
    """To a facilitator: who was nudged."""
    said = f"Nudged: {p.mentions(names)}." if names else "Nobody was nudged."
    already = (
        f" {p.count_of(before, 'person', 'people')} had already been nudged in this phase, or has acted."
    )
    return Message.of(section(said + (already if before else "")))
