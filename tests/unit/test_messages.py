"""Every card fits Slack's limits, holds its content, pings nobody and gives no secret away."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock
from slack_sdk.models.views import View

from bot.db.directory import Opened
from bot.domain.agenda import plan_agenda
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber, UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named
from bot.domain.paper import paper_id
from bot.domain.scenario import DecisionRuleKind, Proposers, Reveal, Scenario, Tempo
from bot.domain.seating import Layout
from bot.domain.wording import Wording
from bot.rehearsal.blocks import check_message_blocks, check_view
from bot.rehearsal.refusals import ApiError
from bot.scenarios.passages import words
from bot.services.games import layout_of
from bot.services.reading import Where
from bot.slack.messages import (
    amendments,
    book_cards,
    claim_cards,
    controls,
    council_cards,
    create_form,
    forms,
    game_cards,
    helping,
    homes,
    invitation_cards,
    paged,
    parked,
    people_cards,
    personal,
    phrases,
    receipts,
    reveals,
    seat_forms,
    sheets,
)
from bot.slack.messages.message import (
    BadMessage,
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    quoted,
    section,
    sections,
    shortened,
)
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    OFFER,
    PARIS,
    PRESENTING,
    SESSION,
    SETUP,
    SIDEBAR,
    STRANGER,
    VOTING,
    CouncilLog,
    GameLog,
    a_charter,
    a_dealt_game,
    a_game,
    at,
    creation,
    founding,
    player,
    rainbow_road,
)

FIVE_MINUTES = timedelta(minutes=5)
PACK = rainbow_road()
LAYOUT: Layout = layout_of(PACK)
Card = Message | View
PROSE = "Owners merge & nobody else does; a change of meaning waits five working days. "
HOSTILE = "<!channel> <@UEVIL> <https://evil.example|click> &lt;!here&gt; *bold* `code` "
EXTREMES = {
    "prose": PROSE,
    "hostile": HOSTILE,
    "less-than": "<",
    "ampersands": "&",
    "emoji": "👩‍💻🐕‍🦺",
    "right-to-left": "\u202eשלום עולם \u200fمی‌خواهم ",
    "one-long-word": "x",
    "many-lines": "a\n",
}


def written(what: str, length: int) -> str:
    """Somebody's words, exactly so long."""
    return (what * length)[:length].strip() or "x"


# --- a world to show


@dataclass(frozen=True, slots=True)
class World:
    """Games and councils in every state, with somebody's words wherever people can write."""

    words: str
    policies: int
    games: dict[str, GameLog]
    councils: dict[str, CouncilLog]


@cache
def a_world(what: str = PROSE, policies: int = 1, players: int = 12) -> World:
    """A world in which everybody writes `what`."""
    return World(what, policies, dict(_games(what, players)), dict(_councils(what, policies)))


def _games(what: str, players: int) -> Iterator[tuple[str, GameLog]]:
    named = creation(
        plan_agenda(PACK), LAYOUT, name=written(what, 120), starts_at=at(60), timezone="America/Chicago"
    )
    log = a_game(named, players=players)
    yield "empty", a_game(named, players=0)
    yield "sign-up", GameLog(log.state)
    log.do(gc.PlanSeating())
    yield "planned", GameLog(log.state)
    log.do(gc.DealSeats())
    yield "dealt", GameLog(log.state)
    log.do(gc.StartGame())
    for phase in PACK.agenda[:-1]:
        yield f"in {phase.key}", GameLog(log.state)
        clock = log.game.clock
        assert clock is not None
        if phase.charter:
            log.do(gc.PauseGame(), at=clock.starts)
            yield f"paused in {phase.key}", GameLog(log.state)
            log.do(gc.ResumeGame(), at=clock.starts)
        log.do(gc.SkipPhase(), at=clock.starts + timedelta(minutes=1))
    yield "ended", log
    yield from _driven_games(named, players)
    yield from _games_over_days(what, players)


def _driven_games(named: gc.CreateGame, players: int) -> Iterator[tuple[str, GameLog]]:
    log = a_dealt_game(replace(named, by_itself=True), players=players)
    yield "starting by itself", GameLog(log.state)
    log.do(gc.StartGame())
    log.ring(at(5))
    tables = len(log.game.deal.councils) if log.game.deal else 0
    log.do(gc.HearDone(1, frozenset(range(1, tables + 1))), MOOT, at(6))
    yield "with councils that are done", GameLog(log.state)
    log.do(gc.InjectEmergency(), at=at(7))
    yield "with an emergency by surprise", GameLog(log.state)
    log.do(gc.EndBy(at(30)), at=at(8))
    log.do(gc.StepBack(), at=at(9))
    yield "back, with less time", GameLog(log.state)
    log.do(gc.NoteAbsence(at(9)), MOOT, at(20))
    yield "after an absence", GameLog(log.state)


