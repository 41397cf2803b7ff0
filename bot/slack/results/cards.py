"""What may be too long for one card, page by page: the book, the results, the seating plan, the Handbook."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from slack_sdk.models.blocks import Block

from bot.domain.claims import Verdict
from bot.domain.council import Council
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    PAGE,
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
from bot.slack.blocks.paging import page_of
from bot.slack.claims import cards as claims_cards

# --- the end


def results(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Message:
    """Who won and why, council by council."""
    won = [council for council in councils if council.won]
    headline = f"{len(won)} of {p.count_of(len(councils), 'council')} won together"
    lines = [plenary_line(scenario, council) for council in councils]
    turn = button("Read it page by page", names.TURN_RESULTS, f"{game.id}:1")
    return Message.of(
        header(f"{game.name}: the result"),
        section(f"*{headline}.* A council wins when its book holds policies and its final vote passes."),
        *sections(lines, limit=10_500, rest="press the button below"),
        *([actions(turn)] if sum(map(len, lines)) > PAGE else []),
    )


def plenary_line(scenario: Scenario, council: Council) -> str:
    """A council's result and how many won more, for everybody."""
    won = claims_cards.count(scenario, council, Verdict.WON)
    undecided = claims_cards.count(scenario, council, Verdict.UNDECIDED)
    more = f", {p.count_of(undecided, 'claim')} undecided" if undecided else ""
    return f"{result_line(council)} {p.count_of(won, 'individual win')}{more}."


def result_line(council: Council) -> str:
    """One council's result and its reason."""
    book = p.count_of(len(council.policies), "policy", "policies")
    if council.outcome is None:
        why = "no policy was adopted" if not council.policies else "no final vote was held"
        return f"• *{council.name}: no win.* {book}; {why}."
    o = council.outcome
    verdict = "won" if council.won else "no win"
    tally = f"{o.yes} for, {o.no} against, {o.abstain} abstained, {o.seats} seats"
    proxy = f" ({o.by_proxy} by proxy)" if o.by_proxy else ""
    if o.guesses:
        proxy += f" ({len(o.guesses)} guessed, where two reactions stood)"
    if o.resting:
        left = p.count_of(o.resting, "deactivated account")
        votes = f", {p.count_of(o.rested, 'vote')} of theirs not counted" if o.rested else ""
        proxy += f" ({left} left the vote{votes})"
    return f"• *{council.name}: {verdict}.* {book}; {tally}{proxy}: {o.reason}."


def farewell(scenario: Scenario, council: Council) -> Message:
    """To a council at the end."""
    return Message.of(
        header("The game is over"),
        section(result_line(council)),
        *claims_cards.result_details(scenario, council),
        section(escaped(scenario.wrap_up)),
        actions(
            button("Our policy book", names.SHOW_BOOK, council.id),
            button("Give feedback", names.GIVE_FEEDBACK, council.game),
        ),
    )


def results_page(game: Game, scenario: Scenario, councils: Sequence[Council], page: int = 1) -> Message:
    """A page of the results."""
    lines = [plenary_line(scenario, council) for council in councils]
    return page_of(f"{game.name}: the result", lines, page, names.TURN_RESULTS, game.id)


def feedback_summary(game: Game) -> Message:
    """To a facilitator: how many spoke, the average, and the words without names."""
    given = game.feedback
    if game.stage is not Stage.ENDED:
        return Message.of(section("Nobody has given feedback yet: it opens when the game is over."))
    row = actions(button("Give feedback", names.GIVE_FEEDBACK, game.id))
    if not given:
        empty = "Nobody has given feedback yet. Each council's last card has the button."
        return Message.of(section(empty), row)
    average = fmean(one.score for one in given.values())
    return Message.of(
        header(f"Feedback on {game.name}"),
        section(f"*{p.count_of(len(given), 'answer')}*, {average:.1f} of 5 on average."),
        *_scores("What helped", given, "helped"),
        *_scores("What to change", given, "change"),
        context("Without names, in the order of the alphabet. Only facilitators can read this."),
        row,
    )


def _scores(title: str, given: Mapping[UserId, Feedback], field: str) -> Iterator[Block]:
    said = sorted(words for one in given.values() if (words := str(getattr(one, field))))
    if said:
        lines = (bullets([escaped(words)]) for words in said)
        yield from sections([f"*{title}*", *lines], limit=5_500)
