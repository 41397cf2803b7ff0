"""The facilitators' desk: which injects are left, planned and sent, and what was just done about one."""

from collections.abc import Collection, Iterator

from slack_sdk.models.blocks import Block

from bot.domain.game import Game, Stage
from bot.domain.game.telling import OfCue, Plan, Told, When
from bot.domain.injects import Inject
from bot.domain.scenario import Scenario
from bot.slack.blocks import names as n
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, escaped, header, section, sections
from bot.slack.blocks.telling import audience
from bot.slack.injects.cards import title_of
from bot.slack.injects.words import content

MOST_PLANS = 15  # with a button each


def left(scenario: Scenario, game: Game) -> Iterator[tuple[Inject, frozenset[int]]]:
    """The scenario's injects that have not come everywhere, and the councils in which they have not."""
    for inject in scenario.injects:
        if councils := councils_of(game) - game.telling.heard(inject.key):
            yield inject, councils


def councils_of(game: Game) -> frozenset[int]:
    """The numbers of all there are."""
    return frozenset(range(1, len(game.deal.councils) + 1 if game.deal else 1))


def desk(scenario: Scenario, game: Game, *, note: str = "") -> Message:
    """All of it, for a facilitator."""
    blocks: list[Block] = [header("Injects"), *([section(note)] if note else [])]
    hand = [_left(scenario, game, inject, councils) for inject, councils in left(scenario, game)]
    if scenario.injects:
        blocks += sections(["*Left to send*", bullets(hand) or "None: all have been sent everywhere."])
    plans = game.telling.plans
    for plan in plans[:MOST_PLANS]:
        blocks.append(section(f"*Planned:* {_plan(scenario, game, plan)}"))
        cancel = f"{n.CANCEL_INJECT}:{plan.number}"
        blocks.append(actions(button("Cancel it", cancel, f"{game.id}:{plan.number}")))
    if len(plans) > MOST_PLANS:
        blocks.append(section(f"And {p.count_of(len(plans) - MOST_PLANS, 'more plan')}."))
    told = [one for one in game.telling.told if not isinstance(one.what, OfCue)]
    if told:
        blocks += sections(["*Sent*", bullets(_sent(scenario, game, one) for one in told)])
    if game.stage is Stage.RUNNING:
        blocks.append(actions(button("Send or plan one", n.PICK_INJECT, game.id, style="primary")))
    return Message.of(*blocks)


def _left(scenario: Scenario, game: Game, inject: Inject, councils: Collection[int]) -> str:
    where = "" if councils == councils_of(game) else f", not yet in {_councils(councils)}"
    timed = any(
        cue.inject == inject.key
        for phase in ({game.clock.phase, *game.coming} if game.clock else ())
        for index, cue in enumerate(game.agenda[phase].cues)
        if game.clock is None or phase != game.clock.phase or index not in game.clock.rung
    )
    when = f" It comes by itself in {_phase(scenario, inject)}." if timed else ""
    return f"*{escaped(inject.title)}*, to {audience(scenario, inject.to)}{where}.{when}"


def _phase(scenario: Scenario, inject: Inject) -> str:
    titles = [phase.title for phase in scenario.agenda if phase.key == inject.phase]
    return f"“{escaped(titles[0])}”" if titles else "its phase"


def _plan(scenario: Scenario, game: Game, plan: Plan) -> str:
    what, where = escaped(title_of(scenario, game, plan.what)), ""
    if plan.councils != councils_of(game):
        where = f" in {_councils(plan.councils)}"
    to = audience(scenario, content(scenario, game, plan.what).to)
    return f"“{what}”, to {to}{where}, {moment(game, plan.when)}. By {p.mention(plan.by)}."


def _sent(scenario: Scenario, game: Game, told: Told) -> str:
    to = audience(scenario, content(scenario, game, told.what).to)
    everywhere = told.councils is None or told.councils == councils_of(game)
    where = "" if everywhere else f" in {_councils(told.councils or ())}"
    by = f", by {p.mention(told.by)}" if told.by else ""
    title = escaped(title_of(scenario, game, told.what))
    return f"*{title}*, to {to}{where}, {p.clock_time(game, told.at)}{by}"


def _councils(numbers: Collection[int]) -> str:
    return p.listed(f"Council {number}" for number in sorted(numbers))


def moment(game: Game, when: When) -> str:
    """A planned moment, in words."""
    if when.at is not None:
        return f"at *{p.clock_time(game, when.at)}*"
    assert when.phase is not None
    title = f"“{escaped(game.agenda[when.phase].title)}”"
    if when.before_end is not None:
        return f"*{p.span(game, when.before_end)}* before {title} ends"
    if not when.after_start:
        return f"when {title} begins"
    return f"*{p.span(game, when.after_start)}* after {title} begins"


def outcome(game: Game, title: str, when: When | None) -> str:
    """What has just been done, for the facilitator who did it."""
    if when is None:
        return f"“{escaped(title)}” is on its way."
    stands = " The clock is stopped, so this waits until it runs." if game.paused else ""
    if when.phase is None:
        return f"“{escaped(title)}” is planned, {moment(game, when)}, if the game is still on then.{stands}"
    return (
        f"“{escaped(title)}” is planned, {moment(game, when)}. If the phase ends before then, it is not "
        f"sent, and I will tell you.{stands}"
    )