def _games_over_days(what: str, players: int) -> Iterator[tuple[str, GameLog]]:
    agenda = plan_agenda(PACK, working=PARIS)
    named = creation(agenda, LAYOUT, name=written(what, 120), starts_at=at(60), working=PARIS)
    log = a_dealt_game(named, players=players)
    yield "dealt, over days", GameLog(log.state)
    log.do(gc.StartGame())
    for number, phase in enumerate(PACK.agenda[:-1]):
        yield f"in {phase.key}, over days", GameLog(log.state)
        log.do(gc.SkipPhase(seen=number))


def _councils(what: str, policies: int) -> Iterator[tuple[str, CouncilLog]]:
    log = CouncilLog()
    log.do(founding(layout=LAYOUT, rules=tuple(rule.kind for rule in PACK.charter.rules)), MOOT)
    yield "founded", CouncilLog(log.state)
    log.reach(SETUP, SESSION)
    yield "session", CouncilLog(log.state)
    for number in range(1, policies + 1):
        log.do(_proposal(what, number), player(number % 10 + 1))
        log.do(cc.RecordDecision(ProposalNumber(number)), at=at(6))
    for kind in DecisionRuleKind:
        log.do(cc.AdoptCharter(kind, 0.5, written(what, 2000), written(what, 2000)))
        log.do(_proposal(what, 100 + len(log.council.proposals)), player(3))
    log.do(cc.WithdrawProposal(max(log.council.proposals)))
    yield "chartered", CouncilLog(log.state)
    yield "conditions", _conditioned(what)
    revised = CouncilLog(log.state)
    _revise(revised, what)
    yield "revised", revised
    log.reach(EMERGENCY)
    log.do(cc.RecordResponse(written(what, 2000)))
    log.reach(SIDEBAR)
    for role in range(1, 11):
        log.do(cc.CarryBack(written(what, 1000)), player(role))
    yield "sidebar", CouncilLog(log.state)
    log.reach(VOTING)
    if policies:
        log.do(cc.OpenBallot(), MOOT, at(31))
        log.vote(Choice.YES, 1, at(32))
        yield "voting", CouncilLog(log.state)
        unread = CouncilLog(log.state)
        unread.close(None)
        yield "unread", unread
        for role in range(2, 8):
            log.vote(Choice.YES, role, at(33))
            log.vote(Choice.NO, role, at(33, 30))
        log.reach(PRESENTING)
        others = [(player(1), f"emoji-{number}") for number in range(60)]
        log.do(cc.CloseBallot({**log.shown(), STRANGER: frozenset(Choice)}, tuple(others)), MOOT, at(36))
    yield "over", log


def _conditioned(what: str) -> CouncilLog:
    """A charter that asks for more than its rule, a change of it, and a clock that stands still."""
    log = CouncilLog()
    log.do(founding(layout=LAYOUT, offer=OFFER, reveal=Reveal.CONSENT), MOOT)
    log.reach(SETUP, SESSION)
    stewards = DecisionRuleKind.STEWARDS
    log.do(a_charter(stewards, enactment=written(what, 2000), waiting=5, seconds=2), at=at(6))
    for number in range(3):
        log.do(_proposal(what, number), player(3), at(7 + 3 * number))
    log.do(a_charter(waiting=5, proposers=Proposers.TEAMS), at=at(8))
    log.do(a_charter(stewards, enactment=written(what, 2000), proposers=Proposers.STEWARDS), player(5), at(9))
    log.do(cc.LetTimePass(), MOOT, at(12))
    log.do(cc.FollowClock(at(13), at(5)), MOOT, at(13))
    log.do(cc.AnswerReveal(RoleNumber(3), consents=True), player(3))
    log.do(cc.AnswerReveal(RoleNumber(4), consents=False), player(4))
    return log


def _revise(log: CouncilLog, what: str) -> None:
    """Proposals amended again and again, merged, and parked with everything else that waits."""
    first, second, third = (_proposed(log, what, number) for number in range(3))
    for seen in range(1, 7):
        for role in range(1, 5):
            log.do(cc.TakeSide(first, True, round=seen), player(role), at(7))
        log.do(cc.AmendProposal(first, _wording(what, seen), seen), player(3), at(7, seen))
    log.do(cc.MergeProposals(((second, 1), (third, 1)), _wording(what, 3)), player(1), at(8))
    team, latest = PACK.teams[0].key, max(log.council.proposals)
    log.do(cc.Park("", written(what, 60), owner_team=team, proposal=latest), player(1), at(9))
    for number in range(12):
        words = f"{number} {written(what, 290)}"
        log.do(cc.Park(words, written(what, 60), owner_seat=RoleNumber(3)), player(1), at(9))
    log.do(cc.Unpark(2), player(3), at(9))
    log.do(cc.Park("", "May", owner_team=team, proposal=first), player(1), at(9))
    log.do(cc.Unpark(len(log.council.items)), player(1), at(9))


