"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator
from math import ceil

from slack_sdk.models.blocks import Block, InteractiveElement, SectionBlock
from slack_sdk.models.views import View

from bot.domain.ballot import in_words, needed_to_pass
from bot.domain.charter import Tally, Terms, quorum_of, share, terms_of
from bot.domain.council import Council, Policy, Proposal, ProposalStatus
from bot.domain.council.commands import AdoptCharter
from bot.domain.game import Game
from bot.domain.ids import RoleNumber, UserId
from bot.domain.scenario import DecisionRuleKind, Scenario
from bot.slack import ids
from bot.slack.messages import amendments, conditions, forms, objections, parked, people_cards, stage_cards
from bot.slack.messages import phrases as p
from bot.slack.messages.game_cards import result_line
from bot.slack.messages.message import (
    MAX_BLOCKS_TEXT,
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    length,
    menu,
    quotation,
    section,
    sections,
)

PROPOSAL = 8_100  # characters of a proposal's text on its card, escaped, where there is room for so many


def welcome(game: Game, scenario: Scenario, council: Council) -> Message:
    """Who sits here."""
    lines = (
        f"{p.mention(seat.holder)}: *{p.role_name(scenario, seat)}* ({p.team_name(scenario, seat.team)}). "
        f"{escaped(scenario.role(seat.role).public)}"
        for seat in council.filled
    )
    return Message.of(
        header(f"{council.name}: {game.name}"),
        section(
            "This is your council's table. Play your role, not yourself; where nothing is written, you may "
            f"invent it for your own role. {escaped(council.stewards)} chairs, records and calls the vote."
        ),
        *sections(lines, limit=9_000),
        context("Your secrets are in a direct message from me. /moot help shows what you can do here."),
    )


def charter(scenario: Scenario, council: Council) -> Message:
    """How this council decides from now on."""
    now = council.charter
    assert now is not None
    return Message.of(
        header(f"The charter, version {now.version}"),
        *sections(_terms(scenario, council, terms_of(now))),
        context(f"From now on I apply this rule to every proposal. {_how_to_change(now.rule)}"),
        actions(button("Change the charter", ids.WRITE_CHARTER, council.id)),
    )


def charter_overtaken(
    scenario: Scenario, council: Council, user: UserId, wanted: AdoptCharter, *, seen: int
) -> View | None:
    """To somebody whose charter came after one that they had not seen: what became of theirs."""
    now = council.charter
    if now is None:
        return None
    asked = Terms(wanted.rule, wanted.quorum, wanted.enactment, wanted.enforcement, wanted.conditions)
    in_force = terms_of(now) == asked
    if now.version - in_force <= seen:
        return None
    if in_force:
        told = (
            f"*Somebody else adopted version {now.version - 1} of the charter while you wrote.* What you "
            f"wrote has replaced it and is version {now.version}. Both cards are in the channel."
        )
        return forms.window("The charter", section(told))
    changes = [
        one.number
        for one in council.proposals.values()
        if one.amendment is not None and council.seats[one.by].holder == user
    ]
    told = (
        f"*Somebody else adopted version {now.version} of the charter while you wrote.* It is in force and "
        f"says:\n{bullets(_terms(scenario, council, terms_of(now)))}"
    )
    said = (
        f"What you wrote is not in force. It is on the table as proposal {max(changes, default=0)}, and the "
        "council decides on it by that charter. If you are content with the charter, withdraw it on its card."
    )
    return forms.window("The charter", *sections([told]), section(said))


def _terms(scenario: Scenario, council: Council, terms: Terms) -> list[str]:
    return [
        f"*Rule:* {rule_words(scenario, terms.rule)}",
        f"*Quorum:* {terms.quorum:.0%} of the filled seats take a side",
        *conditions.lines(council, terms.conditions),
        f"*How a policy is enacted:* {escaped(terms.enactment) or 'not written down'}",
        f"*How it is enforced:* {escaped(terms.enforcement) or 'not written down'}",
    ]


def _how_to_change(rule: DecisionRuleKind) -> str:
    if rule is DecisionRuleKind.STEWARDS:
        return "It can be written anew until the final vote."
    return "Until the final vote anybody here can propose to change it; the council decides by this rule."


