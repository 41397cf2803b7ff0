"""The queue of rulings: each claim with all that it takes to decide on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.claims import Claim, asks_for_ruling, most_dispute
from bot.domain.council import Council
from bot.domain.council.verdicts import to_rule_on, undecided
from bot.domain.game import Game, Stage
from bot.domain.ids import RoleNumber
from bot.domain.scenario import Scenario
from bot.intents.claims import claim_card
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    PAGE,
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    plain,
    section,
    sections,
    turning,
)
from bot.slack.claims import cards as claims_cards
from bot.slack.claims.cards import NO_LINKS
from bot.slack.claims.evidence import Links, cards_of, linked

SOME = 6  # councils that a sentence names
FRAME = 400  # characters of a page that are not about single claims


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim of the queue."""

    scenario: Scenario
    council: Council
    claim: Claim

    @property
    def number(self) -> str:
        """How it is named in `/moot rule`: by its council and its role, which stay as they are."""
        return f"{self.council.number}.{self.claim.seat}"

    @property
    def card(self) -> str:
        """The key of its card in the council's channel."""
        return claim_card(self.council, self.claim.seat).key

    def text(self, links: Links) -> str:
        """Whose it is, what it says, and who says what to it."""
        return "\n".join(self._lines(links))

    def size(self, most: int) -> int:
        """How many characters that is without links; where it is more than `most`, not all are counted, since
        a claim may quote a whole book."""
        size = -1
        for line in self._lines(NO_LINKS):
            size += len(line) + 1
            if size > most:
                break
        return size

    def _lines(self, links: Links) -> Iterator[str]:
        seat, one = self.council.seats[self.claim.seat], self.claim
        who = f"{p.mention(seat.holder)}, {p.role_and_team(self.scenario, seat)}"
        title = linked(f"Claim {self.number}", self.card, links)
        for_it, against = (self._judges(confirms) for confirms in (True, False))
        by = f" Ruled by {p.mention(one.ruling.by)}." if one.ruling else ""
        yield f"*{title}: {escaped(self.council.name)}*, {who}"
        yield from claims_cards.cases(self.scenario, self.council, one, links)
        yield f"*Confirmed by {one.confirmed}:* {for_it}. *Disputed by {one.disputed}:* {against}."
        yield f"*{claims_cards.verdict(self.scenario, self.council, one)}*{by}"

    def _judges(self, confirms: bool) -> str:
        seats = [self.council.seats[seat] for seat in sorted(self.claim.reactions.standing)]
        said = [seat.holder for seat in seats if self.claim.judgement_of(seat.role) is confirms]
        return p.mentions(said) or "nobody"

    def buttons(self) -> Iterator[ButtonElement]:
        """What a facilitator can do with it, until the game is closed."""
        value, apart = f"{self.council.id}:{self.claim.seat}", self.number.replace(".", "_")
        if self.council.closed:
            return
        if self.claim.ruling is None:
            yield button(f"Uphold {self.number}", f"{names.UPHOLD}:{apart}", value, style="primary")
            yield button(f"Reject {self.number}", f"{names.REJECT}:{apart}", value)
        else:
            yield button(f"Change {self.number}", f"{names.CHANGE_RULING}:{apart}", value)


def waiting(scenario: Scenario, councils: Sequence[Council]) -> list[Entry]:
    """The claims that wait for a ruling, by council and role number."""
    return [Entry(scenario, one, claim) for one in councils for claim in to_rule_on(scenario, one)]


def entries(scenario: Scenario, councils: Sequence[Council]) -> list[Entry]:
    """All that facilitators may want to look at: what waits first, then what nobody has decided and no
    facilitator was asked about, then what was ruled."""
    left = [
        Entry(scenario, one, claim)
        for one in councils
        for claim in undecided(scenario, one)
        if not asks_for_ruling(claim)
    ]
    ruled = [
        Entry(scenario, one, claim)
        for one in councils
        for claim in one.standing_claims()
        if claim.ruling is not None
    ]
    return [*waiting(scenario, councils), *left, *ruled]


def rejected_by_most(scenario: Scenario, council: Council) -> tuple[RoleNumber, ...]:
    """Whose claims it rejects to follow the majority."""
    return tuple(claim.seat for claim in to_rule_on(scenario, council) if most_dispute(claim))


def shown_with(scenario: Scenario, councils: Sequence[Council], page: int = 1) -> set[str]:
    """The keys of all cards to which this page of the queue may lead."""
    on_page, _ = _page(scenario, councils, page)
    return {key for one in on_page for key in (*cards_of(one.council, one.claim), one.card)}