def _proposed(log: CouncilLog, what: str, number: int) -> ProposalNumber:
    log.do(_proposal(what, 200 + number), player(3), at(6))
    return max(log.council.proposals)


def _wording(what: str, number: int) -> Wording:
    said = _proposal(what, 300 + number)
    return Wording(said.title, said.text, said.question, said.owner_team, said.enforcement, said.review)


def _proposal(what: str, number: int) -> cc.SubmitProposal:
    return cc.SubmitProposal(
        title=f"{number} {written(what, 110)}",
        text=f"{number}: {written(what, 1980)}",
        question=PACK.strategy[number % len(PACK.strategy)].key,
        owner_team=PACK.teams[number % len(PACK.teams)].key,
        enforcement=written(what, 300),
        review=written(what, 60),
    )


# --- every card of that world


def public_cards(world: World) -> Iterator[tuple[str, Card]]:
    """Every card and form, but the sheet itself."""
    for stage, game in world.games.items():
        yield from ((f"{name}, {stage}", card) for name, card in _game_cards(world, game))
    for state, council in world.councils.items():
        yield from ((f"{name}, {state}", card) for name, card in _council_cards(world, council))
    yield from _personal_cards(world)
    yield from _forms(world)


def _game_cards(world: World, log: GameLog) -> Iterator[tuple[str, Card]]:
    yield from _answers(world, log)
    game, council = log.game, world.councils["chartered"].council
    yield "sign_up", game_cards.sign_up(game, PACK)
    if game.plan is not None:
        yield "seating_plan", paged.seating_plan(game, game.plan, PACK, FIVE_MINUTES)
    yield "opening", game_cards.opening(FIVE_MINUTES, Opened(37, 100, 370, 1000))
    yield "opened", game_cards.opening(FIVE_MINUTES, Opened(100, 100, 1000, 1000))
    yield "dealt", game_cards.dealt(game, [one.council for one in world.councils.values()])
    yield "console", controls.console(game)
    yield "dealing", personal.dealing(game, FIVE_MINUTES, at(0))
    tables = [one.council for one in world.councils.values()]
    yield "people", people_cards.people(game, PACK, tables)
    yield "facilitates", people_cards.facilitates(game, FACILITATOR)
    yield "stepped down", people_cards.stepped_down(game, FACILITATOR, OBSERVER)
    for table in tables:
        for seat in table.filled[:1]:
            yield "nudge", people_cards.nudge(game, PACK, table, seat, at(30))
    yield "still_sealed", sheets.still_sealed(game, council)
    for index, phase in enumerate(PACK.agenda):
        for late in (False, True):
            yield f"phase {phase.key}", game_cards.phase(game, PACK, index, None, late=late)
            yield f"phase {phase.key}", game_cards.phase(game, PACK, index, council, late=late)
        for number in range(len(game.agenda[index].cues)):
            yield f"cue {phase.key} {number}", game_cards.cue(game, PACK, index, number)
        if phase.inject:
            yield "inject", game_cards.inject(PACK, phase.key)
    said: list[ge.GameEvent] = [
        ge.GamePaused(at(1)),
        ge.GameResumed(at(1), at(2)),
        ge.TimeChanged(timedelta(minutes=2), at(2)),
        ge.TimeChanged(timedelta(minutes=-2), at(2)),
        ge.Announced(written(world.words, 3000)),
    ]
    said.append(ge.GamePaused(at(1), until=at(20)))
    said.append(ge.GameResumed(at(1), at(2), at(3), caught_up=True))
    said.append(ge.Replanned(timedelta(minutes=-2), game.agenda, at(2)))
    yield from _controls(game)
    for event in said:
        yield f"change {type(event).__name__}", game_cards.change(game, type(event).__name__, event)
    yield "results", game_cards.results(game, PACK, [one.council for one in world.councils.values()])
    for role in range(1, 11):
        yield "sidebar", council_cards.sidebar(game, PACK, RoleNumber(role))
        yield "sidebar soon", council_cards.sidebar_soon(game, PACK, RoleNumber(role))


def _controls(game: Game) -> Iterator[tuple[str, Card]]:
    yield "away", controls.away(game, ge.GamePaused(at(9), until=at(20)))
    yield "start_near", controls.start_near(game)
    yield "start_came", controls.start_came(game)
    yield "ending", controls.ending(game)
    yield "change_time", forms.change_time(game, at(3))
    for phase in range(len(PACK.agenda)):
        yield "all_done", controls.all_done(game, phase)
    if game.clock is not None:
        yield "skipping", controls.skipping(game, game.clock)
    for done, complete in ((True, True), (True, False), (False, False)):
        yield "done_said", personal.done_said(game, done=done, complete=complete)