def rule_words(scenario: Scenario, kind: DecisionRuleKind) -> str:
    """The rule's name and meaning in the pack's words."""
    rule = next(rule for rule in scenario.charter.rules if rule.kind is kind)
    return f"{escaped(rule.name)}. {escaped(rule.text)}"


def proposal(scenario: Scenario, council: Council, one: Proposal) -> Message:
    """A proposal on the table, or what became of it."""
    title = header(f"Proposal {one.number}: {one.title}")
    blocks: list[Block] = [context(particulars(scenario, council, one))]
    blocks += amendments.standing(scenario, council, one)
    match one.status:
        case ProposalStatus.CHARTERED:
            blocks.append(section(_taken_into_the_charter(one)))
        case ProposalStatus.ADOPTED:
            policy = next(policy for policy in council.policies if policy.proposal == one.number)
            blocks.append(section(f"*Adopted as policy {policy.number}.* {stamp(scenario, policy)}"))
        case ProposalStatus.WITHDRAWN:
            blocks.append(section("*Withdrawn.*"))
        case ProposalStatus.MERGED:
            blocks.append(section(f"*Merged into proposal {one.into}*, whose card is further down."))
        case ProposalStatus.PARKED:
            blocks.append(section(parked.standing(scenario, council, one)))
        case ProposalStatus.OPEN if council.ballot is None:
            blocks += objections.standing(scenario, council, one)
            blocks.append(section(_how_to_adopt(council, one)))
        case _:
            blocks.append(section("*Not adopted* before the book was frozen."))
    room = MAX_BLOCKS_TEXT - length([title, *blocks])
    buttons = [*_buttons(council, one)]
    return Message.of(
        title, *_words(scenario, council, one, room), *blocks, *([actions(*buttons)] if buttons else [])
    )


def _buttons(council: Council, one: Proposal) -> Iterator[InteractiveElement]:
    value = ids.on_card(council.id, one.number, one.round)
    if council.ballot is None and one.status is ProposalStatus.OPEN:
        if _can_be_recorded(council, one):
            ask = "Put this into the policy book?"
            yield button("Record as decided", ids.RECORD_DECISION, value, ask=ask)
        if one.amendment is None:
            yield button("Amend", ids.AMEND, value)
        yield button("Withdraw", ids.WITHDRAW, value, ask="Take this proposal back?")
        yield from objections.buttons(council, one)
    if council.ballot is None and one.status is ProposalStatus.PARKED:
        yield button("Take it up again", ids.TAKE_UP, value)
    if one.version > 1:
        yield button("History", ids.SHOW_HISTORY, value)
    if council.ballot is None and one.status is ProposalStatus.OPEN:
        options = [("Park it for later", f"{ids.PARK}:{value}")]
        if one.amendment is None:
            options.append(("Merge it with another", f"{ids.MERGE}:{value}"))
        yield menu(ids.PROPOSAL_MENU, options)


def _words(scenario: Scenario, council: Council, one: Proposal, room: int) -> list[SectionBlock]:
    """What is proposed; `room` is how many characters the card has left for it."""
    if one.amendment is None:
        marks = 3 * (one.text.count("\n") + 10)
        return [*quotation(one.text, limit=min(PROPOSAL, room - marks))]
    said = _terms(scenario, council, one.amendment.terms)
    return [*sections(["The charter would say from then on:", *said], limit=9_000)]


def _taken_into_the_charter(one: Proposal) -> str:
    done = one.amendment
    assert done is not None
    assert done.version is not None
    tally = f"; {_tally(done.tally)}" if done.tally else ""
    by = f"By charter version {done.version - 1}"
    return f"*Adopted: it is the charter's version {done.version}.* {by}{tally}."


def _can_be_recorded(council: Council, one: Proposal) -> bool:
    rule = council.charter.rule if council.charter else None
    return one.amendment is None or rule is DecisionRuleKind.STEWARDS


