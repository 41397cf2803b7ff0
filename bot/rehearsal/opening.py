"""The opening: whoever opens the page has a seat in a council that is divided, and their side decides.

What comes before is played as fast as it goes. Then the visitor's council waits: nobody settles what lies on
its table until they have seen it, or a while has passed.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from bot import clock
from bot.domain.amounts import digits
from bot.domain.council import Council, Proposal
from bot.domain.council.state import ProposalStatus
from bot.domain.game import Game
from bot.domain.ids import RoleNumber, UserId
from bot.domain.lines import SampleProposal
from bot.domain.scenario import Scenario
from bot.rehearsal.cast import Cast
from bot.rehearsal.quarrel import Quarrel, quarrel_over
from bot.rehearsal.stage import PRELUDE, Running
from bot.rehearsal.stand_ins.cards import Json, buttons_of, title_of
from bot.rehearsal.stand_ins.ideas import ideas
from bot.rehearsal.stand_ins.mind import Side
from bot.rehearsal.stand_ins.stand_in import StandIn
from bot.rehearsal.table import Table, until
from bot.slack.blocks import optional
from bot.workspace.page.people import People
from bot.workspace.state.records import Link, Notice
from bot.workspace.state.refusals import CannotDo

AS_IN_LIFE = 1  # the tempo while the council waits for the visitor
SHEET_SECONDS = 4.0  # after which nobody waits for those who have not read theirs
SLOWLY = 12  # the tempo at most that the game is created with, so that no session ends before it is looked at
TRIES, ANSWER_SECONDS = 4, 4.0
PRESSES_AGAIN = 1.0  # seconds after which the envelope is tried again
CHARTER_SECONDS = 8.0  # after which it goes without one
PAGE_SECONDS = 240.0  # that it waits for somebody to open the page
SIDE_SECONDS = 150.0  # that it waits for them to take a side
READING_SECONDS = 1.5  # between the page and the first word to them


def samples_of(scenario: Scenario) -> list[SampleProposal]:
    """What can be quarrelled over."""
    return [one for one in ideas(scenario) if not one.parked_until]


@dataclass(slots=True)
class Opening:
    """One game's opening. `arrived` is set when somebody opens the page."""

    running: Running
    cast: Cast
    reader: StandIn
    arrived: asyncio.Event
    table: Table = field(init=False)
    _card: Json | None = None  # of the proposal that waits for the visitor
    _quarrel: Quarrel | None = None
    _votes: bool = True  # whether the visitor's seat does
    _over: bool = False

    def __post_init__(self) -> None:
        self.table = Table(self.running, self.reader.user)
        self.reader.absent = lambda _: self._over
        for one in self.cast.stand_ins:
            one.waits = self._waits

    async def set(self) -> Notice:
        """Plays until somebody may open the page, and says what they will find. Raises CannotDo."""
        self._stand_ins_at(PRELUDE)
        reading = asyncio.create_task(self.reader.play())
        try:
            return await self._set()
        finally:
            reading.cancel()
            self._stand_ins_at(self.cast.desk.tempo)

    async def wait(self) -> Notice | None:
        """Waits for the visitor and their side, and then lets the others go on; what became of it."""
        notice = None
        with suppress(TimeoutError, CannotDo):  # nobody came, or they only watch
            async with asyncio.timeout(PAGE_SECONDS):
                await self.arrived.wait()
            await self._ask()
            notice = await self._outcome()
        await self.let_go()
        return notice

    async def let_go(self) -> None:
        """From now on everybody acts as they like, at the rehearsal's tempo unless somebody chose another."""
        self._over = True
        desk = self.cast.desk
        if desk.tempo == AS_IN_LIFE:
            await desk.play_at(self.running.plan.tempo)
        for one in self.cast.stand_ins:
            one.go_on()

    def _waits(self, message: Json) -> bool:
        """Whether a stand-in leaves a card of the visitor's council alone for now: what asks for proposals,
        and the one that waits for the visitor."""
        if self._over or message["channel"] != self.table.channel:
            return False
        if not title_of(message).startswith("Proposal "):
            return True
        return self._card is None or message["ts"] == self._card["ts"]

    def _stand_ins_at(self, tempo: float) -> None:
        for one in (*self.cast.stand_ins, self.reader):
            one.tempo = float(tempo)

    def _only_here(self, council: Council) -> None:
        """The others play at the tempo of the rehearsal: a hundred at once would keep everybody waiting."""
        for one in self.cast.stand_ins:
            if council.seat_of(UserId(one.user)) is None:
                one.tempo = float(self.running.plan.tempo)

    # --- before the page is opened

    async def _set(self) -> Notice:
        lead, table = self.cast.lead, self.table
        assert lead is not None
        lead.swap, lead.glance, lead.tempo = self._swap, 0.3, min(lead.tempo, SLOWLY)
        self.cast.desk.tempo = lead.tempo
        await lead.run()
        await until(table.found, "the visitor's seat")
        council = await table.council()
        self._only_here(council)
        seat = table.seat(council).role
        self._votes = council.electorate.votes(seat)
        role = self.running.plan.scenario.role(seat).name
        title = f"You are the {role} in {council.name}"
        if not await self._rung(await table.game()):
            return Notice(title, ("The game has begun.",), opens=table.place())
        session = await until(partial(self._newest, "Propose a policy"), "the session's card")
        await until(self._has_read, "the visitor's sheet")
        await self._divide(session)
        return self._notice(title)

    async def _swap(self) -> str:
        """Exchanges the visitor with somebody of the same council, where they would have to chair it or would
        have no vote."""
        game, visitor = await self.table.game(), UserId(self.reader.user)
        electorate = self.running.plan.scenario.deciders()
        stewards = {seat.role for seat in game.layout.seats if seat.steward}
        voters = {seat.role for seat in game.layout.seats if electorate.votes(seat.role)}
        wanted = (voters - stewards) or {seat.role for seat in game.layout.seats} - stewards
        for council in game.plan.councils if game.plan else ():
            sits = any(holder == visitor and role not in wanted for role, holder in council)
            others = [holder for role, holder in council if role in wanted]
            if sits and others:
                return f"<@{visitor}> <@{others[0]}>"
        return ""

    async def _rung(self, game: Game) -> bool:
        """Rings until a phase in which policies are made; False if the agenda has none."""
        wanted = next((at for at, one in enumerate(game.agenda) if one.kind.traits.makes_policies), None)
        if wanted is None:
            return False
        for phase in range(wanted):
            await until(partial(self._began, phase), f"the bell of phase {phase + 1}")
            await until(self._quiet, "everything that was to be sent")
            await self._go_on_to(phase + 1)
        self.cast.desk.tempo = AS_IN_LIFE
        return True

    async def _go_on_to(self, phase: int) -> None:
        """Whoever types in the very moment of a bell is told that nothing was changed: then once more."""
        for _ in range(TRIES):
            if await self._began(phase):
                return
            with suppress(CannotDo):
                await self.cast.desk.type("next")
            with suppress(CannotDo):
                await until(partial(self._began, phase), f"the bell of phase {phase + 1}", ANSWER_SECONDS)
        raise CannotDo("The first session did not begin.")

    async def _began(self, phase: int) -> bool:
        now = (await self.table.game()).clock
        return now is not None and now.phase >= phase

    async def _quiet(self) -> bool:
        return await self.running.services.reader.open_work((await self.table.game()).id) == 0

    async def _newest(self, label: str) -> Json | None:
        return self.table.newest(lambda card: label in buttons_of(card))

    async def _has_read(self) -> bool:
        if self.reader.role == 0:
            await asyncio.sleep(PRESSES_AGAIN)
            with suppress(CannotDo):
                await self.reader.look_again()
        return self.reader.role != 0

    async def _have_read(self, people: dict[RoleNumber, StandIn]) -> bool:
        return all(one.role for one in people.values())

    # --- the quarrel

    async def _divide(self, session: Json) -> None:
        """Somebody proposes what concerns the visitor; the others take sides, and two of each say why."""
        council = await self._chartered()
        seats = [(council.seat_of(UserId(one.user)), one) for one in self.cast.stand_ins]
        people = {seat.role: one for seat, one in seats if seat is not None}
        with suppress(CannotDo):  # who has not read their sheet knows less
            await until(partial(self._have_read, people), "what they want", SHEET_SECONDS)
        proposer, idea = self._worth_it(council, people)
        proposal = await self._brought(proposer, session, idea)
        self._card = card = await until(partial(self._shown, proposal), "the proposal's card")
        liking = sorted(people, key=lambda role: (role != proposal.by, -people[role].mind.likes(idea)))
        council = await self.table.council()
        mine = self.table.seat(council).role
        self._quarrel = quarrel = quarrel_over(council, proposal.number, mine, liking, clock.now())
        say = {*quarrel.for_it[:2], *quarrel.against[-2:]}
        await asyncio.gather(
            *(people[role].stand(card, for_it=True, talks=role in say) for role in quarrel.for_it),
            *(people[role].stand(card, for_it=False, talks=role in say) for role in quarrel.against),
        )
        await until(self._divided, "their sides")

    async def _chartered(self) -> Council:
        """The council with its charter, or without one where nobody writes it."""

        async def written() -> bool:
            return (await self.table.council()).charter is not None

        with suppress(CannotDo):  # then its stewards record what is decided
            await until(written, "a charter", CHARTER_SECONDS)
        return await self.table.council()

    def _worth_it(
        self, council: Council, people: dict[RoleNumber, StandIn]
    ) -> tuple[StandIn, SampleProposal]:
        """What the others are most divided over and the visitor's role is not indifferent to, of somebody in
        another team."""
        mine = self.table.seat(council)
        samples = samples_of(self.running.plan.scenario)
        theirs = [one for one in samples if one.role in people]
        foreign = [one for one in theirs if council.seats[RoleNumber(one.role)].team != mine.team]
        chosen = max(foreign or theirs or samples, key=lambda one: self._heat(one, people))
        return people.get(RoleNumber(chosen.role)) or next(iter(people.values())), chosen

    def _heat(self, sample: SampleProposal, people: dict[RoleNumber, StandIn]) -> tuple[float, float]:
        """How many are on the weaker side, and how much it means to the visitor's role."""
        sides = [one.mind.think(sample.title, sample.text).side for one in people.values()]
        divided = min(sides.count(Side.FOR), sides.count(Side.AGAINST))
        return divided, abs(self.reader.mind.likes(sample))

    async def _brought(self, proposer: StandIn, session: Json, idea: SampleProposal) -> Proposal:
        """The proposal. On a busy machine the bot may not answer in Slack's three seconds: then once more."""
        for _ in range(TRIES):
            with suppress(CannotDo):
                await proposer.bring(session, buttons_of(session)["Propose a policy"], idea)
            with suppress(CannotDo):
                return await until(partial(self._proposed, idea.title), "the proposal", ANSWER_SECONDS)
        raise CannotDo("Nobody could propose anything.")

    async def _proposed(self, title: str) -> Proposal | None:
        proposals = (await self.table.council()).proposals.values()
        return next((one for one in proposals if one.title == title), None)

    async def _shown(self, proposal: Proposal) -> Json | None:
        return self.table.newest(lambda card: title_of(card).startswith(f"Proposal {proposal.number}:"))

    async def _divided(self) -> bool:
        assert self._quarrel is not None
        proposal = await self.table.proposal(self._quarrel.number)
        return proposal.spoken() >= {*self._quarrel.for_it, *self._quarrel.against}

    def _notice(self, title: str) -> Notice:
        quarrel, card = self._quarrel, self._card
        assert quarrel is not None
        assert card is not None
        divided = f"{len(quarrel.for_it)} for, {len(quarrel.against)} against"
        both = quarrel.for_it and quarrel.against
        talks = "is divided over" if both else "discusses"
        lines = (
            f"Your council {talks} proposal {quarrel.number}: {divided}.",
            self._what_you_can_do(quarrel),
        )
        return Notice(title, lines, self._links(quarrel, card), opens=self.table.place())

    def _what_you_can_do(self, quarrel: Quarrel) -> str:
        if not self._votes:
            return "Your seat has no vote. Say in its thread what you think of it."
        if quarrel.decides and quarrel.objections:
            return (
                "Your thumbs up under its card adopts it. To stop it, press Object there and give a reason."
            )
        if quarrel.decides:
            return "Your thumbs up or thumbs down under its card decides."
        return "Your thumbs up or thumbs down under its card is still missing."

    def _links(self, quarrel: Quarrel, card: Json) -> tuple[Link, ...]:
        return (
            Link(self._sheet(), self.table.messages()),
            Link(f"Proposal {quarrel.number}", self.table.place(card["ts"])),
        )

    def _sheet(self) -> str:
        scenario = self.running.plan.scenario
        return "My secret mission" if scenario.has_secrets else optional.sheet_title(scenario)

    # --- when it is opened

    async def _ask(self) -> None:
        """The proposer asks the visitor for their side."""
        await asyncio.sleep(READING_SECONDS)
        if self._quarrel is None or await self._settled():
            return
        council = await self.table.council()
        proposal = council.proposals[self._quarrel.number]
        holder = council.seats[proposal.by].holder
        if holder is not None:
            tally = council.tally(proposal)
            words = (
                f"<@{self.reader.user}>, you have not said what you think of “{proposal.title}”. It is "
                f"{digits(tally.support)} for and {digits(tally.oppose)} against. Are you with us?"
            )
            await People(self.running.workspace).say(holder, self.table.channel, words)

    async def _settled(self) -> bool:
        """Whether the visitor has taken a side, or nobody needs it any more; without a vote, whether they
        have said something."""
        assert self._quarrel is not None
        if not self._votes and self._has_spoken():
            return True
        council = await self.table.council()
        proposal = council.proposals[self._quarrel.number]
        side = proposal.side_of(self.table.seat(council).role)
        return side is not None or proposal.status is not ProposalStatus.OPEN

    def _has_spoken(self) -> bool:
        """Whether the visitor has said something about the proposal, in its thread."""
        assert self._card is not None
        people = People(self.running.workspace)
        thread = people.thread(self.reader.user, self.table.channel, self._card["ts"])
        return any(one["user"] == self.reader.user for one in thread)

    async def _outcome(self) -> Notice | None:
        if self._quarrel is None:
            return None
        await until(self._settled, "a side", SIDE_SECONDS)
        proposal = await self.table.proposal(self._quarrel.number)
        adopted = proposal.status is ProposalStatus.ADOPTED
        decided = "is adopted: your side decided it" if self._votes else "is adopted"
        became = decided if adopted else "is not adopted yet: you were heard"
        on = f"The game goes on, {self.running.plan.tempo} times as fast as life. Propose something yourself."
        return Notice(f"Proposal {proposal.number} {became}", (on,))
