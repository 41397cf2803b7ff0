"""The reveal: the missions at the very end, and the question to each holder where the pack wants consent."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from bot.domain.council import Council
from bot.domain.council.session import shows
from bot.domain.ids import RoleNumber
from bot.domain.paper import is_paper
from bot.domain.roles import Team
from bot.domain.scenario import Reveal, Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, escaped, header, section, sections


def reveal(scenario: Scenario, council: Council) -> Message:
    """At the very end: what everybody was after, or those who consent to its being shown."""
    lines = [line for team in scenario.teams for line in _of_team(scenario, council, team)]
    closing = "Now you may talk about them. What had you guessed?"
    if council.reveal is Reveal.CONSENT:
        closing = (
            "You see the missions of those who agreed; a team's mission is shown if everybody who shares it "
            "agreed. "
        ) + closing
    return Message.of(
        header("The missions, revealed"),
        *sections(lines or ["Nobody here had a secret."]),
        context(closing),
    )


def for_a_facilitator(scenario: Scenario, council: Council, told: Iterable[str] = ()) -> Message:
    """All of a council's missions and what only some were `told`, for a facilitator who asked and does not
    play."""
    heard, until = [*told], " until the reveal" if council.reveal is not Reveal.NONE else ""
    lines = [line for team in scenario.teams for line in _of_team(scenario, council, team, all_of_them=True)]
    return Message.of(
        header(f"{council.name}: what they are after"),
        *sections(lines or ["Nobody here has a secret."]),
        *sections(["*What only some were told*", *heard] if heard else []),
        context(f"Only you can read this. Please keep it to yourself{until}."),
    )


def _of_team(scenario: Scenario, council: Council, team: Team, *, all_of_them: bool = False) -> Iterator[str]:
    seats = [seat for seat in council.filled if seat.team == team.key and not seat.open_hand]
    if seats and team.mission:
        together = all_of_them or all(shows(council, seat.role) for seat in seats)
        yield f"*{p.team_name(scenario, team.key)}*\n{escaped(team.mission) if together else 'Kept secret.'}"
    with_mission = [seat for seat in seats if scenario.role(seat.role).sheet.mission]
    for sharing in _by_sheet(scenario, with_mission):
        mission = escaped(scenario.role(sharing[0].role).sheet.mission)
        keep = "keeps the mission secret." if len(sharing) == 1 else "keep their mission secret."
        together = all_of_them or all(shows(council, seat.role) for seat in sharing)
        holders = p.listed(p.mention(seat.holder) for seat in sharing)
        roles = _named(scenario, sharing)
        yield f"{holders}, *{roles}:* {mission if together else keep}"


def _named(scenario: Scenario, sharing: Sequence[Seat]) -> str:
    """`Citizen 1 to Citizen 20` for several in a row."""
    names = [p.role_name(scenario, seat) for seat in sharing]
    in_a_row = sharing[-1].role - sharing[0].role == len(sharing) - 1 > 1
    return f"{names[0]} to {names[-1]}" if in_a_row else p.listed(names)


def _by_sheet(scenario: Scenario, seats: Sequence[Seat]) -> Iterator[list[Seat]]:
    """Those who share a sheet together: its mission stands once, and is the secret of each of them."""
    return (list(sharing) for _, sharing in groupby(seats, lambda seat: scenario.role(seat.role).key))


def question(scenario: Scenario, council: Council, role: RoleNumber) -> Message:
    """To a holder, or for somebody on paper to a facilitator: may the mission be shown?"""
    seat, value = council.seats[role], f"{council.id}:{role}"
    return Message.of(
        section(f"{_asks(scenario, council, seat)} {_answer(council, role)}"),
        actions(
            button("Yes, show it", names.REVEAL, value),
            button("No, keep it secret", names.KEEP_MISSION, value),
        ),
        context("Without an answer, it stays secret. You can change your answer with the same buttons."),
    )


def _asks(scenario: Scenario, council: Council, seat: Seat) -> str:
    if is_paper(seat.holder):
        who = f"{p.mention(seat.holder)}, {p.role_name(scenario, seat)} in {council.name}"
        return (
            f"*May the mission of {who} be shown at the end?* They are not in Slack, so you decide for them."
        )
    team = ""
    if scenario.team(seat.team).mission:
        team = " Your team's is shown only if all of you who share it agree."
    return f"*May your mission be shown in {council.name} at the end?*{team}"


def _answer(council: Council, role: RoleNumber) -> str:
    said = council.revealed.get(role)
    match said:
        case True:
            return "*The answer so far: yes.*"
        case False:
            return "*The answer so far: no.*"
        case None:
            return "There is no answer yet."
        case _:
            assert_never(said)


def answered(consents: bool) -> str:
    """To whoever answered."""
    return "It will be shown." if consents else "It stays secret."