def _answers(world: World, log: GameLog) -> Iterator[tuple[str, Card]]:
    game = log.game
    for who in (FACILITATOR, OBSERVER, STRANGER, player(1), player(3)):
        for seated in (None, *(world.councils[state].council for state in ("session", "chartered", "over"))):
            seat = seated.seat_of(who) if seated else None
            where = Where(game, PACK, who, seated, seat)
            yield "help", helping.help_card(where, at(30))
            yield "status", personal.status(where)
            councils = [one.council for one in world.councils.values()]
            yield "owed", personal.owed_card(where, at(30), councils)
            yield "home", homes.home(where, at(30), councils)


def _council_cards(world: World, log: CouncilLog) -> Iterator[tuple[str, Card]]:
    council, game = log.council, world.games["in session-1"].game
    yield "welcome", council_cards.welcome(game, PACK, council)
    if council.charter is not None:
        yield "charter", council_cards.charter(PACK, council)
    for one in council.proposals.values():
        yield f"proposal {one.status}", council_cards.proposal(PACK, council, one)
        yield "earlier_card", amendments.earlier_card(one)
        yield "withdrawing", amendments.withdrawing(council, one)
        yield "history", amendments.history(game, PACK, council, one)
    for item in council.items:
        yield "parked", parked.card(PACK, council, item)
    for policy in council.policies:
        yield "adopted", council_cards.adopted(PACK, council, policy.number)
    for response in council.responses:
        yield "response", council_cards.response(council, response.phase)
    yield "ideas", council_cards.ideas(PACK, council)
    for frozen in (False, True):
        yield "book", book_cards.book(PACK, council, frozen=frozen)
    for one_seat in (None, council.seats[RoleNumber(1)], council.seats[RoleNumber(3)]):
        yield "policies", book_cards.policies(PACK, council, one_seat)
    if council.policies:
        yield "ordered", book_cards.ordered(PACK, council, RoleNumber(1))
    if council.ballot is not None:
        yield "ballot", council_cards.ballot(council)
        for user in (player(1), player(9), OBSERVER, STRANGER):
            yield "mine", receipts.mine(game, council, user)
        yield "receipt", receipts.public(council)
        yield "unread", receipts.unread(council)
    if council.outcome is not None:
        yield "outcome", council_cards.outcome(council)
        yield "claims_open", claim_cards.claims_open(council)
    yield "slide", council_cards.slide(PACK, council)
    yield "farewell", game_cards.farewell(PACK, council)
    for seat in council.filled:
        yield "envelope", sheets.envelope(game, PACK, council, seat)
        yield "reveal_question", reveals.question(PACK, council, seat.role)


def _personal_cards(world: World) -> Iterator[tuple[str, Card]]:
    council = world.councils["over"].council
    yield "home", homes.home(None, at(0))
    yield "help", helping.help_card(None, at(0))
    yield "unknown", personal.unknown_command(written(world.words, 3000), "join")
    yield "unknown", personal.unknown_command(written(world.words, 10), None)
    yield "trouble", personal.trouble(written(world.words, 500), written(world.words, 500))
    yield "went_wrong", personal.went_wrong("abc123")
    yield "ballots_opened", personal.ballots_opened(frozenset(), [council])
    yield "latest_counts", personal.latest_counts("yes")
    yield "sidebar_over", council_cards.sidebar_over()
    yield from (("handbook", page) for page in handbook(PACK))


def handbook(pack: Scenario) -> Iterator[Message]:
    """Every page of the Handbook, from one to the next."""
    page = paged.handbook(pack, "g1")
    yield page
    while row := [one for one in page.blocks if isinstance(one, ActionsBlock)]:
        forward = [one for one in row[0].to_dict()["elements"] if one["action_id"].endswith(":on")]
        if not forward:
            return
        page = paged.handbook(pack, "g1", int(forward[0]["value"].rpartition(":")[2]))
        yield page


def _forms(world: World) -> Iterator[tuple[str, Card]]:
    name = written(world.words, forms.TITLE_LENGTH)
    for tempo in Tempo:
        form = create_form.Form("C0PLENARY", name, "Europe/Berlin", (FACILITATOR,), tempo)
        yield "create_game", create_form.create_game((PACK,), form, [escaped(world.words * 200)])
    for log in world.councils.values():
        yield "charter", forms.charter(PACK, log.council)
        yield "proposal", forms.proposal(PACK, log.council)
        yield "proposal", forms.proposal(PACK, log.council, written(world.words, 2000))
        yield "response", forms.response(log.council)
        yield "idea", forms.idea(log.council)
        yield from _revising_forms(world, log)