def particulars(scenario: Scenario, council: Council, one: Proposal) -> str:
    """Who made a proposal, what it answers, who owns it, how it is enforced and looked at again."""
    seat = council.seats[one.by]
    parts = [f"From the {p.role_and_team(scenario, seat)}"]
    question = next((q.short for q in scenario.strategy if q.key == one.question), None)
    parts += [f"answers: {escaped(question)}"] if question else []
    parts += [f"owner: {p.team_name(scenario, one.owner_team)}"] if one.owner_team else []
    parts += [f"enforcement: {escaped(one.enforcement)}"] if one.enforcement else []
    parts += [f"review: {escaped(one.review)}"] if one.review else []
    return " · ".join(parts)


def _how_to_adopt(council: Council, one: Proposal) -> str:
    seats = len(council.filled)
    match council.charter.rule if council.charter else None:
        case DecisionRuleKind.MAJORITY:
            need = _needed(council, seats // 2 + 1)
        case DecisionRuleKind.TWO_THIRDS:
            need = _needed(council, -(-seats * 2 // 3))
        case DecisionRuleKind.STEWARDS:
            need = "By your charter a steward records the decision."
        case DecisionRuleKind.CONSENT:
            assert council.charter is not None
            quorum = max(1, quorum_of(council.charter, seats))
            need = (
                f"It is adopted when {quorum} of {seats} seats have taken a side, somebody supports it and "
                "no objection stands. A thumb down does not block; an objection with its reason does."
            )
        case DecisionRuleKind.TEAMS:
            assert council.charter is not None
            now, quorum = council.tally(one), quorum_of(council.charter, seats)
            need = (
                f"It is adopted when {now.teams // 2 + 1} of {now.teams} teams support it and {quorum} of "
                f"{seats} seats take a side; a team has one voice, the side that more of its seats take. "
                f"Now: {p.count_of(now.teams_for, 'team')} for, {now.teams_against} against."
            )
        case _:
            need = "There is no charter yet, so a steward records what the council decides."
    return f":thumbsup: support · :thumbsdown: oppose. {need} {conditions.standing(council, one)}".rstrip()


def _needed(council: Council, support: int) -> str:
    """How many must support it, and how many must take a side where that is more."""
    assert council.charter is not None
    seats = len(council.filled)
    quorum = ceil(share(council.charter.quorum) * seats)
    sides = f" and {quorum} take a side" if quorum > support else ""
    return f"It is adopted when {support} of {seats} seats support it{sides}."


def stamp(scenario: Scenario, policy: Policy) -> str:
    """By which rule and with which tally a policy was adopted."""
    tally = _tally(policy.tally)
    rule = f"charter version {policy.charter}" if policy.charter else "no charter yet"
    if policy.by_steward is None:
        return f"By {rule}; {tally}."
    return f"Recorded by the {escaped(scenario.role(policy.by_steward).name)}; {rule}; {tally}."


def _tally(tally: Tally) -> str:
    teams = f", {tally.teams_for} of {tally.teams} teams" if tally.teams else ""
    return f"{tally.support} for, {tally.oppose} against, {tally.seats} seats{teams}"


def adopted(scenario: Scenario, council: Council, number: int) -> Message:
    """A new policy."""
    policy = council.policies[number - 1]
    one = council.proposals[policy.proposal]
    return Message.of(
        section(f"*Policy {number} is adopted: {escaped(one.title)}.* {stamp(scenario, policy)}"),
        context(p.coverage(scenario, council) or "/moot policies shows the whole book."),
    )


def response(council: Council, phase: str) -> Message:
    """The process that answers an emergency."""
    one = next(one for one in council.responses if one.phase == phase)
    by = f"charter version {one.charter}" if one.charter else "no charter yet"
    return Message.of(
        section("*Our response to the emergency is recorded as a process:*"),
        *quotation(one.text, limit=12_000),
        context(f"Recorded under {by}."),
    )


def ideas(scenario: Scenario, council: Council) -> Message:
    """What came back from the sidebar."""
    lines = [f"*{escaped(scenario.role(one.seat).name)}:* {escaped(one.text)}" for one in council.ideas]
    if not lines:
        return Message.of(section("The sidebar is over. Nobody carried an idea back in writing: ask around."))
    return Message.of(
        header("Ideas carried back from the sidebar"), *sections([bullets([line]) for line in lines])
    )


def ballot(council: Council) -> Message:
    """The final vote: how to vote, and how many have; the count stays hidden until it is closed."""
    vote = council.ballot
    assert vote is not None
    if council.outcome is not None:
        return Message.of(header("The final vote is closed"), section(result_line(council)))
    rule = council.ballot_rule
    return Message.of(
        header("The final vote"),
        section("Do you approve the policy book as a whole? React to this message:"),
        section(":white_check_mark: yes · :x: no · :shrug: abstain"),
        section(
            "One vote a seat; your latest reaction counts, and a removed one does not. It passes with "
            f"{needed_to_pass(rule)}, if at least {in_words(rule.quorum)} of the seats take part. Abstaining "
            "is taking part. A tie fails."
        ),
        section(
            f"*Voted so far: {vote.turnout} of {len(vote.electorate)} seats.* "
            "The count is shown at the close."
        ),
        context(f"The book is frozen; fingerprint `{vote.book_hash}`."),
        *_for_paper(council),
    )


def _for_paper(council: Council) -> list[Block]:
    """Stewards enter the votes of people who sit here on paper."""
    if not people_cards.proxy_is_open(council):
        return []
    return [actions(button("Vote for paper", ids.PROXY_VOTE, council.game))]


def outcome(council: Council) -> Message:
    """The result of the vote, and what it means."""
    result = council.outcome
    assert result is not None
    title = "The book is approved" if result.passed else "The book is not approved"
    blocks: list[Block] = [header(title), section(result_line(council))]
    if not result.verified:
        blocks.append(
            context(
                "The reactions could not be read back at the close, so the votes count as they were reported."
            )
        )
    if council.ballot is not None and council.ballot.missing():
        missing = len(council.ballot.missing())
        blocks.append(context(f"{p.count_of(missing, 'seat')} did not vote."))
    blocks.append(
        actions(
            button("Prepare our presentation", ids.PREPARE_PRESENTATION, council.id),
            button("My receipt", ids.SHOW_RECEIPT, council.id),
        )
    )
    return Message.of(*blocks)


def slide(scenario: Scenario, council: Council) -> Message:
    """A council on one card, for the presentations."""
    rule = rule_words(scenario, council.charter.rule) if council.charter else "no charter was written"
    titles = [bullets([f"{policy.number}. {escaped(one.title)}"]) for policy, one in council.book()]
    return Message.of(
        header(council.name),
        section(f"*How decisions get made:* {rule}"),
        *sections(titles or ["No policy was adopted."], limit=3_500),
        section(f"*The vote:* {result_line(council).removeprefix('• ')}"),
        *stage_cards.answers(scenario, council),
        context(p.coverage(scenario, council) or council.name),
    )


def sidebar(game: Game, scenario: Scenario, role: RoleNumber) -> Message:
    """The opening card of a sidebar."""
    ends = p.clock_time(game, game.clock.ends) if game.clock else "the next bell"
    return Message.of(
        header(f"Sidebar {role}: {scenario.role(role).name}"),
        section(
            f"You hold the same role in different councils. Until {ends}: who is on the way to what they "
            "want, and which idea will you carry back? Tell what you like, but do not paste your sheet."
        ),
        actions(button("Carry an idea back", ids.CARRY_BACK, game.id, style="primary")),
    )


def sidebar_soon(game: Game, scenario: Scenario, role: RoleNumber) -> Message:
    """What stands in a sidebar's channel until its bell: channels and invitations take Slack a while."""
    opens = f" at about {p.clock_time(game, game.clock.ends)}" if game.clock else ""
    return Message.of(
        header(f"Sidebar {role}: {scenario.role(role).name}"),
        section(f"It opens with the next bell{opens}. Until then your council needs you."),
    )


def sidebar_over() -> Message:
    """The closing card of a sidebar."""
    return Message.of(
        section("*The sidebar is over.* This channel is archived now; your council waits for you.")
    )
