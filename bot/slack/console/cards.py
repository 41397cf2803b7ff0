"""The facilitators' view of many councils: a line each, those that need help first, and one at a time."""

from collections.abc import Iterator
from typing import assert_never

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject

from bot.db.members import LEFT
from bot.domain.attention import Attention, Need
from bot.domain.council import Council
from bot.domain.council.asks import missing, voices
from bot.domain.council.silence import silent
from bot.domain.council.verdicts import to_rule_on
from bot.domain.game import Stage
from bot.domain.mending import empty_teams
from bot.queries.overview import Overview
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
    shortened,
    turning,
)
from bot.slack.console import spoken
from bot.slack.console.trouble import on_console
from bot.slack.floor import cards as floor_cards
from bot.slack.sheets.cards import ASK_FOR_MISSIONS

LINES = 12  # councils on a page
ON_HOME = 8  # councils on a facilitator's Home
NEED, NUMBER = "need", "number"  # orders
WORDS = {
    Need.TROUBLE: "something is undelivered",
    Need.EMPTY_TEAM: "a team is empty",
    Need.OUTSIDE: "not in the channel",
    Need.DISPUTED: "a claim waits for your ruling",
    Need.NO_CHARTER: "no charter, and it is late",
    Need.NO_VOTE: "the final vote is late",
    Need.FEW_POLICIES: "few policies",
    Need.FEW_HEARD: "few are heard",
    Need.SILENT: "silent seats",
}