def _revising_forms(world: World, log: CouncilLog) -> Iterator[tuple[str, Card]]:
    council = log.council
    yield "park", parked.form(PACK, council, text=written(world.words, 900))
    if council.policies:
        yield "order", book_cards.order_form(council)
    if council.parked():
        yield "settle", parked.settle_form(council)
    open_ones = amendments.mergeable(council)
    for one in open_ones:
        yield "park", parked.form(PACK, council, one)
        yield "amend", amendments.form(PACK, council, one)
        yield "amend", amendments.form(PACK, council, one, _wording(world.words, 9), 1)
    for said in (None, _wording(world.words, 9)):
        if len(open_ones) > 1:
            yield "merge choice", amendments.merge_choice(council, open_ones[0])
            yield "merge", amendments.merge_form(PACK, council, open_ones, said)
            yield "merge", amendments.merge_form(PACK, council, open_ones[:2], said)
        yield "straw", seat_forms.straw(log.council)
    yield from _seat_forms(world)
    yield "invited", invitation_cards.invited(PACK, (), an_invitation(world.words, 100))
    yield "invited", invitation_cards.invited(PACK, [log.council], an_invitation(world.words, 3))
    yield "looking up", invitation_cards.looking_up(3)
    yield "told", seat_forms.told("Invite people", invitation_cards.looking_up(1))


def _seat_forms(world: World) -> Iterator[tuple[str, Card]]:
    tables = [one.council for one in world.councils.values()]
    log = world.games["sign-up"]
    on_paper = GameLog(log.state)
    for number in range(101):
        on_paper.do(gc.Join(paper_id(f"{number} {written(world.words, 20)}".replace("<", "")[:30])))
    yield "remove", seat_forms.remove(log.game)
    yield "hand over", seat_forms.hand_over(log.game)
    game = on_paper.game
    yield "invite", seat_forms.invite(game)
    yield "paper", seat_forms.paper(game)
    yield "remove", seat_forms.remove(game)
    yield "hand over", seat_forms.hand_over(game)
    yield "hand over mine", seat_forms.hand_over_mine(game)
    yield "move", seat_forms.move(game, PACK, tables[:1])
    yield "move", seat_forms.move(game, PACK, _sparse())
    yield "proxy", seat_forms.proxy(game, tables[:1])
    yield "facilitators", seat_forms.facilitators(game)
    yield "nudge", seat_forms.nudge(game, PACK, tables[:1])
    yield "nudge", seat_forms.nudge(game, PACK, _sparse())
    yield "stop or talk", seat_forms.stop_or_talk(game)


@cache
def _sparse() -> list[Council]:
    """More vacant and more silent seats than a menu holds."""
    logs = [CouncilLog() for _ in range(30)]
    for number, log in enumerate(logs, start=1):
        log.do(founding(5, layout=LAYOUT, number=number), MOOT)
        log.reach(SETUP, SESSION)
    return [log.council for log in logs]


def an_invitation(what: str, count: int) -> Invitation:
    """So many people for each way in which an invitation can end, and some who are not looked up yet."""
    kinds = [kind for kind in Finding if kind not in (Finding.UNREADABLE, Finding.READ)]
    ends: list[Finding | None] = [*kinds, None]
    named = [
        Invitee(0, Named.PERSON, user=player(number), finding=end) for number in range(count) for end in ends
    ]
    words = [
        Invitee(0, Named.WORDS, written(f"{number} {what}", 254), finding=Finding.UNREADABLE)
        for number in range(count)
    ]
    return Invitation(1, FACILITATOR, (*named, *words, Invitee(0, Named.CHANNEL, finding=Finding.READ)))


def mrkdwn(value: Any) -> Iterator[str]:
    """Every text in which Slack reads markup."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from mrkdwn(one)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        yield from mrkdwn(list(value.values()))


def read(card: Card) -> Iterator[str]:
    """What Slack reads with markup: the message's own text and the mrkdwn of its blocks."""
    if isinstance(card, Message):
        yield card.text
    yield from mrkdwn([block.to_dict() for block in card.blocks or ()])


def seen(card: Card) -> str:
    """Everything that is in a card, as one string."""
    blocks = [block.to_dict() if not isinstance(block, dict) else block for block in card.blocks or ()]
    return f"{card.text if isinstance(card, Message) else ''} {json.dumps(blocks, ensure_ascii=False)}"


WORLDS = {
    f"{name}, {policies} policies": (what, policies)
    for name, what in EXTREMES.items()
    for policies in ((0, 1, 40) if name in ("prose", "less-than") else (2,))
}


# --- limits


@pytest.mark.parametrize("name", WORLDS)
def test_every_card_fits_slacks_limits(name: str) -> None:
    for what, card in public_cards(a_world(*WORLDS[name])):
        _judge(what, card)


def _judge(what: str, card: Card) -> None:
    try:
        if isinstance(card, Message):
            given = card.as_kwargs()
            assert 0 < len(card.text.strip()) <= len(card.text) <= 4000, what
            assert given["unfurl_links"] is given["unfurl_media"] is False
            check_message_blocks(given["blocks"])
        else:
            check_view(card.to_dict())
            assert len(json.dumps(card.to_dict())) < 250_000
    except ApiError as error:
        raise AssertionError(f"{what}: {error.args} {vars(error)}") from error


