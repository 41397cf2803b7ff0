"""The forms about claims. A mission is shown only by its holder's claim, or at the end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.claims import Claim
from bot.domain.council import Council
from bot.domain.council.commands import MakeClaim
from bot.domain.errors.claims import EvidenceMissing
from bot.domain.evidence import NOT_CLAIMED, Case, Evidence
from bot.domain.ids import CouncilId
from bot.domain.paper import is_paper, paper_name
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import optional
from bot.slack.blocks.as_json import as_json
from bot.slack.blocks.fields import OPTION_LENGTH, Choices, Each, Field, Line, Misfilled
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import MAX_SECTION, escaped, section, sections
from bot.slack.blocks.names import role_number
from bot.slack.claims.offered import OfferedBook

WHY = 300  # characters of a reason
MOST = 20  # pieces of evidence for one mission or priority
SIZES = (
    (75, OPTION_LENGTH),
    (40, OPTION_LENGTH),
    (20, 40),
    (10, 20),
)  # policies on a page, characters of each
ROOM = 230_000  # of the 250 kB that a view may hold as JSON

ABOUT = (
    "Claim what came true, and leave the rest empty. For each, choose what in your council's book shows it; "
    "if it is about something the book must not say, choose “The book as a whole”. Your claim is shown in "
    "your council's channel word for word, and the others confirm or dispute it."
)


FROM_A_SLIP = (
    "For *{name}*: enter what their claim slip says. Their missions are secret, so I do not show them "
    "here. Once you have entered the claim, everybody in the channel can read it, and confirm or dispute it."
)
ON_THE_SHEET = "Its words are on the sheet."


class ClaimForm(Form, callback="claim_form", title="My claim", submit="Claim"):
    """A player's case: for each mission and priority, what in the book shows it, and perhaps why. Entered for
    somebody on paper (`of`), it shows no mission, as a rival may enter it. Priorities are public."""

    council = About(CouncilId)
    of = About(lambda role: role_number(role) if role else None)
    team_mission = Choices("", Evidence.read, most=MOST, optional=True)
    team_why = Line("", WHY, optional=True)
    role_mission = Choices("", Evidence.read, most=MOST, optional=True)
    role_why = Line("", WHY, optional=True)
    priorities = Each(Choices("", Evidence.read, most=MOST, optional=True, block="priority"))
    whys = Each(Line("", WHY, optional=True, block="why"))

    @classmethod
    def view(
        cls, scenario: Scenario, council: Council, seat: Seat, said: MakeClaim | None = None, page: int = 1
    ) -> View:
        """With `said`, else with what the seat claims so far. A book too long for one view's menus is offered
        page by page; what is chosen stays on every page."""
        said, slip = said or standing(council, seat), is_paper(seat.holder)
        about = FROM_A_SLIP.format(name=escaped(paper_name(seat.holder or ""))) if slip else ABOUT
        points = [*cls._points(scenario, council, seat, said)]
        title = "Claim on paper" if slip else ""
        for size, width in SIZES:
            book = OfferedBook.of(scenario, council, size, width, page)
            told = [section(about), *_not_approved(scenario, council, seat), *book.turning(council)]
            blocks = [block for point in points for block in point.blocks(book)]
            view = cls.modal((council.id, seat.role if slip else ""), *told, *blocks, title=title)
            if len(json.dumps(as_json(view))) <= ROOM:
                break
        return view

    @classmethod
    def _points(cls, scenario: Scenario, council: Council, seat: Seat, said: MakeClaim) -> Iterator["_Point"]:
        """What this seat can win by: its missions, and its team's priorities where the book holds."""
        team, own = scenario.team(seat.team), scenario.role(seat.role).sheet.mission
        slip = is_paper(seat.holder)
        your = "Their" if slip else "Your"

        def words(text: str) -> str:
            return ON_THE_SHEET if slip else text

        if not seat.open_hand and team.mission:
            title = optional.team_mission(scenario, your)
            yield _Point(title, words(team.mission), said.team_mission, cls.team_mission, cls.team_why)
        if not seat.open_hand and own:
            title = f"{your} own {optional.secret_(scenario)}mission"
            yield _Point(title, words(own), said.role_mission, cls.role_mission, cls.role_why)
        cases = dict(said.priorities)
        for number, one in enumerate(team.priorities if council.holds else (), 1):
            case = cases.get(one.key, NOT_CLAIMED)
            title = f"{your} team's priority {number}"
            yield _Point(title, one.text, case, cls.priorities[one.key], cls.whys[one.key])

    @classmethod
    def offers(cls, scenario: Scenario, council: Council, seat: Seat) -> bool:
        """Whether there is anything that this seat could win by."""
        return any(cls._points(scenario, council, seat, MakeClaim()))

    def said(self) -> MakeClaim:
        """What stands in the form, whether it can be claimed or not."""
        priorities = ((key, Case(one, self.whys.get(key, ""))) for key, one in self.priorities.items())
        return MakeClaim(
            Case(self.team_mission, self.team_why),
            Case(self.role_mission, self.role_why),
            tuple(priorities),
        )

    def claimed(self) -> MakeClaim:
        """What is claimed. Raises Misfilled at every reason without evidence."""
        if errors := dict.fromkeys(self._unproved(), EvidenceMissing().sentence):
            raise Misfilled(errors)
        return self.said()

    def _unproved(self) -> Iterator[str]:
        """The fields in which evidence is missing."""
        kind, said = type(self), self.said()
        fields = ((kind.team_mission, said.team_mission), (kind.role_mission, said.role_mission))
        for field, case in (*fields, *((kind.priorities[key], case) for key, case in said.priorities)):
            if case.why and not case.evidence:
                yield field.block


def _not_approved(scenario: Scenario, council: Council, seat: Seat) -> Iterator[Block]:
    """That priorities cannot win, to somebody who has some."""
    if council.holds or not scenario.team(seat.team).priorities:
        return
    why = "The book was not approved" if scenario.ballot.held else "The book holds no policy"
    rest = f" only the {optional.secret_(scenario)}missions can." if scenario.has_missions else ""
    yield section(f"*{why}, so priorities cannot win this time{':*' if rest else '.*'}{rest}")


def standing(council: Council, seat: Seat) -> MakeClaim:
    """What a seat claims so far."""
    before = council.claims.get(seat.role) or Claim(seat.role)
    return MakeClaim(before.team_mission, before.role_mission, tuple(before.priorities.items()))


@dataclass(frozen=True, slots=True)
class _Point:
    """A mission or a priority, and the fields in which it is claimed."""

    title: str
    words: str
    case: Case
    evidence: Field[tuple[Evidence, ...]]
    why: Field[str]

    def blocks(self, book: "OfferedBook") -> Iterator[Block]:
        """Its words, and its fields."""
        name = f"{self.title[0].lower()}{self.title[1:]}"
        yield from sections([f"*{self.title}*\n{escaped(self.words)}"], limit=5 * MAX_SECTION)
        chosen = self.case.evidence[:MOST]
        yield self.evidence.input(chosen, book.menu(chosen), label=f"Evidence for {name}")
        yield self.why.input(self.case.why, label=f"Why? A line about {name}, if you like")
