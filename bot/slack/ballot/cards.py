"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.ballot import in_words, threshold
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.scenario import BallotRule, CountedOf
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
        context(
            f"The book stands above and is frozen; fingerprint `{vote.book_hash}`. It holds the charter, the "
            "policies in their order, the recorded processes and what is parked. `/moot policies` shows it, too."
        ),
        *_for_paper(council),
    )


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
