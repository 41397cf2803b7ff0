"""Cards and forms about claims and wins. A mission is shown only by its holder's claim, or at the end."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import assert_never

from slack_sdk.models.blocks import Block

from bot.domain.claims import Claim, Ground, Verdict, Win, asks_for_ruling
from bot.domain.council import Council, verdicts
from bot.domain.council.on_paper import on_paper
from bot.domain.evidence import Case
from bot.domain.participation import DeedKind
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents.claims import claim_key
from bot.slack.blocks import names, optional
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
from bot.slack.claims.evidence import Links, named, quoted
from bot.slack.paper import cards as paper_cards

NO_LINKS: Links = MappingProxyType({})
RULE = (
    "Judge it until the game ends: :thumbsup: confirm · :thumbsdown: dispute. It wins if nobody disputes it, "
    "or if more confirm than dispute. If two or more dispute it and no more than that confirm, a facilitator "
    "rules."
)
FOR_PAPER = "A steward or a facilitator enters the claims of people on paper from their slips: `/moot enter`."
OVER = "The game is over, so claims and judgements can no longer change."


def claims_open(scenario: Scenario, council: Council) -> Message:
    """When the book is decided: who thinks that they won? After the game, nobody can claim any more."""
    title = header("Did you win individually?")
    if council.ended:
        return Message.of(title, section(OVER))
    if not (scenario.has_missions or council.holds):
        return Message.of(title, section("The book was not approved, so nobody can win individually."))
    ways = ", or if ".join(_ways(scenario))
    shown = "your missions" if scenario.has_missions else "what you claim"
    return Message.of(
        title,
        section(
            f"Everybody can win; some win more. You win individually if {ways}. "
            f"{_not_approved(scenario, council)}Make your claim before the game ends. It shows {shown} here, "
            "and the others confirm or dispute it."
        ),
        actions(button("Make my claim", names.MAKE_CLAIM, council.id, style="primary")),
        *([context(FOR_PAPER)] if on_paper(council) else []),
    )


def _ways(scenario: Scenario) -> Iterator[str]:
    teams, roles = (any(one.mission for one in scenario.teams), any(r.sheet.mission for r in scenario.roles))
    whose = "your team's *and* your role's" if teams and roles else "your team's" if teams else "your"
    if scenario.has_missions:
        yield f"you achieved {whose} {optional.secret_(scenario)}mission"
    if scenario.has_priorities:
        book = "the approved book" if scenario.ballot.held else "the book"
        yield f"all of your team's priorities are codified in {book}"


def _not_approved(scenario: Scenario, council: Council) -> str:
    if council.holds or not scenario.has_priorities:
        return ""
    if not scenario.ballot.held:
        return "The book holds no policy, so only missions can win this time. "
    return f"The book was not approved, so only the {optional.secret_(scenario)}missions can win this time. "


def claim(scenario: Scenario, council: Council, one: Claim, links: Links = NO_LINKS) -> Message:
    """A claim, for the council to confirm or dispute; it reveals what it claims."""
    seat = council.seats[one.seat]
    entered = paper_cards.entered(council, one.seat, DeedKind.CLAIMED, "")
    lines = list(cases(scenario, council, one, links)) or ["Claims nothing. Honesty is a win of its own."]
    return Message.of(
        header(f"Claim: {scenario.role(one.seat).name}"),
        section(f"{_who(seat)}, {p.team_name(scenario, seat.team)}{entered}"),
        *sections(lines),
        section(f"*{verdict(scenario, council, one)}*"),
        *paper_cards.reactions(council, one.reactions, DeedKind.JUDGED, str(one.seat)),
        context(OVER if council.ended else RULE),
    )


def cases(scenario: Scenario, council: Council, one: Claim, links: Links) -> Iterator[str]:
    """What a claim says, each mission and priority word for word with what shows it."""
    team = scenario.team(council.seats[one.seat].team)
    said = [
        ("Team mission", team.mission, one.team_mission),
        ("Own mission", scenario.role(one.seat).sheet.mission, one.role_mission),
        *(("Priority", priority.text, one.priorities.get(priority.key)) for priority in team.priorities),
    ]
    for kind, words, case in said:
        if words and case is not None and case.evidence:
            yield _case(scenario, council, f"*{kind}:* {escaped(words)}", case, links)


def _who(seat: Seat) -> str:
    return p.mention(seat.holder) if seat.holder is not None else "The seat is vacant now"


def _case(scenario: Scenario, council: Council, what: str, case: Case, links: Links) -> str:
    shown = [f"• {quoted(scenario, council, one, links)}" for one in case.evidence]
    why = [f"_Why:_ {escaped(case.why)}"] if case.why else []
    return "\n".join([what, *shown, *why])


def verdict(scenario: Scenario, council: Council, one: Claim) -> str:
    """What became of a claim, and why. Nothing is won before it is decided."""
    if council.seats[one.seat].holder is None:
        return "The seat is vacant, and a vacant seat wins nothing."
    if not verdicts.can_win(scenario, council, one):
        needs = optional.it_takes(scenario, council.seats[one.seat])
        so_far = "No individual win" if council.ended else "As it stands, no individual win"
        return f"{so_far}: it takes {needs}."
    ruled = f" by the facilitator{_reason(one)}" if one.ruling else ""
    match verdicts.verdict(scenario, council, one):
        case Verdict.OPEN:
            return "Open: a facilitator rules on it." if asks_for_ruling(one) else "Open until the game ends."
        case Verdict.WON:
            how = " and ".join(
                _ground(scenario, council, win) for win in verdicts.wins(scenario, council, one)
            )
            return f"Wins {how}{'; upheld' if ruled else ''}{ruled}."
        case Verdict.LOST:
            return f"Rejected{ruled}."
        case Verdict.UNDECIDED:
            return f"Undecided: {_sides(one)}; no facilitator has ruled."
        case unknown:
            assert_never(unknown)


def _reason(one: Claim) -> str:
    if one.ruling is None or not (one.ruling.reason or one.ruling.by_majority):
        return ""
    why = "most who took a side dispute it" if one.ruling.by_majority else one.ruling.reason
    return f": {escaped(why.rstrip('.'))}"


def _sides(one: Claim) -> str:
    return f"confirmed by {one.confirmed or 'nobody'}, disputed by {one.disputed or 'nobody'}"


def _ground(scenario: Scenario, council: Council, win: Win) -> str:
    by = "by the team's priorities"
    if win.ground is Ground.MISSIONS:
        by = f"by {optional.missions(scenario, council.seats[win.seat], optional.secret_(scenario))}"
    return f"{by} [{named(council, win.evidence)}]"


def lines(
    scenario: Scenario, council: Council, which: Verdict, links: Links = NO_LINKS, *, named: bool = False
) -> Iterator[str]:
    """A line for each claim of which this became, by role number; `named` with the council's name. It leads
    to the claim, where its evidence stands."""
    for one in council.standing_claims():
        if verdicts.verdict(scenario, council, one) is which:
            seat, link = council.seats[one.seat], links.get(claim_key(council, one.seat))
            role = p.role_name(scenario, seat) + (f" of {council.name}" if named else "")
            role = f"<{link}|{role.replace('|', '/')}>" if link else role
            yield f"{p.mention(seat.holder)}, {role}: {verdict(scenario, council, one)}"


def count(scenario: Scenario, council: Council, which: Verdict) -> int:
    """Of how many claims this became."""
    claims = council.standing_claims()
    return sum(verdicts.verdict(scenario, council, one) is which for one in claims)


def result_details(scenario: Scenario, council: Council) -> Iterator[Block]:
    """Who won individually in a council and what is undecided, for its last card."""
    won, undecided = (list(lines(scenario, council, one)) for one in (Verdict.WON, Verdict.UNDECIDED))
    if won:
        yield from sections([f"*Individual wins: {len(won)}*", bullets(won)])
    else:
        yield section("*Individual wins: none.*")
    if undecided:
        yield from sections([f"*Undecided claims: {len(undecided)}*", bullets(undecided)])
