"""A line of the checkup, for people and for machines."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import TypedDict


class Verdict(StrEnum):
    """The verdict, in words."""

    OK = "ok"
    WARN = "warn"  # Moot runs, but this needs a look
    FAIL = "fail"  # Moot, or this part of it, cannot run like this


class FindingJson(TypedDict):
    """A line of the checkup."""

    check: str
    verdict: Verdict
    found: str
    advice: str


class CheckupJson(TypedDict):
    """What `moot check --json` prints; `ok` is whether Moot can run, and `next` what to do now."""

    ok: bool
    checks: list[FindingJson]
    next: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the subject, the verdict, what was found, and what to do."""

    about: str
    verdict: Verdict
    said: str
    advice: str = ""

    def __str__(self) -> str:
        """For people."""
        return f"{self.verdict:<4}  {self.about}: {' '.join(filter(None, (self.said, self.advice)))}"

    def as_json(self) -> FindingJson:
        """For machines."""
        return {"check": self.about, "verdict": self.verdict, "found": self.said, "advice": self.advice}


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, as a sentence for after “Next: ”."""

    said: str


def ok(about: str, said: str, advice: str = "") -> Finding:
    """All is well."""
    return Finding(about, Verdict.OK, said, advice)


def warn(about: str, said: str, advice: str) -> Finding:
    """Moot runs, but this needs a look."""
    return Finding(about, Verdict.WARN, said, advice)


def fail(about: str, said: str, advice: str) -> Finding:
    """Moot cannot run like this."""
    return Finding(about, Verdict.FAIL, said, advice)


def all_well(findings: Iterable[Finding]) -> bool:
    """Whether Moot can run."""
    return all(one.verdict is not Verdict.FAIL for one in findings)
