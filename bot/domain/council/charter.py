"""The charter, and changes of it, which its own rule decides."""

from dataclasses import replace

from bot.domain.charter import Terms, terms_of
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import holder_of, steward_of
from bot.domain.council.adopting import chartered, ready
from bot.domain.council.proposals import submitted
from bot.domain.council.state import Council, ProposalStatus
from bot.domain.errors.charter import CharterHasNoPlace, CharterIsFixed, ConditionsNotOffered, RuleNotOffered
from bot.domain.ids import Moment, UserId
from bot.domain.seating import Seat
from bot.domain.thresholds import Threshold


def decide_charter(
    council: Council, command: c.AdoptCharter, at: Moment, actor: UserId
) -> list[e.CouncilEvent]:
    seat = steward_of(council, actor) if council.charter is None else holder_of(council, actor)
    if council.charter_is_fixed:
        raise CharterIsFixed
    if not council.begun or council.frozen:
        until = "the final vote opens" if council.ballot_rule.held else "the policy book is closed"
        raise CharterHasNoPlace(until=until)
    if command.rule not in council.rules:
        raise RuleNotOffered(offered=", ".join(council.rules))
    terms = terms_meant(council, command)
    if not council.offer.allows(terms.conditions):
        raise ConditionsNotOffered
    now = council.charter
    if now and terms_of(now) == terms:
        return []
    if now:
        return _amendment(council, terms, seat, at)
    adopted = chartered(council, terms, seat.role)
    return [adopted, *ready(council, adopted, at)]


def terms_meant(council: Council, command: c.AdoptCharter) -> Terms:
    """What the charter would say; conditions that the command leaves out stay as they are."""
    conditions = command.conditions
    if conditions is None:
        conditions = council.charter.conditions if council.charter else council.offer.default
    said = command.rule, command.quorum, command.enactment, command.enforcement
    return Terms(*said, conditions, _threshold(council, command))


def _threshold(council: Council, command: c.AdoptCharter) -> Threshold | None:
    """The share, where the rule is one; the first on offer, if none is named. Raises RuleNotOffered."""
    shares = council.offer.thresholds if command.rule.is_share else ()
    if command.threshold is None:
        return shares[0] if shares else None
    if command.threshold not in shares:
        raise RuleNotOffered(offered=", ".join(council.rules))
    return command.threshold


def _amendment(council: Council, terms: Terms, seat: Seat, at: Moment) -> list[e.CouncilEvent]:
    """The change as a proposal; sent twice, it is on the table once."""
    for one in council.proposals.values():
        known = one.by == seat.role and one.status is ProposalStatus.OPEN and one.amendment
        if known and known.terms == terms:
            return []
    rule = f"a share ({terms.threshold})" if terms.threshold else terms.rule.value.replace("_", " ")
    text = f"Decide by {rule}, with a quorum of {terms.quorum:.0%} of the filled seats."
    words = c.SubmitProposal("Change the charter", text)
    return [replace(submitted(council, words, seat, at), terms=terms, owner_team=None)]
