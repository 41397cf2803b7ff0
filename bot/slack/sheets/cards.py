"""What one person reads: the envelope, the sheet. Nothing here may be posted in a channel."""

from collections.abc import Iterable, Iterator

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.session import shows
from bot.domain.game import Game
from bot.domain.ids import GameId, Moment
from bot.domain.missions import public_missions
from bot.domain.roles import Holds, Missions
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Seat
from bot.domain.timetable import first_session, sheets_open
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.briefing import read_handbook, the_handbook, the_rest
from bot.slack.blocks.forms import window
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
)

ASK_FOR_MISSIONS = "This shows you every secret mission of this council. You might give it away."


def envelope(
    game: Game, scenario: Scenario, council: Council, seat: Seat, channel: str | None, at: Moment
) -> Message:
    """Sent ahead: the role, who shares its aims, and a button that opens the sheet from its bell on."""
    where = f"*{council.name}*" + (f", <#{channel}>," if channel else "")
    opens = "Your role sheet is open." if council.begun else f"Your role sheet opens {_opens(game, at)}"
    return Message.of(
        header(f"Your {optional.sealed_envelope(scenario)}"),
        section(
            f"{escaped(game.name)}: you sit in {where} as *{p.role_name(scenario, seat)}* "
            f"for *{p.team_name(scenario, seat.team)}*. {escaped(scenario.role(seat.role).public)}"
        ),
        section(partners(council, seat)),
        section(opens if council.begun else f"{opens} {_until_then(scenario)}"),
        actions(
            button("Open my sheet", names.OPEN_SHEET, council.id, style="primary"),
            read_handbook(council.id),
            button("The story and the rules", names.READ_SIGN_UP, game.id),
        ),
    )


def _until_then(scenario: Scenario) -> str:
    first, then = the_handbook(scenario), the_rest(scenario)
    return f"*Until then*, read {first} and {then}: there is little time for that in the game."


def still_sealed(game: Game, scenario: Scenario, council: Council, at: Moment) -> View:
    """To somebody who opens the envelope early."""
    early = "Still sealed" if scenario.has_secrets else "Not open yet"
    said = f"*{early}.* Your sheet for {council.name} opens {_opens(game, at)}"
    return window(optional.sheet_title(scenario), section(said))


def sheets_are_open(game: Game, council: Council) -> Message:
    """To the holder of a seat, in a game over days, where nobody waits for the bell."""
    return Message.of(
        section(
            f"*The role sheets of {escaped(game.name)} are open.* Yours says what you want in "
            f"{council.name}. It takes two minutes."
        ),
        actions(button("Open my sheet", names.OPEN_SHEET, council.id, style="primary")),
    )


def _opens(game: Game, at: Moment) -> str:
    """When, as an end of a sentence, and what else that waits for."""
    when, bell = sheets_open(game, at), f"when “{escaped(first_session(game).title)}” begins"
    if when is not None and game.clock is not None:
        return f"at *{p.clock_time(game, when)}*, {bell}."
    if when is not None:
        return f"{bell}. If the game starts as planned, that is *{p.day_and_time(game, when)}*."
    if game.paused:
        return f"{bell}. The clock is stopped, so this waits until a facilitator resumes the game."
    return f"{bell}. This waits until a facilitator starts the game."


# --- the sheet


def sheet(scenario: Scenario, council: Council, seat: Seat, told: Iterable[Block] = ()) -> View:
    """The role sheet, in a window that only its holder sees: the missions first, and at the end what was
    `told`."""
    return window(optional.sheet_title(scenario), *_sheet(scenario, council, seat, told))


def sheet_here(scenario: Scenario, council: Council, seat: Seat, told: Iterable[Block] = ()) -> Message:
    """The role sheet as a message that only its holder sees, where Slack opens no window."""
    return Message.of(
        header(f"Role {seat.role}: {scenario.role(seat.role).name}"),
        *_sheet(scenario, council, seat, told),
        actions(button("Hide my sheet", names.HIDE_SHEET, council.id)),
    )


