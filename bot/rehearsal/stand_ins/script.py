"""A pack as stand-ins know it: its sample proposals and its lines, found by role, by issue and by title."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.lines import Amendment, Lines, Opinion, Proof, SampleProposal, Voice, has
from bot.domain.scenario import Scenario
from bot.rehearsal.stand_ins.ideas import ideas


@dataclass(frozen=True)
class Script:
    """What a pack gives its stand-ins. `roles` are the names on cards, by number; `teams` their teams;
    `chairs` are those who chair; `sheets` name the first role on the sheet of each that shares one. Lines for
    that one are for all of them who have none of their own."""

    samples: Sequence[SampleProposal] = ()
    lines: Lines = field(default_factory=Lines)
    roles: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    chairs: frozenset[int] = frozenset()
    sheets: dict[int, int] = field(default_factory=dict)
    points: bool = False  # whether whatever came true counts, even where it is not enough to win
    sheet: str = "My mission"  # the title of the window that shows one's sheet, and of its button

    @classmethod
    def of(cls, scenario: Scenario) -> "Script":
        """The script of a pack."""
        return cls(
            ideas(scenario),
            scenario.lines,
            {role.number: role.name for role in scenario.roles},
            {role.number: role.team for role in scenario.roles},
            frozenset(role.number for role in scenario.roles if scenario.team(role.team).stewards),
            {role.number: min(scenario.sharing(role.number)) for role in scenario.roles if role.seats > 1},
            scenario.points is not None,
            "My mission" if scenario.has_missions else "My sheet",
        )

    @cached_property
    def _opinions(self) -> dict[tuple[int, str], Opinion]:
        return {(one.role, one.issue): one for one in self.lines.opinions}

    @cached_property
    def _voices(self) -> dict[int, Voice]:
        return {one.role: one for one in self.lines.voices}

    @cached_property
    def _titles(self) -> dict[str, SampleProposal]:
        known = {one.title: one for one in self.samples}
        for one in self._amendments:
            if one.title is not None and one.of in known:
                known[one.title] = known[one.of]
        return known

    @cached_property
    def _amendments(self) -> list[Amendment]:
        return [one for opinion in self.lines.opinions for one in opinion.amends]

    def sample(self, title: str) -> SampleProposal | None:
        """The pack's own proposal of this title, also if it was amended."""
        return self._titles.get(title)

    def name(self, title: str) -> str:
        """The title that a proposal had at first."""
        found = self.sample(title)
        return found.title if found else title

    def opinion(self, role: int, issue: str) -> Opinion | None:
        """What a role thinks of an issue."""
        return self._opinions.get((role, issue)) or self._opinions.get((self._first(role), issue))

    def amendments(self, title: str) -> list[Amendment]:
        """What roles would put in the place of a sample."""
        return [one for one in self._amendments if one.of == self.name(title)]

    def voice(self, role: int) -> Voice:
        """What a role says besides."""
        shared = self._voices.get(self._first(role), Voice(role=role))
        if role not in self._voices and role != self._first(role):  # one of them says it for all
            shared = shared.model_copy(update={"hello": None, "debrief": ()})
        return self._voices.get(role, shared)

    def _first(self, role: int) -> int:
        return self.sheets.get(role, role)

    def proof(self, role: int, of: str) -> Proof | None:
        """How a role sees that it has won: `of` is `role`, `team` or the key of a priority."""
        for one in self.lines.proofs:
            if of == "role" and one.role in (role, self._first(role)):
                return one
            if of == "team" and one.team is not None and one.team == self.teams.get(role):
                return one
            if one.priority == of:
                return one
        return None

    def role_called(self, name: str) -> int:
        """The number of the role with this name; 0 if there is none."""
        return next((number for number, one in self.roles.items() if one == name), 0)

    def issue(self, text: str, title: str = "") -> str:
        """What a text is about: the issue of which it has most words, or the sample's of this title; empty if
        it is about none."""
        known = self.sample(title)
        if known is not None and known.issue is not None:
            return known.issue
        said = f"{title}. {text}"
        counts = {one.key: sum(has(said, word) for word in one.words) for one in self.lines.issues}
        best = max(counts, key=lambda key: counts[key], default="")
        return best if counts.get(best) else ""
