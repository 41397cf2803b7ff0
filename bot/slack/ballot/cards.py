"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.amounts import digits, least_of
from bot.domain.ballot import Ballot, Choice, Outcome
from bot.domain.council import Council
from bot.domain.council.acting import chairs
from bot.domain.council.on_paper import on_paper
from bot.domain.errors import Refusal
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, Moment
from bot.domain.offer import BallotBy, BallotRule
from bot.domain.paper import is_paper
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.domain.thresholds import CountedOf, in_words
from bot.slack.blocks import folding, names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, header, plain, section, sections
from bot.slack.charter import deciding
from bot.slack.results.cards import result_line

COUNTED = {
    CountedOf.CAST: "the yes and no votes",
    CountedOf.SEATED: "all seats, whether they vote or not",
    CountedOf.TEAMS: "the teams, each with one voice: what more of its seats say",
}


SIGNS = ":white_check_mark: yes · :x: no · :shrug: abstain"


def ballot(council: Council) -> Message:
    """The final vote: how to vote, and how many have; Moot announces the count at the close."""
    vote = council.ballot
    assert vote is not None
    if council.outcome is not None:
        return Message.of(header("The final vote is closed"), section(result_line(council)))
    more = folding.read_more(names.READ_BALLOT, council.id)
    row = (
        [*vote_buttons(council), button("My receipt", names.SHOW_RECEIPT, council.id)] if vote.secret else []
    )
    said = ["Do you approve the policy book above as a whole?"]
    if not vote.secret:
        said.append(f"React to this message: {SIGNS}")
    return Message.of(
        header("The final vote"),
        section("\n".join(said)),
        section(
            f"*Voted so far: {vote.turnout} of {len(vote.electorate)} seats.* It passes with "
            f"{needed_to_pass(council.ballot_rule)}. I announce the result at the close."
        ),
        *([context(who)] if (who := deciding.on_ballot(council)) else []),
        context(f"{_who_sees(vote)} The book is frozen; fingerprint `{vote.book_hash}`."),
        *_for_paper(council),
        actions(*row, more),
    )


def _who_sees(vote: Ballot) -> str:
    if vote.secret:
        return (
            "This is a secret ballot: the last button you press before the close counts, and reactions do "
            "not."
        )
    return "Your latest reaction counts, and everybody here can see it."


def whole_ballot(scenario: Scenario, council: Council) -> View:
    """How the vote is counted and who can see what, for one person."""
    vote, rule = council.ballot, council.ballot_rule
    assert vote is not None
    counts = (
        f"{_per_seat(council)} Your latest reaction counts, and one that you remove does not. Everybody here "
        "can see your reaction."
    )
    if vote.secret:
        counts = (
            f"{_per_seat(council)} The last button you press before the close counts. I tell nobody else how "
            "you voted; facilitators can see who has not voted yet. Reactions do not count. The operator of "
            "this bot could find the votes in its database."
        )
    return folding.whole(
        "The final vote",
        section(
            f"*It passes with {needed_to_pass(rule)}*, if at least {in_words(rule.quorum)} of the "
            f"{'votes' if council.electorate.weighed else 'seats'} take part. Abstaining is taking part. A "
            "tie fails."
        ),
        section(counts),
        *sections(deciding.lines(scenario, council)),
        section(
            "The book on which you vote is frozen. It holds the charter, the policies in order, the recorded "
            "processes and the parked items. `/moot policies` shows it, too."
        ),
    )


def _per_seat(council: Council) -> str:
    return "Seats differ in how many votes they have." if council.electorate.weighed else "One vote per seat."


def vote_buttons(council: Council) -> Iterator[ButtonElement]:
    """The three choices of a secret ballot."""
    for choice in Choice:
        name, value = f"{names.CAST_VOTE}:{choice.value}", f"{council.id}:{choice.value}"
        yield button(choice.value.capitalize(), name, value)


HOW_TO_VOTE = {
    BallotBy.REACTIONS: (
        "React to the ballot with ✅ for yes, ❌ for no, or 🤷 to abstain. Everybody can see reactions, and "
        "your latest one counts."
    ),
    BallotBy.SECRET: (
        "Press Yes, No or Abstain on the ballot. I tell nobody else how you voted, and you can change your "
        "vote until the close."
    ),
}


