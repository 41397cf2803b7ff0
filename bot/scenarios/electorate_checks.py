"""Checks of who decides, with whom each name means. Names that nobody has are told elsewhere."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice, zip_longest

from bot.domain.amounts import parse_amount
from bot.domain.audience import Everybody
from bot.domain.parts import parse_share
from bot.domain.rules import DecisionRuleKind
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found


class Deciders:
    """Whom the names of `electorate` mean, by role key, as far as the pack can be read."""

    def __init__(self, pack: Marked) -> None:
        self.pack = pack
        self.part = pack.at("electorate") if "electorate" in pack.parts else None
        self.teams = {role.text("key"): role.text("team") for role in pack.each("roles")}
        stewards = {team.text("key") for team in pack.each("teams") if team.flag("stewards")}
        self.meant: dict[str, set[str]] = {
            Everybody.EVERYONE: set(self.teams),
            Everybody.STEWARDS: {role for role, team in self.teams.items() if team in stewards},
            Everybody.FACILITATORS: set(),
            Everybody.OBSERVERS: set(),
        }
        for role, team in self.teams.items():
            for name in (role, team):
                self.meant[name] = self.meant.get(name, set()) | {role}
        for group in pack.each("groups"):
            members = (self.seats(str(name.value)) for name in group.each("members"))
            self.meant[group.text("key")] = set().union(*members)

    def seats(self, name: str) -> set[str]:
        """The roles of a name; none, if nobody has it."""
        return self.meant.get(name, set())

    def breadth(self, name: str) -> int:
        """As in Named."""
        if name == Everybody.EVERYONE:
            return 3
        return 2 if name in set(Everybody) else 0 if name in self.teams else 1

    @property
    def voters(self) -> set[str]:
        """The roles that vote."""
        if self.part is None or "voters" not in self.part.parts:
            return set(self.teams)
        return set().union(*(self.seats(str(name.value)) for name in self.part.each("voters")))

    def weights(self) -> Iterator[tuple[str, Marked, Fraction]]:
        """Each name with its weight, as far as it can be read."""
        written = self.part.at("weights") if self.part and "weights" in self.part.parts else None
        for name, part in (written.parts if written else {}).items():
            try:
                yield str(name), part, Fraction(parse_amount(part.value))
            except ValueError:
                continue


def check_electorate(pack: Marked) -> Iterator[Found]:
    """Everything that is wrong with who decides."""
    deciders = Deciders(pack)
    for look in _CHECKS:
        yield from look(deciders)
    yield from _shares(pack)
    yield from _consent_of_nobody(pack)


def _somebody_votes(who: Deciders) -> Iterator[Found]:
    """Also in the smallest council, where one seat of each team is filled before any second one."""
    if who.part is None or not who.teams:
        return
    line = who.part.at("voters").line
    if not who.voters:
        yield line, "nobody is left to vote; name a team, a group or a role in `voters`"
        return
    minimum = who.pack.number("minimum") or len(who.teams)
    teams: dict[str, list[str]] = {}
    for role, team in who.teams.items():
        teams.setdefault(team, []).append(role)
    order = (role for row in zip_longest(*teams.values()) for role in row if role is not None)
    if not who.voters & set(islice(order, minimum)):
        message = f"in the smallest council, of {minimum}, nobody has a vote; name a whole team in `voters`"
        yield line, f"{message}, or raise `minimum`"


def _weights_count(who: Deciders) -> Iterator[Found]:
    weights = [*who.weights()]
    for name, part, _ in weights:
        if not who.seats(name) & who.voters and name in who.meant:
            yield part.line, f"`{name}` has no vote, so it needs no weight; add it to `voters`"
    counts = dict.fromkeys(who.voters, Fraction(1))
    for name, _, weight in sorted(weights, key=lambda one: who.breadth(one[0]), reverse=True):
        counts |= dict.fromkeys(who.seats(name) & who.voters, weight)
    if weights and counts and not any(counts.values()):
        yield weights[0][1].line, "all weights are 0, so nothing can be decided; give somebody a weight"


def _weights_are_clear(who: Deciders) -> Iterator[Found]:
    """Where two names for several seats give one seat different weights, neither is the more specific."""
    weights = [one for one in who.weights() if who.breadth(one[0]) == 1]
    own = {name for name, _, _ in who.weights()}
    for place, (name, part, weight) in enumerate(weights):
        for other, _, before in weights[:place]:
            if (both := who.seats(name) & who.seats(other) - own) and weight != before:
                message = f"`{min(both)}` has different weights by `{other}` and by `{name}`"
                yield part.line, f"{message}; give the role a weight of its own, or change one of them"


def _vetoes_have_votes(who: Deciders) -> Iterator[Found]:
    for name in who.part.each("veto") if who.part else ():
        if str(name.value) in who.meant and not who.seats(str(name.value)) & who.voters:
            yield name.line, f"`{name.value}` has no vote, so it cannot hold a veto; add it to `voters`"


def _quorums_have_votes(who: Deciders) -> Iterator[Found]:
    for entry in who.part.each("quorum_by") if who.part else ():
        name = entry.text("of")
        if name in who.meant and not who.seats(name) & who.voters:
            message = f"nobody of `{name}` has a vote, so none of it can take part"
            yield entry.at("of").line, f"{message}; add it to `voters`"


def _stewards_vote_where_they_decide(who: Deciders) -> Iterator[Found]:
    """Without a steward who votes, that rule is a majority of everybody."""
    if who.seats(Everybody.STEWARDS) & who.voters or who.part is None:
        return
    for rule in who.pack.at("charter").each("rules"):
        if (kind := _kind(rule)) and kind.row.by_stewards:
            message = "the stewards have no vote, so they cannot decide; add them to `voters`"
            yield rule.at("kind").line, f"{message}, or offer another rule"


_CHECKS: tuple[Callable[[Deciders], Iterator[Found]], ...] = (
    _somebody_votes,
    _weights_count,
    _weights_are_clear,
    _vetoes_have_votes,
    _quorums_have_votes,
    _stewards_vote_where_they_decide,
)


def _kind(rule: Marked) -> DecisionRuleKind | None:
    text = rule.text("kind")
    return DecisionRuleKind(text) if text in set(DecisionRuleKind) else None


def _shares(pack: Marked) -> Iterator[Found]:
    """A share stands where the rule is one, and says one thing."""
    seen = dict[tuple[object, ...], int]()
    for rule in pack.at("charter").each("rules"):
        kind = _kind(rule)
        if kind is None:
            continue
        said = [key for key in ("of", "more_than", "at_least") if key in rule.parts]
        if not kind.is_share:
            for key in said:
                yield (
                    rule.at(key).line,
                    f"`{key}` belongs to the kind `share`; write `kind: share`, or drop it",
                )
            continue
        if {"more_than", "at_least"} <= set(said):
            yield rule.at("at_least").line, "a share is `at_least` or `more_than`; keep one"
        elif not {"more_than", "at_least"} & set(said):
            yield rule.at("kind").line, "`share` needs a share; add `more_than: 1/2` or `at_least: 3/4`"
        share = rule.text("of"), *(_read(rule, name) for name in ("more_than", "at_least"))
        if share in seen:
            yield rule.at("kind").line, f"this share is on offer already (line {seen[share]}); choose another"
        seen.setdefault(share, rule.at("kind").line)


def _read(rule: Marked, key: str) -> Fraction | None:
    return rule.at(key).read(parse_share, Fraction) if key in rule.parts else None


def _consent_of_nobody(pack: Marked) -> Iterator[Found]:
    """Where only votes cast are counted, the quorum is all that makes silence matter."""
    charter = pack.at("charter")
    quorum = charter.at("quorum").value if "quorum" in charter.parts else None
    for rule in charter.each("rules"):
        if rule.text("of") == "cast" and quorum == 0:
            yield rule.at("of").line, "with `quorum: 0` the first vote cast would decide; ask for a quorum"
