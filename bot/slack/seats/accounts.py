"""Cards about deactivated accounts, and about a game that nobody runs any more."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment, UserId
from bot.domain.mending import Absence, Filling, absences
from bot.domain.scenario import Scenario
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, context, escaped, section, sections

MOST_BUTTONS = 5  # of one kind; for further seats the words say what to type
CONTROLS = "Your Home tab here shows the controls, and `/moot help` shows what you can do."
OTHERWISE = (
    "Or choose somebody else: `/moot handover @who @to` gives one of these seats to anybody who has none, "
    "`/moot invite @name` signs somebody new up, and `/moot paper Name` seats somebody in the room. A seat "
    "that stays free goes back to its account if that returns."
)


def accounts(game: Game, scenario: Scenario, councils: Sequence[Council], since: Moment) -> Message:
    """To a facilitator: whose accounts were deactivated together, and the best move for each seat."""
    gone = absences(game, councils, since)
    name = escaped(game.name)
    if not gone:
        return Message.of(section(f"*{name}:* every account in this message is back."))
    title = "An account is" if len(gone) == 1 else f"{len(gone)} accounts are"
    lines = (bullets([_absence(scenario, one)]) for one in gone)
    buttons = list(_moves(scenario, gone))[:MOST_BUTTONS]
    open_seats = any(one.place is not None and one.best is not Filling.TAKEN for one in gone)
    return Message.of(
        section(
            f"*{name}: {title} deactivated in this workspace.* The game no longer waits for these people: "
            f"they count in no quorum{' and no vote' if scenario.ballot.held else ''}, and get no messages."
        ),
        *sections(lines),
        *_alone(game, gone),
        *([actions(*buttons)] if buttons else []),
        *([context(OTHERWISE)] if open_seats else []),
    )


def _absence(scenario: Scenario, one: Absence) -> str:
    who, ran = p.mention(one.user), " They ran the game with you." if one.ran_it else ""
    if one.place is None:
        return f"{who} held no seat, so there is nothing to fill.{ran}"
    role, council = p.role_and_team(scenario, one.place[1]), one.place[0].name
    return f"{who}, {role} in {council}: {_best(scenario, one)}{ran}"


def _best(scenario: Scenario, one: Absence) -> str:
    assert one.place is not None
    council, seat = one.place
    empty = f"nobody is left in {p.team_name(scenario, seat.team)}. Suggested:"
    match one.best:
        case Filling.TAKEN:
            return f"{p.mention(one.who)} holds the seat now. There is nothing left to do."
        case Filling.RESERVE:
            return f"suggested: give the seat to {p.mention(one.who)}, who has none."
        case Filling.MOVE:
            return f"{empty} move {p.mention(one.who)} there."
        case Filling.INVITE:
            return f"{empty} invite somebody new."
        case Filling.GO_ON:
            return f"suggested: go on; {len(council.filled)} of {len(council.seats)} seats are filled."
        case _:
            assert_never(one.best)


def _moves(scenario: Scenario, gone: Sequence[Absence]) -> Iterator[ButtonElement]:
    for one in gone:
        if one.place is None or one.who is None:
            continue
        council, seat = one.place
        role = escaped(scenario.role(seat.role).name)[:30]
        if one.best is Filling.RESERVE:
            value = f"{council.id}:{seat.role}:{one.user}:{one.who}"
            ask = f"Give them the seat? Its {optional.belongings(scenario)} become theirs."
            yield button(f"Fill the seat: {role}", f"{names.GIVE_SEAT}:{seat.role}", value, ask=ask)
        if one.best is Filling.MOVE:
            value = f"{council.id}:{one.who}:{seat.role}"
            ask = optional.ask_to_move(scenario)
            yield button(f"Move to: {role}", f"{names.MOVE_THERE}:{seat.role}", value, ask=ask)


def _alone(game: Game, gone: Sequence[Absence]) -> Iterator[Block]:
    if len(game.facilitators) == 1 and any(one.ran_it for one in gone):
        yield section(
            "*You are the only one who runs the game now.* `/moot cofacilitate @name` lets somebody help you."
        )


def take_over(game: Game, scenario: Scenario, user: UserId) -> Message:
    """To somebody who may run the game; once somebody does, who."""
    name = escaped(game.name)
    if user in game.facilitators:
        return Message.of(section(f"*You run {name} now.* {CONTROLS}"))
    if game.facilitators:
        who = p.mentions(sorted(game.facilitators))
        verb = "runs" if len(game.facilitators) == 1 else "run"
        return Message.of(section(f"{who} {verb} *{name}* now, so there is nothing left for you to do."))
    ask = (
        "Run this game from now on? You see every council and get all the controls; if you hold a seat, you "
        "keep it."
    )
    rule = " and rule on disputed claims" if scenario.takes_claims else ""
    return Message.of(
        section(
            f"*Nobody runs {name} any more*, in <#{game.plenary}>: the account of its facilitator is "
            f"deactivated. Somebody has to run it{rule}, and you can. The first to say yes runs it; the "
            "others are told."
        ),
        actions(button("Take over the game", names.TAKE_OVER, game.id, style="primary", ask=ask)),
        context("You do not have to. If its facilitator comes back, they run it again."),
    )


def taken_over(game: Game, user: UserId) -> Message:
    """To everybody: somebody runs a game that nobody ran."""
    return Message.of(section(f"{p.mention(user)} runs *{escaped(game.name)}* now. It goes on."))
