"""The fields of a policy book as JSON, from which deploy/schema/policy-book.json is made.

Moments are ISO 8601 in UTC, names are the pack's. A number is whole, or a fraction in digits.
"""

from typing import TypeAlias

from typing_extensions import TypedDict

Number: TypeAlias = int | str
Figure: TypeAlias = int | float


class CharterJson(TypedDict):
    """How the council decides; `share` and `share_of` stand where it does so by a share."""

    version: int
    rule: str
    share: str | None
    share_of: str | None
    name: str
    quorum: float
    proposers: str
    waiting_seconds: float
    seconds: int
    enactment: str
    enforcement: str


class GroupJson(TypedDict):
    """A group of which so large a share must take part."""

    of: str
    share: str


class ElectorateJson(TypedDict):
    """Who decides, by role, where it is not every seat with one vote."""

    without_vote: list[str]
    votes: dict[str, Number]
    veto: list[str]
    quorum_by: list[GroupJson]


AloudJson = TypedDict("AloudJson", {"for": Number, "against": Number, "of": Number, "who": str})
"""What had been said in the room, as a steward recorded it."""


class PhotoJson(TypedDict):
    """A photo of the paper from which a policy was taken."""

    links: list[str]
    by: str
    shows: str


class BeforeJson(TypedDict):
    """What a policy said before it was amended."""

    proposal: int
    title: str
    text: str
    adopted_at: str


class PolicyJson(TypedDict):
    """A policy, with the tally and the charter's version by which it was adopted."""

    number: int
    proposal: int
    title: str
    text: str
    question: str
    owner: str
    enforcement: str
    review: str
    proposed_by: str
    versions: int
    merged_from: list[int]
    photos: list[PhotoJson]
    charter_version: int
    support: Number
    oppose: Number
    seats: Number
    counted: str
    teams_for: int
    teams: int
    recorded_by: str
    aloud: AloudJson | None
    adopted_at: str
    before: list[BeforeJson]


class FormerJson(PolicyJson):
    """A policy that stands no longer, and by what decision."""

    ended: str
    ended_by_proposal: int
    ended_at: str


class ResponseJson(TypedDict):
    """The process with which an emergency was answered."""

    phase: str
    text: str
    charter_version: int
    aloud: AloudJson | None


class ParkedJson(TypedDict):
    """What the council could not settle."""

    number: int
    text: str
    owner: str
    until: str


class CountedJson(TypedDict):
    """How an option of a question came out."""

    option: str
    score: Figure | None
    mean: float | None
    low: Figure | None
    high: Figure | None


class SignedJson(TypedDict):
    """Who gave which answer, where that was announced."""

    who: str
    answer: str


class QuestionJson(TypedDict):
    """What was answered to a question that was asked privately, counted."""

    key: str
    title: str
    text: str
    kind: str
    answers: int
    asked: int
    limit: Figure | None
    results: list[CountedJson]
    texts: list[str]
    signed: list[SignedJson]


class SurveyJson(TypedDict):
    """What everybody in the game answered to a question."""

    key: str
    title: str
    answers: int
    results: list[CountedJson]


class VoteJson(TypedDict):
    """The final vote, once it is counted."""

    book_hash: str
    yes: Number
    no: Number
    abstain: Number
    seats: Number
    counted: str
    passed: bool
    reason: str
    verified: bool
    guesses: int
    hangs_on_guesses: bool
    by_proxy: int


class BookJson(TypedDict):
    """A council's policy book. In a game without a final vote, `vote` and `won` are null."""

    game: str
    scenario: str
    council: str
    charter: CharterJson | None
    electorate: ElectorateJson
    policies: list[PolicyJson]
    former: list[FormerJson]
    responses: list[ResponseJson]
    parked: list[ParkedJson]
    questions: list[QuestionJson]
    surveys: list[SurveyJson]
    vote: VoteJson | None
    won: bool | None
