"""Who won, and why: wins with their evidence, disputed claims, and what everybody had been after."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.domain.claims import Claim, Ground, Verdict, Win
from bot.domain.council import Council, verdicts
from bot.domain.evidence import Case
from bot.domain.roles import Missions
from bot.reports.evidence_in_words import exhibit
from bot.reports.marked import unmarked
from bot.reports.secrets import KEPT
from bot.reports.story.blocks import Block, Entry, Fact, Section, Table, Text
from bot.reports.story.played import Played
from bot.reports.words import counted, listed

UNTIL = "Individual wins, with their missions, appear here after the reveal at the end of the game."


def section(played: Played) -> Section:
    """Before the reveal, only that it is not time yet; where nobody can claim, what everybody was after."""
    title = "Who won individually, and why"
    if not played.scenario.takes_claims:
        return _missions(played) if played.revealed else Section(title)
    if not played.revealed:
        return Section(title, (Text(UNTIL),))
    wins = [(council, one) for council in played.councils for one in winners(played, council)]
    blocks: list[Block] = [Text("Nobody won individually.")]
    if wins:
        blocks = [_win(played, *one) for one in wins] if played.few else [_table(played, wins)]
    return Section(title, tuple(blocks), _parts(played))


def _parts(played: Played) -> tuple[Section, ...]:
    parts = (_disputed(played), _missions(played), _points(played))
    return tuple(one for one in parts if not one.empty)


def winners(played: Played, council: Council) -> list[Claim]:
    """The claims that won, by role number; none before the reveal."""
    return _became(played, council, Verdict.WON)


def undecided(played: Played, council: Council) -> list[Claim]:
    """The claims that nobody decided; none before the reveal."""
    return _became(played, council, Verdict.UNDECIDED)


def _became(played: Played, council: Council, which: Verdict) -> list[Claim]:
    if not (played.revealed and played.scenario.takes_claims):
        return []
    claims = council.standing_claims()
    return [one for one in claims if verdicts.verdict(played.scenario, council, one) is which]


# --- wins


def _table(played: Played, wins: Sequence[tuple[Council, Claim]]) -> Table:
    """Of many: a row for each, without the missions' words, which stand once below."""
    rows = []
    for council, claim in wins:
        won = verdicts.wins(played.scenario, council, claim)
        evidence = dict.fromkeys(exhibit(council, it) for one in won for it in one.evidence)
        how = listed(_ground(played, council, one) for one in won)
        rows.append((f"{played.role(claim.seat)}, {council.name}", how, "; ".join(evidence), _sides(claim)))
    return Table("Individual wins", ("Who", "By", "Shown by", "The others"), tuple(rows))


def _win(played: Played, council: Council, claim: Claim) -> Entry:
    won = verdicts.wins(played.scenario, council, claim)
    how = listed(_ground(played, council, one) for one in won)
    grounds = {one.ground for one in won}
    title = f"{played.role_and_team(council, claim.seat)} of {council.name}: by {how}"
    facts = tuple(_facts(played, council, claim, grounds))
    return Entry(title, facts=facts, stamp=_sides(claim))


def _ground(played: Played, council: Council, win: Win) -> str:
    if win.ground is Ground.PRIORITIES:
        return "all of the team's priorities"
    seat = council.seats[win.seat]
    team, own = played.scenario.team(seat.team).mission, played.scenario.role(seat.role).sheet.mission
    secret = "secret " if played.scenario.missions is Missions.SECRET else ""
    if team and own:
        return f"both {secret}missions"
    return f"the {'team' if team else 'role'}'s {secret}mission"


def _facts(played: Played, council: Council, claim: Claim, grounds: set[Ground]) -> Iterator[Fact]:
    """What it rests on; of missions word for word only where that may be quoted."""
    team, role = played.scenario.team(council.seats[claim.seat].team), played.scenario.role(claim.seat)
    if Ground.MISSIONS in grounds:
        missions = (
            ("Team's mission", team.mission, team.key in played.quotable.teams, claim.team_mission),
            ("Own mission", role.sheet.mission, role.key in played.quotable.sheets, claim.role_mission),
        )
        for name, words, quoted, case in missions:
            if words and case.evidence:
                yield Fact(name, unmarked(words) if quoted else KEPT)
                yield from _shown(council, case, with_why=quoted)
    for priority in team.priorities if Ground.PRIORITIES in grounds else ():
        yield Fact("Priority", unmarked(priority.text))
        yield from _shown(council, claim.priorities[priority.key], with_why=True)


