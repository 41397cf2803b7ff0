"""How a council looks in which seats differ in what they weigh, and policies that were changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from bot.domain import council as councils
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.electorate import Electorate, GroupQuorum
from bot.domain.ids import MOOT, ProposalNumber
from bot.domain.wording import About, Change, Wording
from bot.gallery.cast import NOON
from bot.gallery.samples import Samples
from bot.gallery.tables import chair_of
from bot.gallery.worlds import World
from bot.slack.ballot import cards as ballot_cards
from bot.slack.charter import cards as charter_cards
from bot.slack.proposals import cards as proposals_cards
from bot.slack.proposals.forms import RecordForm
from bot.slack.proposals.policy_forms import PolicyChangeForm, PolicyChoiceForm, RescindForm

STATE = "with a policy in a line"


def _unequally(world: World, council: Council) -> Council:
    """The council with an electorate in which seats differ."""
    one, two, three = (world.role(number) for number in (1, 2, 3))
    electorate = Electorate(
        voiceless=tuple({world.role(4)} - {one, two, three}),
        weights=((one, 5), (two, Fraction(5, 2))),
        veto=(one,),
        quorums=(GroupQuorum(world.pack.teams[-1].name, (two, three), Fraction(1, 2)),),
    )
    return replace(council, electorate=electorate)


def beside(
    ordinary: Callable[[World], Samples], these: Callable[[World], Samples]
) -> Callable[[World], Samples]:
    """The samples of a surface, and these besides."""

    def samples(world: World) -> Samples:
        yield from ordinary(world)
        yield from these(world)

    return samples


def _done(council: Council, command: cc.CouncilCommand, seat: int = 0, minute: float = 20) -> Council:
    """The council after it, from the holder of the n-th seat, or from a steward."""
    at, filled = NOON + timedelta(minutes=minute), council.filled
    actor = (filled[(seat - 1) % len(filled)].holder if seat else chair_of(council)) or MOOT
    for event in councils.decide(council, command, at=at, actor=actor):
        council = councils.evolve(council, event)
    return council


def _changes(world: World) -> Iterator[tuple[str, Council, ProposalNumber]]:
    """A proposal for each change of the first policy, with another beside it; then adopted."""
    before = world.councils[STATE]
    (number, *_) = before.order
    for change in Change:
        about = About(number, change, before.policies[number - 1].proposal)
        said = cc.SubmitProposal(world.said(150), f"{change}: {world.said(1_000)}", about=about)
        rival = cc.SubmitProposal("Another way", world.said(300), about=about)
        council = _done(_done(before, said, 3), rival, 2)
        proposed = ProposalNumber(max(council.proposals) - 1)
        yield f"to {change}", council, proposed
        yield f"to {change}, adopted", _done(council, cc.RecordDecision(proposed)), proposed


def proposals(world: World) -> Samples:
    for state, council, number in _changes(world):
        for one in (council.proposals[number], council.proposals[ProposalNumber(number + 1)]):
            yield f"{state}: {one.number}", proposals_cards.proposal(world.pack, council, one)
    for state, council in _unequal(world):
        one = council.proposals[max(council.proposals)]
        yield state, proposals_cards.proposal(world.pack, council, one)


def changed(world: World) -> Samples:
    for state, council, number in _changes(world):
        if state.endswith("adopted"):
            yield state, proposals_cards.changed(world.pack, council, council.proposals[number])


def choices(world: World) -> Samples:
    council = world.councils[STATE]
    yield STATE, PolicyChoiceForm.view(council, council.order[0])


def texts(world: World) -> Samples:
    council = world.councils[STATE]
    for change in (Change.AMEND, Change.REPLACE):
        yield f"to {change}", PolicyChangeForm.view(world.pack, council, council.order[0], change)
    late = Wording(world.said(100), world.said(1_000))
    yield "too late", PolicyChangeForm.view(world.pack, council, council.order[0], Change.AMEND, late)


def rescinding(world: World) -> Samples:
    council = world.councils[STATE]
    yield STATE, RescindForm.view(council, council.order[0])
    yield "too late", RescindForm.view(council, council.order[0], world.said(500))


# --- unequal seats


def _unequal(world: World) -> Iterator[tuple[str, Council]]:
    """A proposal under each rule, and one that was vetoed."""
    for kind in world.councils[STATE].rules:
        council = _unequally(world, world.councils[STATE])
        council = _done(council, cc.AdoptCharter(kind, 0.5, "By Friday.", world.said(300)))
        council = _done(council, cc.SubmitProposal(world.said(100), world.said(500)), 3, 21)
        number = ProposalNumber(max(council.proposals))
        yield f"unequal seats, {kind.value}", _done(council, cc.TakeSide(number, True), 2, 22)
        yield f"vetoed, {kind.value}", _done(council, cc.TakeSide(number, False), 1, 22)


def charters(world: World) -> Samples:
    for state, council in _unequal(world):
        yield state, charter_cards.charter(world.pack, council)


def records(world: World) -> Samples:
    for state, council in _unequal(world):
        yield state, RecordForm.view(world.pack, council, council.proposals[max(council.proposals)])


def ballots(world: World) -> Samples:
    for state in ("voting", "counted"):
        if (council := world.councils.get(state)) is not None:
            yield (
                f"unequal seats, {state}",
                ballot_cards.ballot(_unequally(world, council)),
            )


def whole_ballots(world: World) -> Samples:
    if (council := world.councils.get("voting")) is not None:
        yield (
            "unequal seats",
            ballot_cards.whole_ballot(world.pack, _unequally(world, council)),
        )