def test_the_judge_is_awake() -> None:
    with pytest.raises(AssertionError):
        _judge("a text that is too long", Message("x" * 4001, ()))
    with pytest.raises(ApiError):
        check_message_blocks([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}])


def test_every_sheet_of_the_pack_fits_for_each_seat_with_and_without_secrets() -> None:
    council = a_world().councils["session"].council

    for seat in council.filled:
        for open_hand in (False, True):
            _judge("sheet", sheets.sheet(PACK, council, replace(seat, open_hand=open_hand)))


def test_a_hundred_councils_fit_on_a_card() -> None:
    log = a_game(creation(plan_agenda(PACK), LAYOUT), players=1000)
    log.do(gc.PlanSeating())
    assert log.game.plan is not None
    plan = paged.seating_plan(log.game, log.game.plan, PACK, FIVE_MINUTES)
    log.do(gc.DealSeats())
    councils = []
    for number in range(1, 101):
        table = CouncilLog()
        table.do(founding(layout=LAYOUT, number=number), MOOT)
        councils.append(table.council)

    _judge("plan", plan)
    _judge("dealt", game_cards.dealt(log.game, councils))
    _judge("results", game_cards.results(log.game, PACK, councils))
    _judge("opened", personal.ballots_opened(frozenset(), councils))
    assert "Page 1 of" in seen(plan)


@given(st.lists(st.text(max_size=3500), max_size=30), st.integers(500, 11_700))
@settings(max_examples=60, deadline=None)
def test_lines_in_sections_always_fit_and_what_does_not_is_counted(lines: list[str], limit: int) -> None:
    blocks = list(sections(lines, limit))

    texts = [block.text.text for block in blocks if block.text is not None]
    assert all(0 < len(text) <= 3000 for text in texts)
    assert sum(map(len, texts)) <= limit + 100
    whole = "\n".join(texts)
    if sum(len(line) + 1 for line in lines) > limit + 200:
        assert re.search(r"… and \d+ more$", whole)
    elif not re.search(r"… and \d+ more$", whole):
        assert re.sub(r"\s", "", whole) == re.sub(r"\s", "", "".join(lines)), "every word is there"


@pytest.mark.parametrize("length", range(2975, 2999))
def test_the_number_of_what_was_left_out_is_never_cut_off(length: int) -> None:
    half = length // 2
    lines = ["a" * half, "b" * (length - half - 1), "c" * 500, "d" * 500]

    texts = [block.text.text for block in sections(lines, limit=length + 2) if block.text is not None]

    assert texts[-1].endswith("… and 2 more")
    assert "b" * (length - half - 1) in "".join(texts)


# --- the content is there


def test_a_proposal_of_two_thousand_characters_stands_whole_in_card_and_text() -> None:
    council = a_world().councils["chartered"].council

    for one in council.proposals.values():
        card = council_cards.proposal(PACK, council, one)
        assert escaped(one.title) in card.text
        if one.amendment is not None:
            continue  # it shows its terms instead
        assert escaped(one.text) in card.text
        assert escaped(one.text) in "".join(mrkdwn(card.as_kwargs()["blocks"]))
        assert escaped(one.enforcement) in card.text


def test_a_charter_with_long_words_shows_all_of_them() -> None:
    council = a_world().councils["chartered"].council
    assert council.charter is not None

    shown = "".join(mrkdwn(council_cards.charter(PACK, council).as_kwargs()["blocks"]))

    assert shown.count(escaped(council.charter.enactment)) == 2, "enactment and enforcement are both there"


def test_the_book_of_five_ordinary_policies_is_whole() -> None:
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    for number in range(1, 6):
        log.do(cc.SubmitProposal(f"Policy {number}", f"{number} {PROSE * 8}"), player(3))
        log.do(cc.RecordDecision(ProposalNumber(number)))

    shown = "".join(mrkdwn(book_cards.book(PACK, log.council, frozen=True).as_kwargs()["blocks"]))

    assert all(escaped(one.text.strip()) in shown for _, one in log.council.book())


def test_a_slide_names_every_policy_that_fits_instead_of_cutting_within_a_title() -> None:
    council = a_world(policies=25).councils["over"].council

    shown = "".join(mrkdwn(council_cards.slide(PACK, council).as_kwargs()["blocks"]))

    titles = [escaped(one.title) for _, one in council.book()]
    assert sum(title in shown for title in titles) > 22


def test_every_question_of_every_phase_stands_on_its_card() -> None:
    world = a_world()

    for index, phase in enumerate(PACK.agenda):
        card = game_cards.phase(world.games["sign-up"].game, PACK, index, world.councils["session"].council)
        covered = [one.text for one in PACK.strategy if one.key in phase.covers]
        for question in (*phase.questions, *covered):
            assert escaped(question) in "".join(mrkdwn(card.as_kwargs()["blocks"])), question


