"""What a steward may record as decided: before there is a charter, what the council says; then, what its rule
has decided aloud."""

from bot.domain.charter import requirement
from bot.domain.council.state import Council, Proposal
from bot.domain.errors.charter import CardSaysOtherwise, MoreThanDecide, NotByTheRule, NumbersNeeded
from bot.domain.errors.proposals import ObjectionStands
from bot.domain.rules import Voices


def decided_aloud(
    council: Council, said: tuple[int, int] | None, proposal: Proposal | None = None
) -> Voices | None:
    """How many were for it and against it, of those whose voices the charter's rule counts; None before there
    is a charter. `proposal`: on whose card some of them have said it already.

    Raises ObjectionStands, NumbersNeeded, MoreThanDecide, CardSaysOtherwise and NotByTheRule.
    """
    if council.charter is None:
        return None
    if proposal is not None and council.rule and council.rule.objections and council.objections_to(proposal):
        raise ObjectionStands(number=proposal.number)
    if said is None:
        raise NumbersNeeded
    tally = council.tally(proposal)
    needed = requirement(council.charter, tally)
    on_card = needed.voices(tally)
    aloud = Voices(*said, on_card.of, on_card.who)
    if aloud.for_it + aloud.against > aloud.of:
        raise MoreThanDecide(said=aloud.for_it + aloud.against, of=aloud.of, who=aloud.who)
    if aloud.for_it < on_card.for_it or aloud.against < on_card.against:
        raise CardSaysOtherwise(for_it=on_card.for_it, against=on_card.against, who=on_card.who)
    if not needed.met_aloud(aloud):
        raise NotByTheRule(for_it=aloud.for_it, against=aloud.against, of=aloud.of, who=aloud.who)
    return aloud