def needed_to_pass(rule: BallotRule) -> str:
    """`more than half of the yes and no votes`: what the rule asks for."""
    return f"{rule.threshold} of {COUNTED[rule.of]}"


def _for_paper(council: Council) -> list[Block]:
    """Stewards enter the votes of people who sit here on paper; the button is on their Home tabs."""
    vote = council.ballot
    if vote is None or vote.called_at is not None or council.outcome is not None:
        return []
    if not any(seat.role in vote.electorate for seat in on_paper(council)):
        return []
    return [context(f"The votes of people on paper are entered by {_who_opens(council)}: `/moot proxy`.")]


def outcome(scenario: Scenario, council: Council) -> Message:
    """The result of the vote, and what it means."""
    result = council.outcome
    assert result is not None
    title = "The book is approved" if result.passed else "The book is not approved"
    blocks: list[Block] = [header(title), section(result_line(council))]
    blocks += [context(line) for line in doubts(result)]
    if council.ballot is not None and council.ballot.missing():
        missing = len(council.ballot.missing())
        blocks.append(context(f"{p.count_of(missing, 'seat')} did not vote."))
    buttons = [button("My receipt", names.SHOW_RECEIPT, council.id)]
    if any(phase.kind.traits.takes_turns for phase in scenario.agenda):
        label = p.for_stewards(council, "Prepare our presentation")
        buttons.insert(0, button(label, names.PREPARE_PRESENTATION, council.id))
    blocks.append(actions(*buttons))
    return Message.of(*blocks)


QUESTION = "Open the final vote? The policy book cannot be changed after that."


def _who_opens(council: Council) -> str:
    """The stewards in Slack, by name; anybody, where there are none."""
    stewards = [one.holder for one in council.filled if one.steward and not is_paper(one.holder)]
    return p.mentions(stewards) if stewards else "anybody at this table"


def who_calls(council: Council) -> str:
    """For the council's channel: who can open the vote."""
    return (
        f"*The final vote* is opened by {_who_opens(council)}, or by a facilitator. They have a button for "
        "it in their direct messages with me."
    )


def may_call(council: Council) -> Message:
    """To a steward: the button that opens the vote."""
    return Message.of(
        header("You can open the final vote"),
        section(
            f"Open it in {council.name} when the book is finished. After that, nothing in it can be changed."
        ),
        actions(button("Call the vote", names.CALL_VOTE, council.id, ask=QUESTION)),
    )


def not_theirs(council: Council) -> Message:
    """To somebody who tried to open the vote, and may not."""
    return plain(
        f"Only your council's {council.stewards} and the facilitators can open its final vote: "
        f"{_who_opens(council)}."
    )


def opening(game: Game, councils: Sequence[Council]) -> Message:
    """To a facilitator who typed `/moot vote`: a button asks."""
    ready = [council for council in councils if council.ballot is None and council.order]
    open_already = sum(council.ballot is not None for council in councils)
    empty = len(councils) - len(ready) - open_already
    said = (
        f"*Open the final vote in {p.count_of(len(ready), 'council')}?* Their policy books cannot be "
        "changed after that."
    )
    said += f" It is open, or over, in {open_already}." if open_already else ""
    said += f" In {empty} the book is still empty." if empty else ""
    return Message.of(section(said), actions(everywhere(game)))


def everywhere(game: Game) -> ButtonElement:
    """Opens the vote in every council."""
    ask = (
        "Open the final vote in every council that has not voted? Their policy books cannot be changed "
        "after that."
    )
    return button("Open the vote everywhere", names.OPEN_VOTES, game.id, ask=ask)


