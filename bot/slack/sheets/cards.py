"""What one person reads: the envelope, the sheet. Nothing here may be posted in a channel."""

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, context, escaped, header, section


def envelope(game: Game, scenario: Scenario, council: Council, seat: Seat) -> Message:
    """Sent ahead: the role, and a button that opens the sheet from the first session's bell on."""
    return Message.of(
        header("Your sealed envelope"),
        section(
            f"{escaped(game.name)}: you sit in *{council.name}* as *{p.role_name(scenario, seat)}* "
            f"for *{p.team_name(scenario, seat.team)}*. {escaped(scenario.role(seat.role).public)}"
        ),
        section(
            "The sessions have begun, so your role sheet is open: press the button to read it."
            if council.begun
            else "Your role sheet opens for everybody at the same second, when the first session begins."
        ),
        actions(button("Open my sheet", names.OPEN_SHEET, council.id, style="primary")),
    )


def still_sealed(game: Game, council: Council) -> Message:
    """To somebody who opens the envelope early."""
    first = next((phase.title for phase in game.agenda if phase.charter), game.agenda[-1].title)
    when = f" It is {p.clock_time(game, game.clock.ends)} at the earliest." if game.clock else ""
    return Message.of(
        section(f"*Still sealed.* Your sheet for {council.name} opens when “{escaped(first)}” begins.{when}")
    )


def sheet(scenario: Scenario, council: Council, seat: Seat) -> Message:
    """The role sheet: public aims, and what nobody else may read."""
    role, team = scenario.role(seat.role), scenario.team(seat.team)
    partners = council.partners_of(seat)
    with_whom = f" with {p.mentions(one.holder for one in partners)}" if partners else ", alone"
    priorities = bullets(escaped(one.text) for one in team.priorities)
    blocks: list[Block] = [
        header(f"Role {role.number}: {role.name}"),
        section(
            f"*{p.team_name(scenario, team.key)}*{with_whom}, in {council.name}.\n{escaped(role.sheet.who)}"
        ),
        section(f"*Your team's priorities (public)*\n{priorities}"),
    ]
    if seat.open_hand:
        blocks.append(section("You asked for no secret, so you play for your team's priorities alone."))
    else:
        blocks += [
            section(f"*Your team's secret mission*\n{escaped(team.mission)}"),
            section(f"*Your secret mission*\n{escaped(role.sheet.mission)}"),
            section(f"*First move*\n{escaped(role.sheet.first_move)}"),
            section(f"*Whom to approach*\n{escaped(role.sheet.approach)}"),
            section(f"*If it falls through*\n{escaped(role.sheet.fallback)}"),
        ]
    blocks += [
        context("Only you can read this. Do not paste it anywhere; tell what you choose to tell."),
        actions(button("Hide my sheet", names.HIDE_SHEET, council.id)),
    ]
    return Message.of(*blocks)


def hidden(council: Council) -> Message:
    """In the place of a sheet, where others look at the same screen."""
    return Message.of(
        section(f"*Your role sheet for {council.name} is hidden.* Nobody reads it over your shoulder."),
        actions(button("Open my sheet", names.OPEN_SHEET, council.id, style="primary")),
    )