def test_long_questions_are_not_cut_off_by_short_ones() -> None:
    questions = tuple(
        one.model_copy(update={"text": f"{one.key} {'x' * 900} end-{one.key}"}) for one in PACK.strategy
    )
    pack = PACK.model_copy(update={"strategy": questions})
    index = next(number for number, phase in enumerate(PACK.agenda) if phase.covers)

    card = game_cards.phase(
        a_world().games["sign-up"].game, pack, index, a_world().councils["session"].council
    )

    assert all(f"end-{one.key}" in seen(card) for one in questions)


def test_the_handbook_is_whole_also_where_a_chapter_is_long() -> None:
    long = tuple((f"Chapter {number}", f"{PROSE * 60}end-{number}") for number in range(3))
    pack = PACK.model_copy(update={"handbook": (*PACK.handbook, *long)})

    pages = list(handbook(pack))

    shown = "".join("".join(mrkdwn(page.as_kwargs()["blocks"])) for page in pages)
    assert all(escaped(line) in shown for _, text in PACK.handbook for line in text.splitlines())
    assert all(f"end-{number}" in shown for number in range(3))
    for page in pages:
        _judge("handbook", page)


def test_the_card_of_an_unknown_word_says_what_to_do_however_long_the_word_was() -> None:
    card = personal.unknown_command("x" * 4000, "join")

    assert "`/moot join`" in card.text
    assert "`/moot help`" in card.text


@pytest.mark.parametrize(("quorum", "told"), [(0.5, False), (0.8, True), (1.0, True)])
def test_a_proposal_says_how_many_must_take_a_side_where_the_quorum_asks_for_more_than_the_rule(
    quorum: float, told: bool
) -> None:
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    log.do(cc.AdoptCharter(DecisionRuleKind.MAJORITY, quorum, "", ""))
    log.do(_proposal(PROSE, 1))

    card = council_cards.proposal(PACK, log.council, log.council.proposals[ProposalNumber(1)])

    assert "6 of 10 seats support it" in card.text
    assert (f"{round(quorum * 10)} take a side" in card.text) is told


# --- nobody is pinged, and no markup is broken


@pytest.mark.parametrize("policies", [1, 40])
def test_what_players_write_is_never_read_as_markup_by_slack(policies: int) -> None:
    for what, card in public_cards(a_world(HOSTILE, policies)):
        for text in read(card):
            for ping in ("<!channel>", "<@UEVIL>", "<https://evil", "<!here>"):
                assert ping not in text, (what, text[:300])


@pytest.mark.parametrize("what", ["&", "<", ">x", HOSTILE])
def test_a_long_text_is_not_cut_within_an_escaped_character(what: str) -> None:
    for name, card in public_cards(a_world(what, 2)):
        for text in read(card):
            assert not re.search(r"&(?!amp;|lt;|gt;)", text), (name, text[-60:])


def test_a_long_row_of_mentions_is_not_cut_within_one() -> None:
    many = ", ".join(f"<@U{number:08}>" for number in range(400))

    made = Message.of(section(many))
    for text in read(made):
        assert not re.search(r"<[^>]*$", text), text[-30:]


def test_a_packs_own_ampersands_and_brackets_are_escaped() -> None:
    teams = tuple(team.model_copy(update={"name": f"R&D <{team.key}>"}) for team in PACK.teams)
    roles = tuple(role.model_copy(update={"name": f"A<b> & C {role.number}"}) for role in PACK.roles)
    questions = tuple(one.model_copy(update={"short": "Q<&>"}) for one in PACK.strategy)
    pack = PACK.model_copy(update={"teams": teams, "roles": roles, "strategy": questions})
    world = a_world()
    council, game = world.councils["chartered"].council, world.games["planned"].game
    assert game.plan is not None

    cards = [
        council_cards.welcome(game, pack, council),
        book_cards.book(pack, council, frozen=False),
        council_cards.slide(pack, council),
        paged.seating_plan(game, game.plan, pack, FIVE_MINUTES),
        *(council_cards.proposal(pack, council, one) for one in council.proposals.values()),
        *(sheets.envelope(game, pack, council, seat) for seat in council.filled),
    ]

    for card in cards:
        for text in read(card):
            assert not re.search(r"&(?!amp;|lt;|gt;)", text), text
            assert "<b>" not in text
            assert "Q<" not in text


@pytest.mark.parametrize("line", ["<" + "a" * 9000, "&" * 9000, " " * 9000, "\n" * 9000, "a" * 9000])
def test_a_line_that_has_no_good_place_to_break_is_broken_all_the_same(line: str) -> None:
    texts = [block.text.text for block in sections(["First.", line]) if block.text is not None]

    assert all(0 < len(text) <= 3000 for text in texts)
    assert "".join(texts).count("a") == line.count("a")


