"""Cards about sidebars, huddles and other rooms.

They invite to talk of missions only where everybody who reads them knows those missions anyway.
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.meetings import comes_again, goes_back, is_open_now
from bot.domain.paper import is_paper
from bot.domain.phase import Phase
from bot.domain.phases import Place
from bot.domain.rooms import BY_NUMBER, RoomKey, RoomPlan
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.domain.sidebar import Shared, people_of, shared_by
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, escaped, header, section, sections

MEETING = (
    "Tell one another what your councils do differently, and take what you like. Do not paste your sheet: "
    "channels may outlive the game."
)
HUDDLE = (
    "Compare notes: what do you have, what is missing, and who do you have to win over? Do not paste your "
    "sheet: channels may outlive the game."
)
APART = (
    "Talk among yourselves. What you agree on here decides nothing: your council does that in its own "
    "channel. Do not paste your sheet: channels may outlive the game."
)
MOST_NAMED = 8  # of the people in a room


def sidebar(game: Game, scenario: Scenario, room: str, seats: Sequence[Seat]) -> Message:
    """The opening card of a sidebar, a huddle or another room; `seats` are those who meet in it."""
    title, key = header(_title(game, scenario, room)), RoomKey.read(room)
    if not is_open_now(game, room) or game.clock is None:
        return Message.of(title, section(_over(game, room)))
    row = [button("Carry an idea back", names.CARRY_BACK, game.id, style="primary")]
    below = [actions(*row)] if goes_back(game, game.clock.phase) else []
    if len(seats) < 2:
        alone = "Nobody else is here any more. The others are in your council's channel."
        return Message.of(title, section(alone), *below)
    ends = p.clock_time(game, game.clock.ends)
    return Message.of(
        title,
        section(f"{_who(scenario, key, seats)} *{_until(game, room, ends)}*"),
        *_to_talk_about(scenario.phase(game.agenda[game.clock.phase].key), key),
        *_missions(scenario, seats, observers=key.observers),
        *below,
    )


def _title(game: Game, scenario: Scenario, room: str) -> str:
    key = RoomKey.read(room)
    if key.unit:
        several = key.council and game.deal is not None and len(game.deal.councils) > 1
        return f"{scenario.called(key.unit)}{f': Council {key.council}' if several else ''}"
    role = scenario.role(key.roles[0])
    if key.is_huddle:
        return f"Huddle: {scenario.team(role.team).name}"
    return f"Sidebar {role.number}: {role.name}"


def _who(scenario: Scenario, key: RoomKey, seats: Sequence[Seat]) -> str:
    if key.council and len(seats) <= MOST_NAMED:
        return f"You are here: {p.listed(p.role_name(scenario, seat) for seat in seats)}."
    if key.unit:
        where = "your council" if key.council else "several councils"
        return f"You are {len(seats)} people from {where}."
    if len({seat.role for seat in seats}) == 1:
        return "You hold the same role in different councils."
    return "You are one team." if key.is_huddle else "You are on one team, in different councils."


def _until(game: Game, room: str, ends: str) -> str:
    if again := _again(game, room):
        return f"You meet here until {ends}, and again in {again}."
    return f"This channel is open until {ends}."


def _again(game: Game, room: str) -> str:
    """The title of the phase in which people meet here next."""
    phase = comes_again(game, room)
    return escaped(game.agenda[phase].title) if phase is not None else ""


def _to_talk_about(phase: Phase, key: RoomKey) -> Iterator[Block]:
    own = (phase.rooms and phase.rooms.card) or (phase.huddle if key.is_huddle else phase.meeting)
    yield section(escaped(own or (HUDDLE if key.is_huddle else APART if key.council else MEETING)))
    if phase.questions and phase.kind.traits.place is Place.SIDEBARS:
        yield from sections(bullets([escaped(one)]) for one in phase.questions)


def _missions(scenario: Scenario, seats: Sequence[Seat], *, observers: bool) -> Iterator[Block]:
    """Whether people may talk of their missions here; nothing where nobody has a secret one."""
    if not scenario.has_secrets:
        return
    shared, team = shared_by(seats, scenario, observers=observers), scenario.team(seats[0].team)
    if shared is Shared.TEAM_MISSION and not team.mission:
        shared = Shared.NOTHING
    if observers:
        yield section("Observers may read along here, so keep your missions to yourselves.")
    elif shared is not Shared.MISSIONS or team.mission or scenario.role(seats[0].role).sheet.mission:
        yield section(_may_talk(shared))


def _may_talk(shared: Shared) -> str:
    match shared:
        case Shared.MISSIONS:
            return "You all have the same missions, so you may talk about them here: how far are you?"
        case Shared.TEAM_MISSION:
            return "You share your team's mission, so you may talk about it here: how far are you?"
        case Shared.NOTHING:
            return "Not everybody here has the same mission, so keep yours to yourself."
        case _:
            assert_never(shared)


def sidebar_soon(game: Game, scenario: Scenario, room: str) -> Message:
    """What stands in a room's channel until its bell: channels and invitations take Slack a while."""
    opens = f" at about {p.clock_time(game, game.clock.ends)}" if game.clock else ""
    return Message.of(
        header(_title(game, scenario, room)),
        section(f"It opens with the next phase{opens}. Until then your council needs you."),
    )