def queue(
    game: Game, scenario: Scenario, councils: Sequence[Council], page: int = 1, links: Links = NO_LINKS
) -> Message:
    """To a facilitator: the claims on which the others leave it to them, page by page, and what was ruled."""
    on_page, (page, of) = _page(scenario, councils, page)
    blocks: list[Block] = [header("Rulings"), section(_headline(game, scenario, councils))]
    for entry in on_page:
        blocks += sections([entry.text(links)])
        row = list(entry.buttons())
        blocks += [actions(*row)] if row else []
    row = [*follow(game, scenario, councils), *turning(names.TURN_RULINGS, game.id, page, of)]
    if row:
        blocks.append(actions(*row))
    return Message.of(*blocks, context(f"{escaped(game.name)}. Page {page} of {of}."))


def _page(scenario: Scenario, councils: Sequence[Council], page: int) -> tuple[list[Entry], tuple[int, int]]:
    """As many claims as a screen reader gets whole, at least one if there is any; and which page of how many
    that is. Links do not count, since they do not change where a page ends."""
    found: list[list[Entry]] = [[]]
    length = 0
    for entry in entries(scenario, councils):
        size = entry.size(PAGE - FRAME)
        if found[-1] and length + size > PAGE - FRAME:
            found.append([])
            length = 0
        found[-1].append(entry)
        length += size
    page = min(max(1, page), len(found))
    return found[page - 1], (page, len(found))


def _headline(game: Game, scenario: Scenario, councils: Sequence[Council]) -> str:
    wait = waiting(scenario, councils)
    closed = any(council.closed for council in councils)
    if not wait:
        changes = "A ruling can be changed until you close the game."
        final = "The game is closed, so rulings are final."
        return f"*No claim waits for a ruling.* {final if closed else changes}"
    count = p.count_of(len(wait), "claim waits", "claims wait")
    what = f"*{count} for a ruling:* two or more people dispute it, and no more than that confirm it."
    if closed:
        return f"{what} The game is closed, so they stay undecided."
    if game.stage is Stage.ENDED:
        return (
            f"{what} Until you rule, it is undecided: neither won nor lost. `/moot close` makes that final."
        )
    return f"{what} Claims without a ruling when the game ends are undecided: neither won nor lost."


def follow(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Iterator[ButtonElement]:
    """Rules on all at once, except on ties."""
    wait = waiting(scenario, councils)
    against = sum(most_dispute(one.claim) for one in wait)
    if not against or any(council.closed for council in councils):
        return
    ties = len(wait) - against
    rest = f" {p.count_of(ties, 'tie stays', 'ties stay')} open." if ties else ""
    ask = f"Reject {p.count_of(against, 'claim')} that more people dispute than confirm?{rest}"
    yield button("Follow the majority in all", names.FOLLOW_MAJORITY, game.id, ask=ask)


def followed(rejected: int, left: int) -> Message:
    """To a facilitator who followed the majority."""
    if not rejected and not left:
        return plain("No claim waits for a ruling.")
    done = f"{p.count_of(rejected, 'claim is', 'claims are')} rejected, following the majority."
    ties = f" {p.count_of(left, 'tie waits', 'ties wait')} for your ruling: `/moot rule`." if left else ""
    return plain(f"{done}{ties}" if rejected else ties.strip())


def ruled(entry: Entry) -> Message:
    """To a facilitator who typed a ruling."""
    words = claims_cards.verdict(entry.scenario, entry.council, entry.claim)
    return plain(f"Claim {entry.number}: {words} The council reads it on the claim's card.")


def no_facilitator() -> Message:
    """In place of the queue, to somebody who ran the game."""
    return plain("You no longer run this game, so its facilitators rule on disputed claims.")


def ending(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Message:
    """To a facilitator who wants to end the game while claims wait for a ruling: buttons ask."""
    wait = waiting(scenario, councils)
    names_of = list(dict.fromkeys(escaped(one.council.name) for one in wait))
    more = [f"{len(names_of) - SOME} more"] if len(names_of) > SOME else []
    ask = "End the game for everybody? Results are posted, and the game cannot be resumed."
    return Message.of(
        section(
            f"*{p.count_of(len(wait), 'claim waits', 'claims wait')} for your ruling* in "
            f"{p.listed([*names_of[:SOME], *more])}. If {escaped(game.name)} ends now, claims without a "
            "ruling are undecided: neither won nor lost. You can still rule on them until you close the "
            "game."
        ),
        actions(
            button("Show the claims", names.SHOW_RULINGS, game.id, style="primary"),
            *follow(game, scenario, councils),
            button("End it anyway", names.END_ANYWAY, game.id, style="danger", ask=ask),
        ),
    )