def ballots_opened(
    opened: Collection[CouncilId], councils: Sequence[Council], refused: Mapping[CouncilId, Refusal]
) -> Message:
    """To the facilitator who opened the vote everywhere: where it was, and where not and why."""
    before = [one for one in councils if one.id not in opened and one.id not in refused]
    lines = [f"The final vote was opened in {p.count_of(len(opened), 'council')}."]
    if before:
        lines.append(f"It was open already, or is over, in {p.count_of(len(before), 'council')}.")
    for why in dict.fromkeys(one.sentence for one in refused.values()):
        those = [one.name for one in councils if one.id in refused and refused[one.id].sentence == why]
        lines.append(f"Not in {p.listed(those)}: {why}")
    return Message.of(*sections(lines))


def latest_counts(choice: str) -> Message:
    """To somebody with several reactions on the ballot."""
    return plain(
        f"You reacted more than once, so your latest reaction counts: *{choice}*. Please remove the others: "
        "Slack does not tell me which came last, so if more than one is left at the close, I have to guess. "
        "You can change your vote until then."
    )


def two_choices(council: Council, seat: Seat, link: str) -> Message | None:
    """To somebody of whom two choices stand under an open ballot; None where that is over."""
    vote = council.ballot
    if vote is None or vote.called_at is not None or not {seat.role} & {*vote.doubled(), *vote.asked}:
        return None
    return Message.of(
        section(
            f"*Two of your choices stand under {link} of {council.name}.* Please remove the one you do not "
            "mean. Slack does not tell me which came last, so if both are left at the close, I have to "
            "guess."
        ),
        actions(button("Does my vote count?", names.SHOW_RECEIPT, council.id)),
    )


def reminder(game: Game, council: Council, seat: Seat, link: str, at: Moment) -> Message | None:
    """To somebody who has not voted, or can enter the vote of somebody on paper; None where all is done."""
    vote, clock = council.ballot, game.clock
    if vote is None or vote.called_at is not None or clock is None or game.stage is not Stage.RUNNING:
        return None
    missing = vote.missing()
    on_paper = [council.seats[role].holder for role in missing if is_paper(council.seats[role].holder)]
    lines, row = list[str](), list[ButtonElement]()
    if seat.role in missing:
        row += vote_buttons(council) if vote.secret else ()
        how = "Press your choice." if vote.secret else f"React to {link}: {SIGNS}."
        lines.append(f"*You have not voted yet*, as far as I know. {how}")
    if on_paper and chairs(council, seat):
        lines.append(f"Nobody has entered the vote of {p.mentions(on_paper)}. Ask them, and enter it.")
        row.append(button("For people on paper", names.PROXY_VOTE, game.id))
    if not lines:
        return None
    left = p.span(game, game.time.between(clock.paused_at or at, clock.ends))
    ends = "The clock is stopped" if game.paused else f"It closes {p.clock_time(game, clock.ends)}"
    said = f"*{left} left for the final vote of {council.name}.* {ends}; {_turnout(council, vote)}"
    return Message.of(section(said), section("\n".join(lines)), *([actions(*row)] if row else []))


def _turnout(council: Council, vote: Ballot) -> str:
    who = council.electorate
    of, missing = who.weight(vote.electorate), who.weight(vote.missing())
    needed = digits(least_of(council.ballot_rule.quorum * of, who.step))
    have = f"{digits(of - missing)} of {digits(of)}"
    return (
        f"{have} votes are in; the quorum is {needed}."
        if who.weighed
        else f"{have} seats have voted; the quorum is {needed}."
    )


def doubts(result: Outcome) -> Iterator[str]:
    """What of a result Slack itself does not show."""
    if not result.verified:
        yield (
            "Not all reactions could be read back at the close, so I counted the votes that I had heard of."
        )
    if result.guesses:
        votes = p.count_of(len(result.guesses), "vote is a guess", "votes are guesses")
        hangs = "The result depends on it." if result.hangs else "The result is the same either way."
        yield (
            f"{votes}: one seat had left two reactions on the ballot, and Slack does not say which came "
            f"last. I took the latest one that I had heard of. {hangs}"
        )
    if result.as_heard:
        seats = p.count_of(len(result.as_heard), "seat counts", "seats count")
        yield (
            f"{seats} as I heard: the ballot's message or the seat's holder changed during the vote, and "
            "Slack shows no reaction of theirs any more."
        )
