"""Who decides, in words: which seats vote, what they weigh, who holds a veto, who must take part."""

from collections.abc import Collection, Iterator
from fractions import Fraction

from bot.domain.amounts import digits
from bot.domain.council import Council
from bot.domain.ids import RoleNumber
from bot.domain.offer import Proposers
from bot.domain.rules import Tally
from bot.domain.scenario import Scenario
from bot.domain.thresholds import in_words
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import escaped


def lines(scenario: Scenario, council: Council) -> Iterator[str]:
    """Whatever is not as it would be where every seat has one vote."""
    who = council.electorate
    if who.voiceless:
        others = _names(scenario, who.voiceless)
        stewards_propose = council.conditions.proposers is Proposers.STEWARDS
        can = "speak" if stewards_propose and not _stewards(council, who.voiceless) else "speak and propose"
        yield f"*Who votes:* {_how_many(council)} The others {can}: {others}."
    if who.weighed:
        yield f"*Votes of each seat:* {_weights(scenario, council)}."
    if who.veto:
        yield f"*Veto:* {_names(scenario, who.veto)}. Nothing is adopted while one of them is against it."
    for group in who.quorums:
        yield f"*Must take part:* {_share(group.share)} of {escaped(group.name)}."


def standing(scenario: Scenario, council: Council, now: Tally) -> str:
    """For a proposal's card: whose veto was used, which groups are missing and, where no charter says so,
    who votes."""
    who, said = council.electorate, list[str]()
    if who.voiceless and council.charter is None:
        said.append(_how_many(council))
    if who.weighed and council.charter is None:
        said.append(f"Votes of each seat: {_weights(scenario, council)}.")
    if now.vetoes:
        used = _names(scenario, now.vetoes)
        said.append(f"*Vetoed* by {used}: it cannot be adopted while that stands.")
    elif who.veto:
        said.append(f"Veto, not used: {_names(scenario, who.veto)}.")
    for group in now.groups:
        spoke = f"{digits(group.sides)} of {digits(group.of)} {now.unit} took a side"
        enough = "enough" if group.met else f"{digits(group.needed)} have to"
        said.append(f"{escaped(group.name)}: {spoke}, {enough}.")
    return " ".join(said)


def on_ballot(council: Council) -> str:
    """For the ballot's card, on which nobody is named."""
    who, said = council.electorate, list[str]()
    if who.voiceless:
        said.append(_how_many(council))
    if who.weighed:
        said.append("Seats differ in how many votes they have.")
    if who.veto:
        said.append(
            f"{p.count_of(len(who.veto), 'seat')} {'holds' if len(who.veto) == 1 else 'hold'} a veto."
        )
    said += [
        f"{_share(one.share).capitalize()} of {escaped(one.name)} must take part." for one in who.quorums
    ]
    return " ".join(said)


def _how_many(council: Council) -> str:
    return f"{len(council.voters)} of {p.count_of(len(council.filled), 'filled seat')} vote."


def _share(share: Fraction) -> str:
    return "all" if share == 1 else f"at least {in_words(share)}"


def _weights(scenario: Scenario, council: Council) -> str:
    """`Industry 5, Islands 2, others 1`."""
    roles = dict[str, list[RoleNumber]]()
    for role, weight in sorted(council.electorate.weights, key=lambda one: -one[1]):
        roles.setdefault(digits(weight), []).append(role)
    said = [f"{name} {weight}" for weight, those in roles.items() for name in _named(scenario, those)]
    weighed = {role for role, _ in council.electorate.weights}
    others = any(council.electorate.votes(role) and role not in weighed for role in council.seats)
    return ", ".join([*said, *(["others 1"] if others else [])])


def _stewards(council: Council, roles: Collection[RoleNumber]) -> bool:
    """Whether somebody who chairs is among these."""
    return any(seat.steward for seat in council.filled if seat.role in roles)


def _names(scenario: Scenario, roles: Collection[RoleNumber]) -> str:
    return p.listed(_named(scenario, roles))


def _named(scenario: Scenario, roles: Collection[RoleNumber]) -> list[str]:
    """By the names of whole groups and teams, where they are."""
    left, said = set(roles), list[str]()
    groups = [(one.key, one.name) for one in scenario.groups]
    for key, name in (*groups, *((one.key, one.name) for one in scenario.teams)):
        seats = scenario.seats_of((key,))
        if len(seats) > 1 and seats <= left:
            left -= seats
            said.append(escaped(name))
    return [*said, *(escaped(scenario.role(role).name) for role in sorted(left))]
