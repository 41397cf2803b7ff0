"""What a steward may record as decided: before there is a charter, what the council says; then, what its rule
has decided aloud. Neither goes past a veto."""

from bot.domain.amounts import digits
from bot.domain.charter import Charter, requirement
from bot.domain.council.commands import Aloud
from bot.domain.council.state import Council, Proposal
from bot.domain.errors.charter import (
    CardSaysOtherwise,
    GroupMissing,
    MoreThanDecide,
    NamesNeeded,
    NotByTheRule,
    NumbersNeeded,
    OnBothSides,
    Vetoed,
)
from bot.domain.errors.proposals import ObjectionStands
from bot.domain.ids import RoleNumber
from bot.domain.rules import Tally, Voices


def decided_aloud(
    council: Council, said: Aloud | tuple[int, int] | None, proposal: Proposal | None = None
) -> Voices | None:
    """How many were for it and against it, of those whose voices the charter's rule counts; None before there
    is a charter. `proposal`: on whose card some of them have said it already.

    Raises ObjectionStands, Vetoed, NumbersNeeded, NamesNeeded, and what `_by_numbers` and `_by_names` do.
    """
    on_card = council.tally(proposal)
    _not_vetoed(on_card)
    if council.charter is None:
        return None
    if proposal is not None and council.rule and council.rule.objections and council.objections_to(proposal):
        raise ObjectionStands(number=proposal.number)
    if isinstance(said, Aloud):
        return _by_names(council, council.charter, said, proposal)
    if not council.electorate.by_heads:
        raise NamesNeeded
    if said is None:
        raise NumbersNeeded
    return _by_numbers(council.charter, said, on_card)


def _by_numbers(charter: Charter, said: tuple[int, int], tally: Tally) -> Voices:
    """Raises MoreThanDecide, CardSaysOtherwise and NotByTheRule."""
    needed = requirement(charter, tally)
    on_card = needed.voices(tally)
    aloud = Voices(*said, on_card.of, on_card.who)
    if aloud.for_it + aloud.against > aloud.of:
        raise MoreThanDecide(said=aloud.for_it + aloud.against, of=aloud.of, who=aloud.who)
    if aloud.for_it < on_card.for_it or aloud.against < on_card.against:
        raise CardSaysOtherwise(for_it=on_card.for_it, against=on_card.against, who=on_card.who)
    if not needed.met_aloud(aloud):
        raise NotByTheRule(for_it=aloud.for_it, against=aloud.against, of=aloud.of, who=aloud.who)
    return aloud


def _by_names(council: Council, charter: Charter, said: Aloud, proposal: Proposal | None) -> Voices:
    """Who was for it and who against it, and what stands on the card besides.

    Raises OnBothSides, CardSaysOtherwise, Vetoed, GroupMissing and NotByTheRule.
    """
    if {*said.for_it} & {*said.against}:
        raise OnBothSides
    named = {**dict.fromkeys(said.for_it, True), **dict.fromkeys(said.against, False)}
    on_card = council.sides_of(proposal)
    if any(named.get(role, side) is not side for role, side in on_card.items()):
        stands = requirement(charter, council.tally(proposal)).voices(council.tally(proposal))
        raise CardSaysOtherwise(for_it=digits(stands.for_it), against=digits(stands.against), who=stands.who)
    return _carried(council, charter, {**on_card, **named})


def _carried(council: Council, charter: Charter, sides: dict[RoleNumber, bool]) -> Voices:
    tally = council.tally_of(sides)
    needed = requirement(charter, tally)
    aloud = needed.voices(tally)
    _not_vetoed(tally)
    for group in tally.groups:
        if not group.met:
            missing = digits(group.sides), digits(group.of), digits(group.needed)
            raise GroupMissing(name=group.name, sides=missing[0], of=missing[1], needed=missing[2])
    blocked = charter.row.objections and tally.oppose > 0  # aloud, whoever is against it objects
    if blocked or not needed.met(tally):
        for_it, against, of = (digits(one) for one in (aloud.for_it, aloud.against, aloud.of))
        raise NotByTheRule(for_it=for_it, against=against, of=of, who=aloud.who)
    return aloud


def _not_vetoed(tally: Tally) -> None:
    if tally.vetoes:
        raise Vetoed