def _sheet(scenario: Scenario, council: Council, seat: Seat, told: Iterable[Block]) -> Iterator[Block]:
    role, team = scenario.role(seat.role), scenario.team(seat.team)
    yield from _missions(scenario, seat)
    if team.priorities:
        aims = _listed(one.text for one in team.priorities)
        yield from sections(["*Your team's priorities (public)*", *aims])
    yield section(
        f"*{escaped(role.name)}*, role {role.number}: you play for *{p.team_name(scenario, team.key)}* in "
        f"{council.name}. {partners(council, seat)}"
    )
    for one in role.sheet.sections:
        if one.holds is Holds.ROLE or (one.holds is Holds.PLAN and not seat.open_hand):
            yield from _part(one.heading, one.text)
    for of, missions in public_missions(scenario):
        lines = (f"{', '.join(names) or 'All'}: {mission}" for names, mission in missions)
        yield from sections([f"*Public missions: {p.team_name(scenario, of.key)}*", *_listed(lines)])
    yield from told
    yield context(_who_may_know(scenario, council, seat))


def _listed(lines: Iterable[str]) -> Iterator[str]:
    return (bullets([escaped(one)]) for one in lines)


def _missions(scenario: Scenario, seat: Seat) -> Iterator[Block]:
    team, sheet = scenario.team(seat.team), scenario.role(seat.role).sheet
    if seat.open_hand:
        alone = "you play for your team's priorities alone" if team.priorities else "you have no mission"
        yield section(f"You asked for no secret, so {alone}.")
        return
    if team.mission:
        yield from _part(optional.team_mission(scenario), team.mission)
    for one in sheet.sections:
        if one.holds is Holds.MISSION:
            yield from _part(one.heading, one.text)


def _part(title: str, text: str) -> Iterator[SectionBlock]:
    yield from sections([f"*{escaped(title)}*\n{escaped(text)}"])


def partners(council: Council, seat: Seat) -> str:
    """Who else is of the same team, as a sentence."""
    here = council.partners_of(seat)
    if here:
        return f"Your {'partner is' if len(here) == 1 else 'partners are'} {_all(here)}."
    if any(one.team == seat.team and one.role != seat.role for one in council.seats.values()):
        return "Nobody else is on your team here yet."
    return "You are the only one on your team."


def _all(seats: tuple[Seat, ...]) -> str:
    return p.listed(p.mention(one.holder) for one in seats)


def _who_may_know(scenario: Scenario, council: Council, seat: Seat) -> str:
    ended = council.ended or (council.phase is not None and council.phase.kind.traits.ends_game)
    if scenario.missions is Missions.PUBLIC and scenario.has_missions:
        return "Missions are public: the Handbook lists them, too. Only you can read the rest of this."
    if seat.open_hand or not ended or not optional.has_secret(scenario, seat):
        return "Only you can read this. Do not paste it anywhere; tell people only what you choose to."
    if shows(council, seat.role):
        return "Your mission has been shown to your council, so you may talk about it now."
    if council.reveal is Reveal.NONE:
        return "Only you can read this. Your mission stays secret unless you tell it."
    return "Only you can read this. Your mission stays secret unless you agree to show it."


# --- where there is no sheet to open


def not_opened(game: GameId) -> Message:
    """To somebody for whom Slack did not open the window. It holds nothing of the sheet."""
    return Message.of(
        section("Slack did not open a window. Press the button to read your sheet; only you will see it."),
        actions(button("Open my sheet", names.SHEET_HERE, game, style="primary")),
    )


def of_no_facilitator(scenario: Scenario, council: Council) -> Message:
    """To a facilitator who holds no seat."""
    said = "You run this game and hold no seat, so there is no sheet for you."
    if not scenario.has_secrets:
        return Message.of(section(said))
    until = " until the reveal" if council.reveal is not Reveal.NONE else ""
    return Message.of(
        section(
            f"{said} You can look at the missions of {council.name}; please keep them to yourself{until}."
        ),
        actions(button("Its missions", names.SHOW_MISSIONS, council.id, ask=ASK_FOR_MISSIONS)),
    )


def hidden(council: Council) -> Message:
    """In the place of a sheet, where others look at the same screen."""
    return Message.of(
        section(f"*Your role sheet for {council.name} is hidden.* Nobody can read it over your shoulder."),
        actions(button("Open my sheet", names.OPEN_SHEET, council.id, style="primary")),
    )
