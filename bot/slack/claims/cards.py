"""Cards and forms about claims and wins. A mission is shown only by its holder's claim, or at the end."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from bot.domain.claims import Claim, Ground, Win, wins_of
from bot.domain.council import Council
from bot.domain.evidence import Case
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
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
from bot.slack.claims.evidence import named


def claims_open(council: Council) -> Message:
    """After the vote: who thinks that they won?"""
    refused = "The book was not approved, so this time only the secret missions can win. "
    return Message.of(
        header("Who has won more?"),
        section(
            "Everybody can win; some win more. You win individually if you achieved your team's *and* your "
            "role's secret mission, or if all of your team's priorities are codified in the approved book. "
            f"{'' if council.won else refused}Make your claim: it shows your missions here, and the others "
            "confirm or dispute it."
        ),
        actions(button("Make my claim", names.MAKE_CLAIM, council.id, style="primary")),
    )


def claim(scenario: Scenario, council: Council, one: Claim) -> Message:
    """A claim, for the council to confirm or dispute; it reveals what it claims."""
    seat, team = council.seats[one.seat], scenario.team(council.seats[one.seat].team)
    role = scenario.role(one.seat)
    lines = []
    if one.team_mission.evidence:
        lines.append(_case("Team mission", team.mission, one.team_mission))
    if one.role_mission.evidence:
        lines.append(_case("Own mission", role.sheet.mission, one.role_mission))
    lines += [
        _case("Priority", priority.text, one.priorities[priority.key])
        for priority in team.priorities
        if priority.key in one.priorities
    ]
    return Message.of(
        header(f"Claim: {role.name}"),
        section(f"{_who(seat)}, {p.team_name(scenario, seat.team)}"),
        *sections(lines or ["Claims nothing. Honesty is a win of its own."], limit=9_000),
        section(f"*{verdict(scenario, council, one)}*"),
        context(":thumbsup: confirm · :thumbsdown: dispute. Where it is disputed, a facilitator rules."),
    )


def _who(seat: Seat) -> str:
    return p.mention(seat.holder) if seat.holder is not None else "The seat is vacant now"


def _case(kind: str, words: str, case: Case) -> str:
    why = f"\n_Why:_ {escaped(case.why)}" if case.why else ""
    return f"*{kind}:* {escaped(words)}\nShown by {named(case.evidence)}.{why}"


def verdict(scenario: Scenario, council: Council, one: Claim) -> str:
    """What a claim wins as things stand, and why."""
    if council.seats[one.seat].holder is None:
        return "The seat is vacant, and a vacant seat wins nothing."
    if one.ruling is not None and not one.ruling.upheld:
        return f"Rejected by the facilitator: {escaped(one.ruling.reason)}"
    won = wins(scenario, council, one)
    said = f"; upheld by the facilitator: {escaped(one.ruling.reason)}" if one.ruling else ""
    if not one.stands:
        return "Disputed; the facilitator rules."
    if not won:
        return f"No individual win: it needs both missions, or all priorities in an approved book{said}."
    return f"Wins {' and '.join(_ground(win) for win in won)}{said}."


def _ground(win: Win) -> str:
    by = "by both secret missions" if win.ground is Ground.MISSIONS else "by the team's priorities"
    return f"{by} ({named(win.evidence)})"


def wins(scenario: Scenario, council: Council, one: Claim) -> tuple[Win, ...]:
    """What this claim wins; nothing while its seat is vacant."""
    if council.seats[one.seat].holder is None:
        return ()
    team = scenario.team(council.seats[one.seat].team)
    return wins_of(one, frozenset(priority.key for priority in team.priorities), approved=council.won)


def individual_wins(scenario: Scenario, council: Council) -> Iterator[str]:
    """A line for everybody who won individually, by role number."""
    for one in council.standing_claims():
        if wins(scenario, council, one):
            seat = council.seats[one.seat]
            who = f"{p.mention(seat.holder)}, {p.role_name(scenario, seat)}"
            yield f"{who}: {verdict(scenario, council, one)}"


def winners(scenario: Scenario, council: Council) -> int:
    """How many seats won individually."""
    return sum(bool(wins(scenario, council, one)) for one in council.standing_claims())


def disputed(scenario: Scenario, council: Council, one: Claim) -> Message:
    """To a facilitator: a claim that needs a ruling, or what was ruled."""
    role, value = escaped(scenario.role(one.seat).name), f"{council.id}:{one.seat}"
    against = f"{one.disputed} against {one.confirmed}"
    what = f"{council.name}: the claim of the {role} is disputed ({against})."
    if one.ruling is not None or council.seats[one.seat].holder is None:
        return Message.of(section(f"{what} *{verdict(scenario, council, one)}*"))
    return Message.of(
        section(f"*{what}* It is in the council's channel; your ruling and its reason will be shown there."),
        actions(button("Uphold it", names.UPHOLD, value), button("Reject it", names.REJECT, value)),
    )


def result_details(scenario: Scenario, council: Council) -> Iterator[Block]:
    """Who won individually in a council, for its last card."""
    lines = list(individual_wins(scenario, council))
    if lines:
        yield from sections([f"*Individual wins: {len(lines)}*", bullets(lines)])
    else:
        yield section("*Individual wins: none.*")
