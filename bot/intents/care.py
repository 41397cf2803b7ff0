"""What care means for Slack: cards for councils, players, partners, reserves and facilitators.

A direct message of care is `gentle`: the courier holds it back while it is night for the person, and until a
working day where it is not about an end that comes near.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory
from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.council.care_events import NUDGED, OFFERED, PROXY, Mark
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.intents.ballot import catch_up_votes, two_choices
from bot.intents.gentle import PersonalCard, gentle
from bot.intents.intent import CouncilCard, Delivery, Urgency
from bot.intents.people import home
from bot.intents.rooms import council_room
from bot.intents.sheets import sheets_opened

SAME_DAY = timedelta(hours=10)  # as long as the night: what is closer lies in one day


class DigestCard(CouncilCard):
    """What happened in a council in this time."""

    since: Moment
    until: Moment


class ReminderCard(PersonalCard):
    """What they have to do in a phase."""

    phase: str
    mark: Mark


class NudgeCard(PersonalCard):
    """To somebody who has not been heard of."""

    holder: UserId


class IdleSeatsCard(PersonalCard):
    """To a facilitator: whose seats are idle, and whose envelopes are shut."""

    idle: tuple[RoleNumber, ...]
    shut: tuple[RoleNumber, ...]


class SeatCard(PersonalCard):
    """About a seat, as long as this person holds it."""

    seat: RoleNumber
    holder: UserId


class CheckInCard(SeatCard):
    """To its holder, whose envelope is shut."""


class MayVoteForCard(SeatCard):
    """To a partner, who may vote for them."""


class SeatOfferCard(SeatCard):
    """To a reserve, who may take it over."""


class SeatTakenCard(PersonalCard):
    """To somebody whose seat was taken over."""

    seat: RoleNumber


async def care_work(
    session: AsyncSession, before: Council | None, council: Council, events: list[e.CouncilEvent]
) -> list[Delivery]:
    """The work that these events make; `council` is as it is after them."""
    work: list[Delivery] = []
    opens = before is not None and not before.begun and council.begun
    if opens and council.working is not None:
        work += sheets_opened(council)
    for event in events:
        work += of_care(before, council, event)
        if isinstance(event, e.WindowJudged) and any(step == OFFERED for _, step in event.steps):
            work += _offers(council, event, await directory.reserves(session, council.game))
    return work


def of_care(before: Council | None, council: Council, event: e.CouncilEvent) -> Iterator[Delivery]:
    """What an event means, besides for people without a seat."""
    if not isinstance(event, e.CareEvent | e.SeatNudged | e.SeatHandedOver):
        return
    match event:
        case e.MorningCame(opened, since, told, at):
            if told:
                room = council_room(council)
                digest = DigestCard(room, f"digest:{opened.isoformat()}:{room}", council.id, since, at)
                yield Delivery(digest, Urgency.REPLY)
        case e.SeatsReminded():
            yield from _reminders(council, event)
        case e.SeatNudged(_, holder, phase, by):
            yield _nudge(council, holder, phase)
            yield home(by)
        case e.WindowJudged():
            if before is not None:
                yield from _steps(before, council, event)
        case e.SeatHandedOver(seat, holder):
            if before is not None and before.care.step(seat) >= OFFERED:
                key = f"seat_taken:{council.id}:{holder}"
                yield gentle(holder, SeatTakenCard(f"dm:{holder}", key, council.id, seat))
        case e.EnvelopeOpened() | e.HolderCameBack() | e.IdleCareStopped():
            return
        case _:
            assert_never(event)


def _reminders(council: Council, event: e.SeatsReminded) -> Iterator[Delivery]:
    """Where the ballot is read, that comes first: nobody is asked for a vote whose event was lost.

    A live vote asks by direct message. That pings a phone, stays until it is read, and Slack takes three
    times as many of them in a minute as ephemeral messages, so that a thousand people can be asked.
    """
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None:
        yield from [catch_up_votes(council)] if event.reads else ()
        if event.mark.of_vote or event.mark is Mark.HOURS:
            yield from two_choices(council, (role for role in ballot.doubled() if role not in ballot.asked))
    for role in event.owing:
        holder = council.seats[role].holder
        if holder is None:
            continue
        key = f"reminder:{council.id}:{event.at:%Y%m%d%H%M}:{event.mark}:{role}"
        card = ReminderCard(f"dm:{holder}", key, council.id, event.phase, event.mark, user=holder)
        if council.working is not None:
            yield gentle(holder, card)
        else:
            yield Delivery(card, Urgency.REPLY, catch_up_votes(council).lane if event.reads else "")


def _nudge(council: Council, holder: UserId, phase: str) -> Delivery:
    """One card, whether a facilitator asks for it or a window has passed without a sign of life."""
    card = NudgeCard(f"dm:{holder}", f"nudge:{phase}:{holder}", council.id, holder)
    return Delivery(card, Urgency.REPLY) if council.working is None else gentle(holder, card)


def _steps(before: Council, council: Council, event: e.WindowJudged) -> Iterator[Delivery]:
    steps = {role: step for role, step in event.steps if step <= OFFERED}
    now = council.phase.phase if council.phase is not None else event.phase
    for role in sorted({*steps, *event.unopened}):
        holder, step = council.seats[role].holder, steps.get(role, 0)
        if holder is None:
            continue
        if role in event.unopened:
            key = f"check_in:{council.id}:{role}:{event.phase}"
            yield gentle(holder, CheckInCard(f"dm:{holder}", key, council.id, role, holder))
        elif step == NUDGED and before.activity.nudged.get(role) not in (event.phase, now):  # once is kind
            yield from () if _told_lately(before, role, event.at) else [_nudge(council, holder, now)]
        if step == PROXY and council.ballot_rule.held:
            yield from _proxies(council, role, holder, event.phase)
    if steps or event.unopened:
        yield from _facilitators(council, event, tuple(steps))


def _told_lately(council: Council, role: RoleNumber, at: Moment) -> bool:
    """Whether a reminder of the same day says as much."""
    told = council.care.told.get(role)
    return told is not None and at - told < SAME_DAY


def _proxies(council: Council, role: RoleNumber, holder: UserId, phase: str) -> Iterator[Delivery]:
    for partner in council.partners_of(council.seats[role]):
        user = partner.holder
        if user is not None and not is_paper(user) and not council.care.step(partner.role):
            key = f"may_vote_for:{council.id}:{role}:{phase}:{user}"
            yield gentle(user, MayVoteForCard(f"dm:{user}", key, council.id, role, holder))


def _facilitators(
    council: Council, event: e.WindowJudged, idle: tuple[RoleNumber, ...]
) -> Iterator[Delivery]:
    """One card for each council and window, however many sleep."""
    for user in sorted(council.facilitators):
        key = f"idle_seats:{council.id}:{event.phase}:{event.at:%Y%m%d%H%M}:{user}"
        yield gentle(user, IdleSeatsCard(f"dm:{user}", key, council.id, idle, event.unopened))
        yield home(user)


def _offers(council: Council, event: e.WindowJudged, reserves: list[UserId]) -> Iterator[Delivery]:
    for role, step in event.steps:
        holder = council.seats[role].holder
        if step != OFFERED or holder is None:
            continue
        for user in reserves:
            key = f"seat_offer:{council.id}:{role}:{event.phase}:{user}"
            yield gentle(user, SeatOfferCard(f"dm:{user}", key, council.id, role, holder))