# --- secrets


def test_no_private_sentence_is_on_any_card_but_the_sheet() -> None:
    private = [
        " ".join(words(sentence))
        for _, text in PACK.private_texts()
        for sentence in re.split(r"[.!?:]\s", text)
        if len(words(sentence)) >= 5
    ]

    for world in (a_world(), a_world(policies=0)):
        for name, card in public_cards(world):
            shown = f" {' '.join(words(seen(card)))} "
            for sentence in private:
                assert f" {sentence} " not in shown, (name, sentence)


def test_a_sheet_shows_its_own_secrets_and_nobody_elses() -> None:
    council = a_world().councils["session"].council

    for seat in council.filled:
        shown = "".join(mrkdwn(sheets.sheet(PACK, council, seat).as_kwargs()["blocks"]))
        for readers, text in PACK.private_texts():
            assert (escaped(text) in shown) is (seat.role in readers), (seat.role, text[:60])


def test_whoever_asked_for_no_secret_gets_none() -> None:
    council = a_world().councils["session"].council

    for seat in council.filled:
        shown = seen(sheets.sheet(PACK, council, replace(seat, open_hand=True)))
        assert "You asked for no secret" in shown
        for _, text in PACK.private_texts():
            if text != PACK.role(seat.role).sheet.who:
                assert escaped(text) not in shown


def test_the_open_ballot_shows_how_many_voted_and_not_how() -> None:
    council = a_world().councils["voting"].council

    card = council_cards.ballot(council)

    assert "1 of 10 seats" in card.text
    assert "1 for" not in card.text


# --- small parts


def test_a_message_that_slack_would_refuse_is_not_made() -> None:
    twice = actions(button("One", "same", "1"), button("Two", "same", "2"))
    with pytest.raises(BadMessage):
        Message("  ", ())
    with pytest.raises(BadMessage):
        Message("text", tuple(context("x") for _ in range(51)))
    with pytest.raises(BadMessage):
        Message.of(section("text"), twice)
    with pytest.raises(BadMessage):
        Message.of(*(section("x" * 3000) for _ in range(5)))


@given(st.text(min_size=1, max_size=400), st.integers(1, 300))
def test_a_shortened_text_is_never_longer_and_only_cut_where_it_must_be(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert short == text or (len(text) > limit and short.endswith("…"))


@given(st.text())
def test_escaped_text_holds_no_markup_and_loses_nothing(text: str) -> None:
    safe = escaped(text)

    assert not set(safe) & {"<", ">"}
    assert safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_somebodys_words_are_quoted_line_by_line() -> None:
    assert quoted("one\n\n<two>") == "> one\n> \n> &lt;two&gt;"
    assert quoted("") == "> "


def test_a_header_is_plain_in_the_block_and_escaped_in_the_text() -> None:
    made = Message.of(header("A <b> & c"))

    assert made.text == "A &lt;b&gt; &amp; c"
    assert made.as_kwargs()["blocks"][0]["text"] == {"type": "plain_text", "text": "A <b> & c", "emoji": True}


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=90), "1 minute 30 seconds"),
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(minutes=-1), "1 minute"),
    ],
)
def test_a_length_of_time_is_said_in_words(span: timedelta, said: str) -> None:
    assert phrases.length(span) == said


def test_every_destructive_button_asks_first() -> None:
    destructive = {
        "leave_game",
        "end_game",
        "next_phase",
        "withdraw_proposal",
        "record_decision",
        "call_vote",
        "deal_seats",
        "leave",
        "step_back",
        "inject_emergency",
        "catch_up",
        "step_down",
        "move_there",
    }
    for name, card in public_cards(a_world()):
        for block in card.blocks or ():
            if isinstance(block, ActionsBlock):
                for element in block.to_dict()["elements"]:
                    if element["action_id"] in destructive:
                        assert "confirm" in element, (name, element["action_id"])


def test_a_person_is_mentioned_only_if_there_is_one() -> None:
    assert phrases.mention(None) == "nobody yet"
    assert phrases.mentions([UserId("U1"), None]) == "<@U1>, nobody yet"
    assert phrases.count_of(1, "policy", "policies") == "1 policy"
    assert phrases.count_of(2, "policy", "policies") == "2 policies"
    assert phrases.count_of(0, "seat") == "0 seats"


def test_what_is_left_out_of_a_book_is_counted_in_policies() -> None:
    council = a_world(policies=40).councils["over"].council

    shown = "".join(mrkdwn(book_cards.book(PACK, council, frozen=True).as_kwargs()["blocks"]))

    whole = sum(f"*{policy.number}. " in shown for policy, _ in council.book())
    left = re.search(r"… and (\d+) more", shown)
    assert left is not None
    assert whole + int(left[1]) == len(council.policies) + len(council.responses)