def councils(seen: Overview, order: str = NEED, page: int = 1) -> Message:
    """All councils, a line each."""
    listed = seen.pressing_first() if order == NEED else seen.councils
    of = max(1, -(-len(listed) // LINES))
    page = min(max(1, page), of)
    if not listed:
        return Message.of(section("There are no councils yet: the seats are not dealt."))
    lines = [_line(seen, one) for one in listed[(page - 1) * LINES : page * LINES]]
    return Message.of(
        header(f"Councils of {seen.game.name}"),
        section(f"{_headline(seen)} Page {page} of {of}, {_ordered(order)}."),
        *lines,
        *_buttons(seen, order, page, of),
    )


def on_home(seen: Overview) -> Iterator[Block]:
    """The councils that need help most, for a facilitator's Home."""
    if not seen.councils:
        return
    yield section(f"*Councils.* {_headline(seen)}")
    yield from (_line(seen, one) for one in seen.pressing_first()[:ON_HOME])
    if seen.stuck.get(0):
        yield from on_console(seen.game.id, seen.stuck[0])
    row = [*_rulings(seen)]
    if len(seen.councils) > ON_HOME:
        value = f"{seen.game.id}:{NEED}:1"
        row.append(button(f"All {len(seen.councils)} councils", names.SHOW_COUNCILS, value))
    if row:
        yield actions(*row)


def _rulings(seen: Overview) -> Iterator[ButtonElement]:
    """The way to the queue, with the number of claims that wait in it."""
    councils = [one.council for one in seen.councils if not one.council.closed]
    if waiting := sum(1 for one in councils for _ in to_rule_on(seen.scenario, one)):
        label = f"Rule on {p.count_of(waiting, 'claim')}"
        yield button(label, names.SHOW_RULINGS, seen.game.id, style="primary")


def _headline(seen: Overview) -> str:
    needy = sum(1 for one in seen.councils if one.needs)
    if not needy:
        but = ", but something is undelivered" if seen.stuck.get(0) else ""
        return f"{p.count_of(len(seen.councils), 'council')}; none needs help{but}."
    return f"{needy} of {p.count_of(len(seen.councils), 'council')} may need help."


def _ordered(order: str) -> str:
    return "those that need help first" if order == NEED else "by number"


def _line(seen: Overview, one: Attention) -> SectionBlock:
    words = f"*{one.council.name}:* {_state(seen, one.council)}"
    if left := [*seen.outside.get(one.council.id, {}).values()].count(LEFT):
        words += f"; {left} left the channel"
    if one.needs:
        words += f"\n*Needs help:* {', '.join(_need(need, one) for need in one.needs)}."
    return SectionBlock(
        text=MarkdownTextObject(text=words, verbatim=True),
        accessory=button("Look", f"{names.SHOW_COUNCIL}:{one.council.number}", one.council.id),
    )


def _need(need: Need, one: Attention) -> str:
    if need is Need.OUTSIDE:
        return f"{p.count_of(one.outside, 'seat')} {WORDS[need]}"
    return p.count_of(one.silent, "silent seat") if need is Need.SILENT else WORDS[need]


def _state(seen: Overview, council: Council) -> str:
    charter = f"charter {council.charter.version}" if council.charter else "no charter"
    parts = [charter, p.count_of(len(council.order), "policy", "policies")]
    if seen.scenario.strategy:
        parts.append(f"{len(council.covered())} of {len(seen.scenario.strategy)} questions")
    parts += floor_cards.on_console(seen.scenario, council)
    if council.outcome is not None:
        parts.append("book approved" if council.outcome.passed else "book not approved")
    elif council.ballot is not None:
        parts.append(f"{council.ballot.turnout} of {len(council.ballot.electorate)} voted")
    for one in (one for one in council.asks.values() if one.open):
        there = len(voices(council, one.question))
        answered = there - len(missing(council, one))
        parts.append(f"{answered} of {there} answered “{escaped(shortened(one.question.title, 40))}”")
    return ", ".join(parts)


def _buttons(seen: Overview, order: str, page: int, of: int) -> Iterator[Block]:
    other = NUMBER if order == NEED else NEED
    row = [*_rulings(seen), *turning(names.SHOW_COUNCILS, f"{seen.game.id}:{order}", page, of)]
    row.append(
        button(f"Sort: {_ordered(other)}", f"{names.SHOW_COUNCILS}:sort", f"{seen.game.id}:{other}:1"),
    )
    yield actions(*row)


# --- one council


def council(seen: Overview, one: Attention) -> Message:
    """A council with what it needs, who sits in it, and what a facilitator can do there."""
    table, stuck = one.council, seen.stuck.get(one.council.number, ())
    room = seen.rooms.get(table.number)
    where = f"<#{room}>. " if room else ""
    needs = [_advice(seen, one, need) for need in one.needs]
    return Message.of(
        header(table.name),
        section(f"{where}{_state(seen, table)[:1].upper()}{_state(seen, table)[1:]}."),
        *(sections([f"*Needs help*\n{bullets(needs)}"]) if needs else [section("Needs no help right now.")]),
        *on_console(seen.game.id, stuck),
        *sections([f"*Seats*\n{bullets(_seats(seen, one))}"]),
        *([context(spoken.COUNTED)] if table.begun else []),
        *_open_proposals(table),
        actions(*_controls(seen, one)),
    )


def _advice(seen: Overview, one: Attention, need: Need) -> str:
    council = one.council
    match need:
        case Need.NO_CHARTER:
            stewards = p.mentions(seat.holder for seat in council.filled if seat.steward)
            return f"{WORDS[need]}. A steward writes it on the phase's card: {stewards or 'nobody is left'}."
        case Need.EMPTY_TEAM:
            teams = ", ".join(p.team_name(seen.scenario, team) for team in empty_teams(council))
            return f"nobody is left in {teams}. `/moot invite`, `/moot paper` or `/moot move` fills a seat."
        case Need.OUTSIDE:
            people = (
                f"{p.mention(user)} ({escaped(out)})"
                for user, out in seen.outside.get(council.id, {}).items()
                if out != LEFT
            )
            return f"{WORDS[need]}: {', '.join(people)}. Invite them again, or hand their seat over."
        case Need.DISPUTED:
            return f"{WORDS[need]}: the button below shows all of them, and so does `/moot rule`."
        case Need.NO_VOTE:
            what = "few have voted; remind them" if council.ballot else "a steward or you can open it"
            return f"{WORDS[need]}: {what}."
        case Need.FEW_POLICIES:
            return f"{WORDS[need]}. Drop in: are they stuck, or is nobody recording what they decide?"
        case Need.FEW_HEARD:
            return f"{WORDS[need]}. {spoken.FEW_HEARD} {spoken.GENTLE}"
        case Need.SILENT:
            return f"{p.count_of(one.silent, 'seat')} did nothing yet that I can see; they are marked below."
        case Need.TROUBLE:
            return f"{WORDS[need]}; what to do stands below."
        case _:
            assert_never(need)


def _seats(seen: Overview, one: Attention) -> Iterator[str]:
    table = one.council
    quiet_ones = silent(table) if one.silent else ()
    outside, counts = seen.outside.get(table.id, {}), table.participation
    for _, seat in sorted(table.seats.items()):
        quiet = ", silent so far" if seat in quiet_ones else ""
        left = ", has left the channel" if seat.holder and outside.get(seat.holder) == LEFT else ""
        who = p.mention(seat.holder) if seat.holder else "vacant"
        said = spoken.in_words(counts[seat.role])
        if not said and seat.holder and table.begun and not quiet:
            said = "not heard yet"
        said = f"; {said}" if said else ""
        yield f"{seat.role}. {p.role_and_team(seen.scenario, seat)}: {who}{quiet}{left}{said}"


def _open_proposals(table: Council) -> Iterator[Block]:
    titles = [
        f"proposal {one.number}, {escaped(one.title)}"
        for one in table.proposals.values()
        if one.status == "open"
    ]
    if titles:
        lines = (bullets([title]) for title in titles)
        yield from sections([f"*On the table: {len(titles)}*", *lines])


def _controls(seen: Overview, one: Attention) -> Iterator[ButtonElement]:
    game, table = seen.game, one.council
    if game.stage is not Stage.ENDED:
        label = "Invite them again" if seen.outside.get(table.id) else "Let me into its channel"
        yield button(label, names.LET_IN, table.id)
    if game.stage is Stage.RUNNING and len(table.filled) < len(table.seats):
        yield button("Fill a vacant seat", names.INVITE_PEOPLE, game.id)
    if any(to_rule_on(seen.scenario, table)):
        yield button("Rule on its claims", names.SHOW_RULINGS, game.id, style="primary")
    if game.phase is not None and game.phase.holds_ballot and table.ballot is None and table.order:
        ask = "Open the final vote in this council? Its policy book cannot be changed after that."
        yield button("Open the vote here", names.CALL_VOTE, table.id, ask=ask)
    if one.silent:
        yield button("Nudge silent seats", names.NUDGE_HERE, table.id)
    if seen.scenario.has_secrets:
        yield button("Its missions", names.SHOW_MISSIONS, table.id, ask=ASK_FOR_MISSIONS)
    yield button("Its policy book", names.SHOW_BOOK, table.id)
    yield button("All councils", names.SHOW_COUNCILS, f"{game.id}:{NEED}:1")
