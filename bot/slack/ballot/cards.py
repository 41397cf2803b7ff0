"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.ballot import Ballot, Choice, in_words, threshold
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.scenario import BallotBy, BallotRule, CountedOf
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
        context(f"The book is frozen; fingerprint `{vote.book_hash}`."),
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
        f"You reacted more than once, so your latest counts: *{choice}*. Remove the others if you like; "
        "you can change your vote until the close."
    )