def _shown(council: Council, case: Case, *, with_why: bool) -> Iterator[Fact]:
    yield Fact("Shown by", "; ".join(exhibit(council, one) for one in case.evidence))
    if case.why and with_why:
        yield Fact("Because", case.why)


def _sides(claim: Claim) -> str:
    judged = f"Confirmed by {claim.confirmed or 'nobody'}, disputed by {claim.disputed or 'nobody'}."
    return f"{judged}{_ruling(claim)}"


def _ruling(claim: Claim) -> str:
    ruling = claim.ruling
    if ruling is None:
        return ""
    why = "most who took a side disputed it" if ruling.by_majority else ruling.reason.rstrip(".")
    return f" A facilitator {'upheld' if ruling.upheld else 'rejected'} it{f': {why}' if why else ''}."


# --- disputes


def _disputed(played: Played) -> Section:
    rows = tuple(
        (
            f"{played.role(claim.seat)}, {council.name}",
            str(claim.confirmed),
            str(claim.disputed),
            _ruling(claim).strip() or "No ruling.",
            _verdict(played, council, claim),
        )
        for council in played.councils
        for claim in council.standing_claims()
        if claim.disputed or claim.ruling
    )
    title = "Claims that were disputed"
    if not rows:
        return Section(title)
    head = ("Claim of", "Confirmed", "Disputed", "Ruling", "What became of it")
    caption = "Each claim that somebody disputed or a facilitator ruled on"
    return Section(title, (Table(caption, head, rows, numbers=(1, 2)),))


def _verdict(played: Played, council: Council, claim: Claim) -> str:
    became = verdicts.verdict(played.scenario, council, claim)
    match became:
        case Verdict.WON | Verdict.LOST | Verdict.UNDECIDED:
            return became.value
        case Verdict.OPEN:
            return "still open"
        case _:
            assert_never(became)


# --- missions, points


def _missions(played: Played) -> Section:
    """What everybody had been after, once for all councils."""
    title = "What everybody was after"
    seated = {seat.role for council in played.councils for seat in council.filled if not seat.open_hand}
    rows = [
        (f"{team.name} (team)", _quoted(team.mission, team.key in played.quotable.teams))
        for team in played.scenario.teams
        if team.mission and any(played.scenario.role(role).team == team.key for role in seated)
    ]
    for role in {role.key: role for role in played.scenario.roles if role.number in seated}.values():
        if role.sheet.mission:
            words = _quoted(role.sheet.mission, role.key in played.quotable.sheets)
            rows.append((played.scenario.called(role.key) if role.seats > 1 else role.name, words))
    if not rows:
        return Section(title)
    word = "Secret mission" if played.scenario.missions is Missions.SECRET else "Mission"
    return Section(title, (Table("The missions, the same in every council", ("Whose", word), tuple(rows)),))


def _quoted(words: str, quoted: bool) -> str:
    return unmarked(words) if quoted else KEPT


def _points(played: Played) -> Section:
    title, rows = "Points", list[tuple[str, ...]]()
    if played.scenario.points is None:
        return Section(title)
    for council in played.councils:
        for seat in council.filled:
            has, most = verdicts.points(played.scenario, council, seat.role)
            rows.append((f"{played.role(seat.role)}, {council.name}", f"{has} of {most}"))
    table = Table("By what people claimed", ("Who", "Points"), tuple(rows), numbers=(1,))
    return Section(title, (table,) if rows else ())


def summary(played: Played) -> str:
    """`4 people won individually, 1 claim is undecided`."""
    won = sum(len(winners(played, one)) for one in played.councils)
    left = sum(len(undecided(played, one)) for one in played.councils)
    more = f"; {counted(left, 'claim')} {'is' if left == 1 else 'are'} undecided" if left else ""
    return f"{counted(won, 'person', 'people') if won else 'nobody'} won individually{more}"
