"""Everybody's own last message: what they won and why, or what was missing and by how little."""

from collections.abc import Iterator
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.claims import Claim, Verdict
from bot.domain.council import Council, verdicts
from bot.domain.council.acting import chairs
from bot.domain.council.on_paper import on_paper
from bot.domain.evidence import NOT_CLAIMED, Case
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.reports.log.comparison import Part, part_of
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    escaped,
    header,
    section,
    sections,
)
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.evidence import Links, exhibit, linked
from bot.slack.results.cards import result_line

NO_CLAIM = "You made no claim, and only claims can win."
NOTHING_TO_CLAIM = "Your council held no final vote, so there was nothing to claim."


def own_result(
    game: Game,
    scenario: Scenario,
    council: Council,
    seat: Seat,
    links: Links,
    before: Part | None = None,
) -> Message:
    """To the holder of a seat; `links` lead to the cards that show evidence. `before` is what they did in the
    game that they played before."""
    claim = council.claim_of(seat.role) if seat.role in council.claims else None
    became = verdicts.verdict(scenario, council, claim) if claim else Verdict.LOST
    return Message.of(
        header(_headline(scenario, council, became)),
        section(f"*Together.* {result_line(council).removeprefix('• ')}"),
        *(_individually(scenario, council, seat, claim, links) if scenario.takes_claims else ()),
        *(_compared(before, part_of(game, scenario, council, seat)) if before else ()),
        section(f"All councils' results are in <#{game.plenary}>."),
        actions(
            button("Our policy book", names.SHOW_BOOK, council.id),
            button("Give feedback", names.GIVE_FEEDBACK, game.id),
        ),
    )


def _individually(
    scenario: Scenario, council: Council, seat: Seat, claim: Claim | None, links: Links
) -> Iterator[Block]:
    yield section(f"*Individually.* {' '.join(_why(scenario, council, seat, claim))}")
    yield from sections(_aims(scenario, council, seat, claim, links))
    yield from _on_paper(scenario, council, seat)


def _headline(scenario: Scenario, council: Council, became: Verdict) -> str:
    if not scenario.takes_claims:
        won = "Your council won" if council.won else "No win this time"
        return won if scenario.ballot.held else "What your council adopted"
    match became:
        case Verdict.WON:
            return "You won, and your council won" if council.won else "You won individually"
        case Verdict.UNDECIDED:
            return f"{'Your council won, and your' if council.won else 'Your'} claim is undecided"
        case Verdict.LOST | Verdict.OPEN:
            return "Your council won, and you with it" if council.won else "No win this time"
        case _:
            assert_never(became)


# --- why


def _why(scenario: Scenario, council: Council, seat: Seat, claim: Claim | None) -> Iterator[str]:
    if not council.decided:
        yield NOTHING_TO_CLAIM if scenario.ballot.held else NO_CLAIM
        return
    has, most = verdicts.points(scenario, council, seat.role)
    if most:
        yield f"You have {has} of {p.count_of(most, 'point')}."
    if claim is None:
        yield NO_CLAIM
        return
    yield claims_cards.verdict(scenario, council, claim)
    became = verdicts.verdict(scenario, council, claim)
    if became is Verdict.UNDECIDED and not council.closed:
        yield "If a facilitator rules on it, this message changes."
    if not verdicts.can_win(scenario, council, claim):
        yield from _missing(scenario, council, seat, claim)


def _missing(scenario: Scenario, council: Council, seat: Seat, claim: Claim) -> Iterator[str]:
    """By how little: of the missions and of the priorities."""
    shown = bool(claim.team_mission.evidence) + bool(claim.role_mission.evidence)
    there = optional.missions(scenario, seat)
    if not seat.open_hand and there.startswith("both"):
        yield ("You claimed neither mission.", "You claimed one mission; the other was missing.")[shown]
    elif not seat.open_hand and there:
        yield "You did not claim your mission."
    aims = scenario.team(seat.team).priorities
    claimed = sum(aim.key in claim.priorities for aim in aims)
    if claimed < len(aims):
        yield f"You claimed {claimed} of {p.count_of(len(aims), 'priority', 'priorities')}."
    elif council.outcome is not None and not council.won:
        yield f"You claimed every priority, but the book was not approved: {council.outcome.reason}."


# --- what


def _aims(
    scenario: Scenario, council: Council, seat: Seat, claim: Claim | None, links: Links
) -> Iterator[str]:
    """Each mission and priority word for word, with what shows it."""
    if not council.decided:
        return
    team, made = scenario.team(seat.team), claim or Claim(seat.role)
    aims = [] if seat.open_hand else [
        ("Team mission", team.mission, made.team_mission),
        ("Your own mission", scenario.role(seat.role).sheet.mission, made.role_mission),
    ]  # fmt: skip
    aims += [("Priority", aim.text, made.priorities.get(aim.key, NOT_CLAIMED)) for aim in team.priorities]
    for kind, words, case in aims:
        if not words:
            continue
        yield f"*{kind}:* {escaped(words)}\n{_shown(scenario, council, case, links)}"


def _shown(scenario: Scenario, council: Council, case: Case, links: Links) -> str:
    if not case.evidence:
        return "_Not claimed._"
    exhibits = [exhibit(scenario, council, one) for one in case.evidence]
    shown = [linked(" ".join(one.title.split()), one.card, links) for one in exhibits]
    why = f" {escaped(case.why)}" if case.why else ""
    return f"_Shown by_ {p.listed(shown)}.{why}"


# --- compared with the game before


def _compared(before: Part, now: Part) -> Iterator[Block]:
    """Both games, in words. Only this person reads it."""
    last = f"*{escaped(before.game)}* ({escaped(before.scenario)}): {_part(before)}"
    yield from sections(["*Last time and this time*", bullets([last, f"*This game:* {_part(now)}"])])


def _part(one: Part) -> str:
    said = [
        f"{escaped(one.role)} ({escaped(one.team)}) in {one.council}",
        f"{p.count_of(one.proposed, 'proposal')} made, {one.adopted} adopted",
        f"a side taken on {p.count_of(one.sides, 'proposal')}",
        *([] if one.together is None else [f"the council {'won' if one.together else 'did not win'}"]),
        *([] if one.alone is None else [_ALONE[one.alone]]),
    ]
    return f"{'; '.join(said)}."


_ALONE = {
    Verdict.WON: "an individual win",
    Verdict.LOST: "no individual win",
    Verdict.OPEN: "no individual win yet",
    Verdict.UNDECIDED: "an undecided claim",
}


# --- for others


def _on_paper(scenario: Scenario, council: Council, seat: Seat) -> Iterator[Block]:
    """To a steward: what became of those who cannot read it in Slack."""
    paper = on_paper(council) if chairs(council, seat) else ()
    lines = [
        f"{p.mention(one.holder)}, {p.role_name(scenario, one)}: {_told(scenario, council, one)}"
        for one in paper
    ]
    if lines:
        yield from sections(["*Please pass this on to people on paper*", bullets(lines)])


def _told(scenario: Scenario, council: Council, seat: Seat) -> str:
    if seat.role not in council.claims:
        return "No claim was made."
    return claims_cards.verdict(scenario, council, council.claim_of(seat.role))


def goodbye(game: Game, user: UserId) -> Message:
    """To somebody who was in the game without a seat."""
    watched = game.sign_ups[user].observer
    was = "You watched to the end." if watched else "No seat became free for you this time."
    return Message.of(
        header(f"{game.name} is over"),
        section(f"{was} The results are in <#{game.plenary}>."),
        actions(button("Give feedback", names.GIVE_FEEDBACK, game.id)),
    )
