"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.ballot import Ballot, Choice, Outcome, in_words, threshold
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.scenario import BallotBy, BallotRule, CountedOf
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, header, plain, section
from bot.slack.results.cards import result_line
from bot.slack.seats import people as people_cards

COUNTED = {
    CountedOf.CAST: "the yes and no votes",
    CountedOf.SEATED: "all seats, whether they vote or not",
    CountedOf.TEAMS: "the teams, each with one voice: what more of its seats say",
}


def ballot(council: Council) -> Message:
    """The final vote: how to vote, and how many have; Moot announces the count at the close."""
    vote = council.ballot
    assert vote is not None
    if council.outcome is not None:
        return Message.of(header("The final vote is closed"), section(result_line(council)))
    rule = council.ballot_rule
    return Message.of(
        header("The final vote"),
        *_how(council, vote),
        section(
            f"It passes with {needed_to_pass(rule)}, if at least {in_words(rule.quorum)} of the seats take "
            "part. Abstaining is taking part. A tie fails."
        ),
        section(
            f"*Voted so far: {vote.turnout} of {len(vote.electorate)} seats.* I announce the count at the "
            "close."
        ),
        context(
            f"The book stands above and is frozen; fingerprint `{vote.book_hash}`. It holds the charter, the "
            "policies in their order, the recorded processes and what is parked. `/moot policies` shows it, "
            "too."
        ),
        *_for_paper(council),
    )


def _how(council: Council, vote: Ballot) -> Iterator[Block]:
    """How one votes here, and who can see it."""
    if not vote.secret:
        yield section("Do you approve the policy book as a whole? React to this message:")
        yield section(":white_check_mark: yes · :x: no · :shrug: abstain")
        yield section(
            "One vote a seat; your latest reaction counts, and a removed one does not. Reactions are "
            "public: everybody here can see yours."
        )
        return
    yield section("Do you approve the policy book as a whole? This is a secret ballot: press a button.")
    yield actions(*vote_buttons(council), button("My receipt", names.SHOW_RECEIPT, council.id))
    yield section(
        "One vote a seat; the last button that you press before the close counts. I tell nobody else what "
        "you voted; facilitators see who has not voted. Reactions do not count."
    )
    yield context("Whoever operates me could find the votes in my database.")


def vote_buttons(council: Council) -> Iterator[ButtonElement]:
    """The three choices of a secret ballot."""
    for choice in Choice:
        name, value = f"{names.CAST_VOTE}:{choice.value}", f"{council.id}:{choice.value}"
        yield button(choice.value.capitalize(), name, value)


HOW_TO_VOTE = {
    BallotBy.REACTIONS: (
        "React to the ballot with ✅ for yes, ❌ for no, or 🤷 to abstain. Everybody can see reactions; your "
        "latest counts."
    ),
    BallotBy.SECRET: (
        "Press Yes, No or Abstain on the ballot. I tell nobody else what you chose, and you can change it "
        "until the close."
    ),
}


def needed_to_pass(rule: BallotRule) -> str:
    """`more than half of the yes and no votes`: what the rule asks for."""
    return f"{threshold(rule)} of {COUNTED[rule.of]}"


def _for_paper(council: Council) -> list[Block]:
    """Stewards enter the votes of people who sit here on paper."""
    if not people_cards.proxy_is_open(council):
        return []
    return [actions(button("Vote for paper", names.PROXY_VOTE, council.game))]


def outcome(council: Council) -> Message:
    """The result of the vote, and what it means."""
    result = council.outcome
    assert result is not None
    title = "The book is approved" if result.passed else "The book is not approved"
    blocks: list[Block] = [header(title), section(result_line(council))]
    blocks += [context(line) for line in doubts(result)]
    if council.ballot is not None and council.ballot.missing():
        missing = len(council.ballot.missing())
        blocks.append(context(f"{p.count_of(missing, 'seat')} did not vote."))
    blocks.append(
        actions(
            button("Prepare our presentation", names.PREPARE_PRESENTATION, council.id),
            button("My receipt", names.SHOW_RECEIPT, council.id),
        )
    )
    return Message.of(*blocks)


def ballots_opened(opened: frozenset[CouncilId], councils: Sequence[Council]) -> Message:
    """To the facilitator who opened the vote everywhere."""
    without = [council.name for council in councils if council.id not in opened]
    said = f"The final vote is open in {p.count_of(len(opened), 'council')}."
    if without:
        said += f" Not in {', '.join(without)}: their book is empty, or it is not the last session yet."
    return plain(said)


def latest_counts(choice: str) -> Message:
    """To somebody with several reactions on the ballot."""
    return plain(
        f"You reacted more than once, so your latest counts: *{choice}*. Please take the others away: Slack "
        "keeps no order of reactions, so if both stand at the close, which one counts is a guess. You can "
        "change your vote until then."
    )


def two_choices(council: Council, seat: Seat, link: str) -> Message | None:
    """To somebody of whom two choices stand under an open ballot; None where that is over."""
    vote = council.ballot
    if vote is None or vote.called_at is not None or not {seat.role} & {*vote.doubled(), *vote.asked}:
        return None
    return Message.of(
        section(
            f"*Two of your choices stand under {link} of {council.name}.* Please take the one away that you "
            "do not mean. Slack does not tell me which you made last; if both stand at the close, which one "
            "counts is a guess."
        ),
        actions(button("How do I stand?", names.SHOW_RECEIPT, council.id)),
    )


def doubts(result: Outcome) -> Iterator[str]:
    """What of a result Slack itself does not show."""
    if not result.verified:
        yield "Not all reactions could be read back at the close, so the votes count as I heard of them."
    if result.guesses:
        votes = p.count_of(len(result.guesses), "vote is a guess", "votes are guesses")
        hangs = "The result hangs on that." if result.hangs else "The result is the same either way."
        yield (
            f"{votes}: two choices of one seat stood under the ballot, and Slack does not say which was made "
            f"last. I took the latest that I heard of. {hangs}"
        )
    if result.as_heard:
        seats = p.count_of(len(result.as_heard), "seat counts", "seats count")
        yield (
            f"{seats} as I heard: the ballot's message or the seat's holder changed during the vote, and "
            "Slack shows no reaction of theirs any more."
        )
