"""Cards about sidebars and huddles. They invite to talk of missions only where everybody who reads them knows
those missions anyway."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.paper import is_paper
from bot.domain.phase import Phase
from bot.domain.phases import Place
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.domain.sidebar import Shared, is_huddle, shared_by, sidebar_role
from bot.slack.blocks import names, optional
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


def sidebar(game: Game, scenario: Scenario, room: str, seats: Sequence[Seat]) -> Message:
    """The opening card of a sidebar or huddle; `seats` are those who meet in it."""
    row = actions(button("Carry an idea back", names.CARRY_BACK, game.id, style="primary"))
    title = header(_title(scenario, room))
    if len(seats) < 2:
        alone = "Nobody else is here any more. The others are in your council's channel."
        return Message.of(title, section(alone), row)
    ends = p.clock_time(game, game.clock.ends) if game.clock else "the next phase"
    return Message.of(
        title,
        section(f"{_who(room, seats)} *This channel is open until {ends}.*"),
        *_to_talk_about(_phase(game, scenario), room),
        *([section(_missions(shared_by(seats)))] if _have_secrets(scenario, seats) else []),
        row,
    )


def _title(scenario: Scenario, room: str) -> str:
    role = scenario.role(sidebar_role(room))
    if is_huddle(room):
        return f"Huddle: {scenario.team(role.team).name}"
    return f"Sidebar {role.number}: {role.name}"


def _phase(game: Game, scenario: Scenario) -> Phase | None:
    now = game.phase
    return scenario.phase(now.key) if now is not None and now.kind.traits.place is Place.SIDEBARS else None


def _who(room: str, seats: Sequence[Seat]) -> str:
    if len({seat.role for seat in seats}) == 1:
        return "You hold the same role in different councils."
    return "You are one team." if is_huddle(room) else "You are on one team, in different councils."


def _to_talk_about(phase: Phase | None, room: str) -> Iterator[Block]:
    own = phase and (phase.huddle if is_huddle(room) else phase.meeting)
    yield section(escaped(own or (HUDDLE if is_huddle(room) else MEETING)))
    if phase and phase.questions:
        yield from sections(bullets([escaped(one)]) for one in phase.questions)


def _have_secrets(scenario: Scenario, seats: Sequence[Seat]) -> bool:
    return any(optional.has_secret(scenario, seat) for seat in seats) or (
        scenario.has_secrets and any(seat.open_hand for seat in seats)
    )


def _missions(shared: Shared) -> str:
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
    """What stands in a sidebar's channel until its bell: channels and invitations take Slack a while."""
    opens = f" at about {p.clock_time(game, game.clock.ends)}" if game.clock else ""
    return Message.of(
        header(_title(scenario, room)),
        section(f"It opens with the next phase{opens}. Until then your council needs you."),
    )


def sidebar_over(room: str) -> Message:
    """The closing card of a sidebar."""
    what = "huddle" if is_huddle(room) else "sidebar"
    return Message.of(
        section(f"*The {what} is over.* This channel is archived now; your council waits for you.")
    )


# --- in a council's channel


def hint(game: Game, scenario: Scenario, council: Council) -> str:
    """Where everybody goes, and who stays."""
    if game.deal is not None and len(game.deal.councils) > 1:
        return (
            "I have invited you to a sidebar with everybody who has your role number, or with your team if "
            "nobody else has it. No invitation? Stay here, and carry an idea back anyway."
        )
    return " ".join(_huddling(scenario, council))


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
