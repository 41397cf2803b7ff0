"""What care means for Slack: cards for councils, players, partners, reserves and facilitators.

A direct message of care is `gentle`: the courier holds it back while it is night for the person, and until a
working day where it is not about an end that comes near.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import directory
from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.council.care_events import NUDGED, OFFERED, PROXY
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import is_paper
from bot.intents.deliveries import Delivery, Gentle, Urgency, card, council_room, home


async def care_work(
    session: AsyncSession, before: Council | None, council: Council, events: list[e.CouncilEvent]
) -> list[Delivery]:
    """The work that these events make; `council` is as it is after them."""
    work: list[Delivery] = []
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
                yield _digest(council, opened.isoformat(), since.isoformat(), at.isoformat())
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
                yield gentle("seat_taken", holder, key, council=council.id, seat=seat)
        case e.EnvelopeOpened() | e.HolderCameBack() | e.IdleCareStopped():
            return
        case _:
            assert_never(event)


def gentle(name: str, user: UserId, key: str, **subject: str | int) -> Delivery:
    """A card for one person, in a lane of their own: what waits for their morning holds up nothing else."""
    made = card(name, f"dm:{user}", Urgency.UPDATE, key, user=user, gentle=Gentle.ON_WORKING_DAYS, **subject)
    return replace(made, lane=f"care:{user}")


def _digest(council: Council, opened: str, since: str, until: str) -> Delivery:
    room = council_room(council)
    key = f"digest:{opened}:{room}"
    return card("digest", room, Urgency.REPLY, key, council=council.id, since=since, until=until)


def _reminders(council: Council, event: e.SeatsReminded) -> Iterator[Delivery]:
    for role in event.owing:
        holder = council.seats[role].holder
        if holder is not None:
            key = f"reminder:{council.id}:{event.at:%Y%m%d%H%M}:{event.mark}:{role}"
            made = gentle("reminder", holder, key, council=council.id, phase=event.phase, mark=event.mark)
            yield replace(made, subject={**made.subject, "gentle": Gentle.BY_DAY})  # the end is near


def _nudge(council: Council, holder: UserId, phase: str) -> Delivery:
    """The same card, whether a facilitator or a window without a sign of life is the reason."""
    key = f"nudge:{phase}:{holder}"
    if council.working is not None:
        return gentle("nudge", holder, key, council=council.id, holder=holder)
    return card("nudge", f"dm:{holder}", Urgency.REPLY, key, council=council.id, holder=holder)


def _steps(before: Council, council: Council, event: e.WindowJudged) -> Iterator[Delivery]:
    steps = {role: step for role, step in event.steps if step <= OFFERED}
    now = council.phase.phase if council.phase is not None else event.phase
    for role in sorted({*steps, *event.unopened}):
        holder, step = council.seats[role].holder, steps.get(role, 0)
        if holder is None:
            continue
        about: dict[str, str | int] = {"council": council.id, "seat": role, "holder": holder}
        name = f"{council.id}:{role}:{event.phase}"
        if role in event.unopened:
            yield gentle("check_in", holder, f"check_in:{name}", **about)
        elif step == NUDGED and before.activity.nudged.get(role) not in (event.phase, now):  # once is kind
            yield _nudge(council, holder, now)
        if step == PROXY:
            yield from _proxies(council, role, name, about)
    if steps or event.unopened:
        yield from _facilitators(council, event, [*steps])


def _proxies(
    council: Council, role: RoleNumber, name: str, about: dict[str, str | int]
) -> Iterator[Delivery]:
    for partner in council.partners_of(council.seats[role]):
        if (
            partner.holder is not None
            and not is_paper(partner.holder)
            and not council.care.step(partner.role)
        ):
            yield gentle("may_vote_for", partner.holder, f"may_vote_for:{name}:{partner.holder}", **about)


def _facilitators(council: Council, event: e.WindowJudged, idle: list[RoleNumber]) -> Iterator[Delivery]:
    """One card for each council and window, however many sleep."""
    for facilitator in sorted(council.facilitators):
        key = f"idle_seats:{council.id}:{event.phase}:{event.at:%Y%m%d%H%M}:{facilitator}"
        made = gentle("idle_seats", facilitator, key, council=council.id)
        seats = {"idle": [str(role) for role in idle], "shut": [str(role) for role in event.unopened]}
        yield replace(made, subject={**made.subject, **seats})
        yield home(facilitator)


def _offers(council: Council, event: e.WindowJudged, reserves: list[UserId]) -> Iterator[Delivery]:
    for role, step in event.steps:
        holder = council.seats[role].holder
        if step != OFFERED or holder is None:
            continue
        for user in reserves:
            key = f"seat_offer:{council.id}:{role}:{event.phase}:{user}"
            yield gentle("seat_offer", user, key, council=council.id, seat=role, holder=holder)
