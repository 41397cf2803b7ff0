"""A week of three councils in three zones, with people on three continents, played in seconds by a bot that
is started anew again and again: who is written to when, and what becomes of seats that sleep."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import GameId, Moment, ProposalNumber, UserId
from bot.domain.owed import owed
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Seat
from bot.domain.times.working_time import WorkingTime, at_night
from tests.integration.week import Week

PARIS, DENVER, ADELAIDE = GameId("paris"), GameId("denver"), GameId("adelaide")
WORKING = {
    PARIS: WorkingTime("Europe/Paris", time(9), time(17), days_off=(date(2026, 10, 23),)),  # a Friday
    DENVER: WorkingTime("America/Denver", time(9), time(17)),
    ADELAIDE: WorkingTime("Australia/Adelaide", time(9), time(17)),  # in the south, and half an hour off
}
PLACES = ("Europe/Paris", "America/Denver", "Asia/Tokyo")
MONDAY = datetime(2026, 10, 19, 8, tzinfo=UTC)  # clocks in Paris go back on the Sunday that follows
TUESDAY = date(2026, 10, 20)
LATEST = datetime(2026, 12, 1, tzinfo=UTC)
PLAYERS, WATCHER = 7, 99
CHARTER = cc.AdoptCharter(DecisionRuleKind.MAJORITY, 0.5, "At once.", "By a check.")


def user(game: GameId, number: int) -> UserId:
    """The n-th person of a game."""
    return UserId(f"U{game}{number:02}")


def everybody() -> dict[UserId, str]:
    """Seven players on three continents for each game, somebody who watches, and the facilitator."""
    zones: dict[UserId, str] = {}
    for game, working in WORKING.items():
        zones |= {user(game, number): PLACES[number % 3] for number in range(PLAYERS)}
        zones |= {user(game, WATCHER): "Europe/Paris", UserId(f"UDIRECTOR{game}"): working.zone}
    return zones


# --- what people do


@dataclass
class People:
    """Two in each council stand out. One sleeps: in Paris from the start and for ever, elsewhere after having
    opened the envelope; in Adelaide until the sidebar. One is late: takes a side a phase after the
    others, and never votes. All the others do what there is to do an hour after each bell."""

    asleep: dict[GameId, UserId] = field(default_factory=dict)
    late: dict[GameId, UserId] = field(default_factory=dict)
    owing_nothing: list[tuple[Moment, GameId, str, set[UserId]]] = field(default_factory=list)

    async def act(self, week: Week, game: Game, council: Council) -> None:
        """What the people of a council do now."""
        assert game.phase is not None
        if game.id not in self.asleep:
            self._cast(council)
        asleep = self.asleep[game.id] if not self._is_back(game) else None
        awake = [seat for seat in council.filled if seat.holder != asleep]
        if council.ballot is not None and council.outcome is None:
            await self._vote(week, council, awake)
        else:
            await self._work(week, game, council, awake)
        after = await week.store.services.reader.council(council.id)
        done = {_holder(one) for one in after.filled if not any(owed(game, after, one, week.now))}
        self.owing_nothing.append((week.now, game.id, game.phase.key, done))

    def _cast(self, council: Council) -> None:
        sleeper = next(seat for seat in council.filled if not seat.steward and council.partners_of(seat))
        others = [seat for seat in council.filled if not seat.steward and seat.team != sleeper.team]
        self.asleep[council.game], self.late[council.game] = _holder(sleeper), _holder(others[-1])

    def _is_back(self, game: Game) -> bool:
        key = game.phase.key if game.phase is not None else ""
        return game.id == ADELAIDE and key not in ("session-1", "emergency", "session-2")

    async def _work(self, week: Week, game: Game, council: Council, awake: list[Seat]) -> None:
        steward = _holder(next(seat for seat in awake if seat.steward))
        asleep, late = self.asleep[game.id], self.late[game.id]
        match game.phase.key if game.phase else "":
            case "session-1":
                for who in {*(_holder(seat) for seat in awake), *([asleep] if game.id != PARIS else [])}:
                    await week.do(council.id, cc.OpenEnvelope(), who)
                await self._propose(week, council, awake, against=0)
                await week.do(council.id, CHARTER, steward)
            case "emergency":
                await week.do(
                    council.id,
                    cc.RecordResponse("Put it back, then talk.", said=(len(council.filled), 0)),
                    steward,
                )
            case "session-2":
                await self._propose(week, council, [one for one in awake if one.holder != late], against=3)
            case "sidebar":
                await week.do(council.id, cc.TakeSide(ProposalNumber(2), False), late)
                if game.id == PARIS:
                    await self._take_over(week, game, asleep)
                if game.id == ADELAIDE:
                    await week.store.services.visits.note(asleep)  # they only look in
            case "presentations":
                await week.do(council.id, cc.PreparePresentation(((0, "We merged."),)), steward)

    async def _propose(self, week: Week, council: Council, seats: list[Seat], *, against: int) -> None:
        """One proposes, and all take a side."""
        number = ProposalNumber(len(council.proposals) + 1)
        await week.do(council.id, cc.SubmitProposal(f"Idea {number}", "They do."), _holder(seats[0]))
        for place, seat in enumerate(seats):
            await week.do(council.id, cc.TakeSide(number, place >= against), _holder(seat))

    async def _take_over(self, week: Week, game: Game, asleep: UserId) -> None:
        """Somebody who watches takes the seat that they were offered."""
        watcher = user(game.id, WATCHER)
        takes = c.HandOver(asleep, watcher, offered=True)
        await week.store.services.games.handle(game.id, takes, actor=watcher)

    async def _vote(self, week: Week, council: Council, awake: list[Seat]) -> None:
        """Reactions, as Slack shows and tells them; in Denver, a partner votes for the one who sleeps."""
        post = await week.store.services.reader.post(council.game, f"ballot:{council.id}")
        assert post is not None
        for who in (_holder(seat) for seat in awake):
            if who != self.late[council.game]:
                week.slack.reactions[post.channel, post.ts].setdefault("white_check_mark", []).append(who)
                await week.do(council.id, cc.CastVote(Choice.YES), who)
        if council.game == DENVER:
            asleep = self.asleep[DENVER]
            seat = council.seat_of(asleep)
            assert seat is not None
            partner = council.partners_of(seat)[0]
            await week.do(council.id, cc.CastProxyVote(asleep, Choice.NO), _holder(partner))


def _holder(seat: Seat) -> UserId:
    assert seat.holder is not None
    return seat.holder


# --- the week


@pytest.mark.long
async def test_a_week_of_three_councils_in_three_zones(tmp_path: Path) -> None:
    people = People()
    week = Week(tmp_path, MONDAY, everybody(), people.act)
    async with week.process():
        for game, working in WORKING.items():
            starts = datetime.combine(TUESDAY, time(10), ZoneInfo(working.zone)).astimezone(UTC)
            players = [user(game, number) for number in range(PLAYERS)]
            await week.plan(game, working, starts, players, user(game, WATCHER))
    week.slack.sent.clear()

    await week.play(LATEST, restart_every=30)

    _bells_ring_once_and_in_working_hours(week)
    _each_council_has_its_digest_on_working_mornings(week)
    _nobody_is_written_to_at_night(week)
    _only_who_owes_something_is_reminded(week, people)
    _nobody_hears_from_care_twice_on_a_day(week)
    _seats_that_sleep_are_cared_for(week, people)
    _nothing_comes_twice(week)
    _votes_and_results_come(week)


def _bells_ring_once_and_in_working_hours(week: Week) -> None:
    assert [week.local(at, "Europe/Paris") for game, _, at in week.rung if game == PARIS] == [
        "Tue 20 10:00",
        "Tue 20 14:00",
        "Thu 22 10:00",
        "Thu 22 14:00",
        "Mon 26 12:00",  # the Friday is a day off, and on the Sunday the clocks went back
        "Mon 26 16:00",
        "Tue 27 14:00",
        "Tue 27 16:00",
    ]
    for game in WORKING:
        keys = [key for other, key, _ in week.rung if other == game]
        assert len(keys) == len(set(keys)) == 8


def _each_council_has_its_digest_on_working_mornings(week: Week) -> None:
    digests = {game: week.to(_table(week, game), "Good morning") for game in WORKING}
    mornings = {
        game: [week.local(one.at, WORKING[game].zone) for one in told] for game, told in digests.items()
    }
    # on the mornings on which there is something to tell
    assert mornings[PARIS] == [f"{day} 09:00" for day in ("Wed 21", "Mon 26", "Tue 27", "Wed 28")]
    others = [f"{day} 09:00" for day in ("Wed 21", "Fri 23", "Mon 26", "Tue 27")]
    assert mornings[DENVER] == mornings[ADELAIDE] == others
    assert "The charter is written: version 1." in digests[DENVER][0].text
    assert "Adopted: Policy 1 (proposal 1) “Idea 1”." in digests[DENVER][0].text
    assert "Idea 1" not in digests[DENVER][1].text, "it is told once"


def _nobody_is_written_to_at_night(week: Week) -> None:
    told = week.direct()
    assert len(told) > 20
    assert [one for one in told if at_night(one.at, week.zones[UserId(one.room)])] == []
    nudges = [*week.direct("would like to hear from you"), *week.direct("A seat is free")]
    days = {one.at.astimezone(ZoneInfo(week.zones[UserId(one.room)])).weekday() for one in nudges}
    assert days <= {0, 1, 2, 3, 4}


def _only_who_owes_something_is_reminded(week: Week, people: People) -> None:
    reminded = week.direct("still needs this from you")
    for game, late in people.late.items():
        mine = [one.text for one in reminded if one.room == late]
        assert any("Say yes or no: " in text and "proposal 2, " in text for text in mine)
        if game != ADELAIDE:  # in the late one's place, all of that vote is at night
            assert any("Vote: the ballot is in" in text for text in mine)
        for one in (one for one in reminded if str(game) in one.room):
            phase = [key for other, key, at in week.rung if other == game and at <= one.at][-1]
            known = [
                done for at, *which, done in people.owing_nothing if which == [game, phase] and at <= one.at
            ]
            assert not known or one.room not in known[-1], (one.room, phase, one.text)


def _nobody_hears_from_care_twice_on_a_day(week: Week) -> None:
    asked = [
        one
        for words in ("still needs this from you", "would like to hear from you", "Is everything all right?")
        for one in week.direct(words)
    ]
    days = [(one.room, one.at.astimezone(ZoneInfo(week.zones[UserId(one.room)])).date()) for one in asked]
    assert [day for day, times in Counter(days).items() if times > 1] == []
    assert [day for _, day in days if day.weekday() > 4] == []


def _seats_that_sleep_are_cared_for(week: Week, people: People) -> None:
    def told(game: GameId, words: str) -> set[str]:
        return {one.room for one in week.direct(words) if str(game) in one.room}

    asleep = people.asleep
    nudge, vote, offer = "would like to hear from you", "You may vote for your partner", "A seat is free"
    # nobody waits for the bell that opens the sheets, so a message says so to those who have not read theirs
    assert asleep[PARIS] in told(PARIS, "*The role sheets of")
    assert all(told(game, "*The role sheets of") for game in (PARIS, DENVER, ADELAIDE))
    # in Paris somebody plays on for the one who never came
    assert told(PARIS, "Is everything all right?") == {asleep[PARIS]}
    assert told(PARIS, nudge) == set(), "the late one was reminded earlier on that day"
    assert told(PARIS, offer) == {user(PARIS, WATCHER)}
    assert told(PARIS, "Somebody has taken your place") == {asleep[PARIS]}
    # in Denver a partner votes for the one who fell asleep
    assert told(DENVER, "Is everything all right?") == set()
    assert told(DENVER, nudge) == {asleep[DENVER]}
    assert len(told(DENVER, vote)) == 1
    # in Adelaide they are back before the seat is offered, and the late one before the nudge's morning
    assert told(ADELAIDE, nudge) == {asleep[ADELAIDE]}
    assert len(told(ADELAIDE, vote)) == 1
    assert told(ADELAIDE, offer) == set()
    for game in WORKING:
        heard = week.to(f"UDIRECTOR{game}", "Silent for three phases")
        assert len(heard) == (game != ADELAIDE)


def _nothing_comes_twice(week: Week) -> None:
    posted = Counter((one.room, one.text) for one in week.slack.sent)
    assert {what: times for what, times in posted.items() if times > 1} == {}


def _votes_and_results_come(week: Week) -> None:
    for game in WORKING:
        (counted,) = week.to(_table(week, game), "The book is approved")
        assert ("(1 by proxy)" in counted.text) == (game == DENVER)
        assert len(week.to(f"CPLENARY{game}", "1 of 1 council won together")) == 1


def _table(week: Week, game: GameId) -> str:
    """The council's channel."""
    return next(key for key, name in week.slack.names.items() if name == f"council-1-{game}")
