"""The card that leads a facilitator: what is done, the next step with its button, and what comes then."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block, ButtonElement

from bot.db.directory import Opened
from bot.domain.council import Council
from bot.domain.council.verdicts import to_rule_on
from bot.domain.game import Game, Stage
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import council_sizes
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, escaped, header, section
from bot.slack.clock import controls
from bot.slack.sign_up import layouts

NAMED = 30  # people on the card; the rest are counted
HOME = "Your Home tab here has every control."


def steps(
    game: Game,
    scenario: Scenario,
    user: UserId,
    councils: Sequence[Council] = (),
    opened: Opened | None = None,
) -> Message:
    """For this facilitator; `councils` and `opened` once the seats are dealt."""
    if user not in game.facilitators:
        return Message.of(section(f"You no longer run *{escaped(game.name)}*."))
    match game.stage:
        case Stage.SIGN_UP:
            said, row = _seat(game, scenario) if _enough(game) else _invite(game)
        case Stage.DEALT:
            said, row = _start(game, scenario, councils, opened)
        case Stage.RUNNING | Stage.ENDED:
            said, row = _play(game, scenario, councils)
        case _:
            assert_never(game.stage)
    done, then = list(_done(game, scenario)), _then(game)
    return Message.of(
        header(game.name),
        *([context("*Done:* " + "; ".join(done) + ".")] if done else []),
        section(said),
        *([actions(*row)] if row else []),
        *_who(game),
        context(f"{then} {HOME}".strip()),
    )


def _enough(game: Game) -> bool:
    return len(game.players) >= game.layout.minimum


def _done(game: Game, scenario: Scenario) -> Iterator[str]:
    """What lies behind, in short."""
    edition = optional.played_as(scenario)
    yield f"sign-up opened in <#{game.plenary}>" + (f" ({edition})" if edition else "")
    if game.stage is not Stage.SIGN_UP or _enough(game):
        yield f"{p.count_of(len(game.players), 'player')} signed up"
    if game.deal is not None:
        yield f"seats dealt in {p.count_of(len(game.deal.councils), 'council')}"
    if game.first_bell is not None:
        yield f"started {p.day_and_time(game, game.first_bell)}"
    if game.ended_at is not None:
        yield f"ended {p.day_and_time(game, game.ended_at)}"
    if game.closed_at is not None:
        yield "closed"


def _then(game: Game) -> str:
    match game.stage:
        case Stage.SIGN_UP if not _enough(game):
            return "*Then:* seat people, then start."
        case Stage.SIGN_UP:
            return "*Then:* start."
        case Stage.DEALT:
            return "*Then:* the clock runs by itself, and this card shows what you can do."
        case Stage.RUNNING | Stage.ENDED:
            return ""
        case _:
            assert_never(game.stage)


# --- before the deal


def _invite(game: Game) -> tuple[str, list[ButtonElement]]:
    players, minimum = len(game.players), game.layout.minimum
    said = (
        f"*Step 1 of 3: invite people.* {p.count_of(players, 'player')} so far; "
        f"{p.count_of(minimum - players, 'more is', 'more are')} needed. People join with the card in "
        f"<#{game.plenary}>, or you sign them up and I tell them."
    )
    return said, [*_inviting(game, first=True)]


def _inviting(game: Game, *, first: bool) -> Iterator[ButtonElement]:
    style = "primary" if first else None
    yield button("Sign up everybody in the channel", names.INVITE_EVERYBODY, game.id, style=style)
    yield button("Invite people", names.INVITE_PEOPLE, game.id)
    yield button("Seat on paper", names.SEAT_ON_PAPER, game.id)
    if game.sign_ups:
        yield button("Remove people", names.REMOVE_PEOPLE, game.id)


def _who(game: Game) -> Iterator[Block]:
    """Who is in, and who can chair; until the seats are dealt."""
    if game.stage is not Stage.SIGN_UP or not game.active:
        return
    lines = [f"*In:* {p.mentions_of([one.player for one in game.players], NAMED) or 'nobody yet'}."]
    if game.observers:
        lines.append(f"*To watch:* {p.mentions_of([one.player for one in game.observers], NAMED)}.")
    yield section("\n".join([*lines, _chairs(game)]))


def _chairs(game: Game) -> str:
    chairs = [one.player for one in game.players if one.chair]
    said = f"*Can chair:* {p.mentions_of(chairs, NAMED) or 'nobody has offered yet'}."
    tables = _tables(game) if _enough(game) else 1
    if len(chairs) < tables:
        said += f" That is {len(chairs)} for {p.count_of(tables, 'council')}; the other seats are drawn."
    return said


def _seat(game: Game, scenario: Scenario) -> tuple[str, list[ButtonElement]]:
    look = button("See the seating plan", names.SHOW_PLAN, game.id, style=None if _ready(game) else "primary")
    seats = f"{p.count_of(len(game.players), 'player')} for {p.count_of(_tables(game), 'council')}"
    if _ready(game):
        ask = optional.ask_to_deal(scenario)
        deal = button("Deal the seats", names.DEAL_SEATS, game.id, style="primary", ask=ask)
        said = "The plan is ready: swap people if you like, then deal."
        return f"*Step 2 of 3: seat people.* {seats}. {said}", [deal, look, *_inviting(game, first=False)]
    old = "People joined or left since the last plan. " if game.plan is not None else ""
    said = "Look at the plan first. Nobody is told until you deal."
    choice = "You can choose how many councils. " if layouts.choices(game) else ""
    return f"*Step 2 of 3: seat people.* {seats}. {old}{choice}{said}", [look, *_inviting(game, first=False)]


def _tables(game: Game) -> int:
    """How many councils there are in the plan, or would be in a new one."""
    if game.plan is not None and game.plan_stands:
        return len(game.plan.councils)
    return len(council_sizes(len(game.players), game.layout, game.councils_asked))


def _ready(game: Game) -> bool:
    return game.plan_stands


# --- from the deal on


def _start(
    game: Game, scenario: Scenario, councils: Sequence[Council], opened: Opened | None
) -> tuple[str, list[ButtonElement]]:
    said = f"*Step 3 of 3: start.* {_seated(game, councils)} and {optional.an_envelope(scenario)}."
    if opened is not None and not opened.complete:
        said = (
            f"*Step 3 of 3: start.* Slack is still working: {opened.channels} of "
            f"{p.count_of(opened.councils, 'channel')} made, {opened.envelopes} of "
            f"{p.count_of(opened.holders, optional.envelope(scenario))} delivered. Wait for that before "
            "you start."
        )
    if game.by_itself and game.starts_at is not None:
        said += f" It starts by itself: {p.day_and_time(game, game.starts_at)}."
    return said, [*controls.before_the_start(game), button("Invite people", names.INVITE_PEOPLE, game.id)]


def _seated(game: Game, councils: Sequence[Council]) -> str:
    """`Everybody has a seat`, or how many wait for one."""
    if waiting := len(layouts.waiting(game, councils)):
        return f"{p.count_of(waiting, 'person waits', 'people wait')} for a seat; everybody else has one"
    return "Everybody has a seat"


def _play(game: Game, scenario: Scenario, councils: Sequence[Council]) -> tuple[str, list[ButtonElement]]:
    waiting = sum(1 for one in councils if not one.closed for _ in to_rule_on(scenario, one))
    row = [*controls.now(game)]
    if controls.votes_can_open(game, councils):
        row.append(ballot_cards.everywhere(game))
    if waiting:
        row.append(button(f"Rule on {p.count_of(waiting, 'claim')}", names.SHOW_RULINGS, game.id))
    said = controls.stage_line(game)
    if waiting:
        said += f" {p.count_of(waiting, 'claim waits', 'claims wait')} for your ruling."
    return f"*Now:* {said}", [*row, *controls.to_keep(game)]