def sidebar_over(game: Game, room: str) -> Message:
    """The closing card of a sidebar or another room."""
    return Message.of(section(_over(game, room)))


def _over(game: Game, room: str) -> str:
    key = RoomKey.read(room)
    what = "meeting" if key.unit else "huddle" if key.is_huddle else "sidebar"
    if again := _again(game, room):
        return (
            f"*The {what} is over for now*, and your council waits for you. This channel stays: you meet "
            f"here again in *{again}*."
        )
    return f"*The {what} is over.* This channel is archived now; your council waits for you."


# --- in a council's channel


def hint(game: Game, scenario: Scenario, council: Council, plan: RoomPlan = BY_NUMBER) -> str:
    """Where everybody goes, and who stays."""
    if plan.units:
        return _apart(scenario, council, plan)
    if game.deal is not None and len(game.deal.councils) > 1:
        return (
            "I have invited you to a sidebar with everybody who has your role number, or with your team if "
            "nobody else has it. No invitation? Stay here, and carry an idea back anyway."
        )
    return " ".join(_huddling(scenario, council))


def _apart(scenario: Scenario, council: Council, plan: RoomPlan) -> str:
    """Which teams or groups meet. Across councils, two people may do where this one has only one of them."""
    least = 1 if plan.across else 2
    there = [unit.key for unit in plan.units if len(people_of(council, unit)) >= least]
    if not there:
        return "Nobody here has a room of their own. Everybody stays here."
    named = p.listed(f"*{escaped(scenario.called(key))}*" for key in there)
    across = ", with those of other councils" if plan.across else ""
    said = f"There is a channel for {named} now{across}, and I have invited its people."
    if len(there) > 1:
        said = f"{named} each have a channel of their own now{across}, and I have invited their people."
    inside = {role for unit in plan.units if unit.key in there for role in unit.roles}
    return said if inside >= {seat.role for seat in council.filled} else f"{said} Everybody else stays here."


def _huddling(scenario: Scenario, council: Council) -> Iterator[str]:
    teams = [seats for team in scenario.teams if (seats := council.team(team.key))]
    there = [sum(not is_paper(seat.holder) for seat in seats) for seats in teams]
    named = [p.team_name(scenario, seats[0].team) for seats in teams]
    huddles = [name for name, count in zip(named, there, strict=True) if count > 1]
    if huddles:
        has = "has" if len(huddles) == 1 else "each have"
        yield f"You are the only council, so teams huddle: {p.listed(huddles)} {has} a channel now,"
        yield "and I have invited you."
    else:
        yield "You are the only council, and no team has two people in Slack. Everybody stays here."
    for seats, count, name in zip(teams, there, named, strict=True):
        if count == 1 and len(seats) > 1:
            yield f"{name} meets at the table."
    alone = [p.role_and_team(scenario, seats[0]) for seats in teams if len(seats) == 1]
    if alone and huddles:
        yield f"Without a teammate: {p.listed(alone)}. Stay here; your ideas are carried back as well."
