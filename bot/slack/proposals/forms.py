"""The forms about proposals: a new one, another wording, a decision that was made aloud, an objection."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.charter import requirement
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council.on_paper import on_paper
from bot.domain.errors import Refusal
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber, UserId
from bot.domain.photo import Photo
from bot.domain.scenario import Scenario
from bot.domain.wording import Detail, Wording
from bot.slack.blocks import carried, optional
from bot.slack.blocks.fields import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Choice,
    Each,
    Line,
    Misfilled,
    OptionalChoice,
    Words,
)
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context, escaped, section, sections
from bot.slack.blocks.names import proposal_number, role_number
from bot.slack.charter.aloud import AloudFields, needed
from bot.slack.paper import cards as paper_cards
from bot.slack.proposals.amendments import changes, who_worded
from bot.slack.typed.passages import Pasted, unmarked
from bot.slack.typed.words import unquoted

FORM_TEXT = 3_000  # characters of what is shown above a form
NO_QUESTION = "none"
SEVERAL, AS_ONE, NUMBERED = "several", "one", "numbered"
AMENDS, NEW = "amend", "new"
NOBODY: Mapping[str, str] = MappingProxyType({})
YOURS = "If you leave it empty, it is yours."


class OnlyAMark(Refusal):
    template = "That is only a bullet. Write a few words by which people will know it."


class WordingForm(Form):
    """The fields of a proposal. What was chosen once can be unchosen: Slack offers no way back from a menu,
    so the menu does."""

    title = Line("Title", TITLE_LENGTH)
    text = Words("The policy, as it should read in the book")
    question = OptionalChoice(
        "Which question does it answer?", lambda key: None if key == NO_QUESTION else key, optional=True
    )
    owner_team = OptionalChoice("Owner", str, optional=True)
    enforcement = Line("How is it enforced?", 300, optional=True)
    review = Line("Review date", 60, optional=True)

    @classmethod
    def inputs(cls, scenario: Scenario, said: Wording, owner_hint: str | None = None) -> Iterator[Block]:
        """With what is said so far."""
        questions = {one.key: one.short for one in scenario.strategy}
        if said.question is not None:
            questions[NO_QUESTION] = "No particular question"
        yield cls.title.input(said.title)
        yield cls.text.input(said.text)
        if questions:
            yield cls.question.input(said.question, questions)
        teams = {team.key: team.name for team in scenario.teams}
        yield cls.owner_team.input(said.owner_team, teams, hint=owner_hint)
        yield cls.enforcement.input(said.enforcement)
        yield cls.review.input(said.review)

    def wording(self) -> Wording:
        """What somebody wants a proposal to say. Raises Misfilled for a title that is only a mark."""
        if not unmarked(self.title):
            raise Misfilled({self.__class__.title.block: OnlyAMark().sentence})
        return Wording(self.title, self.text, self.question, self.owner_team, self.enforcement, self.review)


def _for_whom(label: str = "For whom?") -> OptionalChoice[RoleNumber]:
    """The seat on paper for which something is entered; a view has it only for those who may enter it."""
    return OptionalChoice(label, role_number, optional=True, sometimes=True)


class ProposalForm(WordingForm, callback="proposal_form", title="Propose a policy", submit="Propose"):
    """A policy for the council."""

    council = About(CouncilId)
    of = _for_whom()

    @classmethod
    def view(
        cls,
        scenario: Scenario,
        council: Council,
        text: str = "",
        title: str = "",
        whom: Mapping[str, str] = NOBODY,
        of: RoleNumber | None = None,
    ) -> View:
        """Beginning with `text`; `whom` are the people on paper for whom its reader may enter it, and `of` is
        the one who is chosen."""
        whose = "the proposer's" if whom else "your"
        hint = f"If you leave it empty, {whose} own team."
        return cls.modal(
            (council.id,),
            *([cls.of.input(of, whom, hint=YOURS)] if whom else []),
            *cls.inputs(scenario, Wording(title, text), owner_hint=hint),
        )


def _photo(shown: str) -> tuple[UserId, tuple[str, ...]]:
    by, *links = shown.split(" ")
    return UserId(by), tuple(links)


class PhotoForm(WordingForm, callback="photo_form", title="From paper", submit="Propose", refused_at="title"):
    """A policy that stands on a paper pad, of which somebody has posted a photo."""

    council = About(CouncilId)
    posted = About(_photo, rest=True)  # who posted it, and where its pictures stand
    of = _for_whom("Whose pad is it?")
    alt = Line(
        "What does the photo show?", 200, hint="A few words, for those who cannot see it or open the link."
    )

    @classmethod
    def view(
        cls, scenario: Scenario, council: Council, by: UserId, links: Sequence[str], text: str, title: str
    ) -> View:
        """Beginning with the words beside the photo, if there are any."""
        whom = paper_cards.menu(scenario, on_paper(council))
        told = "The book keeps a link to the photo and these words. Nothing is read from the photo."
        return cls.modal(
            (council.id, " ".join((by, *links))),
            context(told),
            *cls.inputs(
                scenario, Wording(title, text), owner_hint="If you leave it empty, the author's own team."
            ),
            cls.alt.input("A photo of a paper pad"),
            *([cls.of.input(None, whom, hint=YOURS)] if whom else []),
        )

    def photo(self) -> Photo:
        """The photo as the book keeps it."""
        by, links = self.posted
        return Photo(links, by, self.alt)


class AmendmentForm(
    WordingForm, callback="amendment_form", title="Amend proposal", submit="Amend", refused_at="text"
):
    """Another wording."""

    council = About(CouncilId)
    number = About(proposal_number)
    seen = About(int)  # the version

    @classmethod
    def view(
        cls, scenario: Scenario, council: Council, one: Proposal, said: Wording | None = None, seen: int = 1
    ) -> View:
        """With the proposal's words; or with `said`, somebody's words that came too late: they see what
        changed since the version that they had `seen`."""
        blocks: list[Block] = []
        if said is not None:
            by = who_worded(scenario, council, one.versions[-1])
            told = f"*While you wrote, the proposal became version {one.version}, by {by}.* What changed:"
            before = one.versions[seen - 1].wording
            blocks += sections([told, *changes(scenario, before, one.wording)], limit=FORM_TEXT)
            below = "Your words are below, as you wrote them. “Amend” replaces that version with them."
            blocks.append(section(below))
        else:
            anew = (
                "Everybody has to react again, because they reacted to another text; not if you only add "
                "what was left open."
            )
            blocks.append(context(anew))
        return cls.modal(
            (council.id, one.number, one.version),
            *blocks,
            *cls.inputs(scenario, said or one.wording),
            title=f"{cls.title_text} {one.number}"[:24],
        )


class DetailsForm(Form, callback="details_form", title="Add details", submit="Add"):
    """What a proposal, or the policy that it became, left open."""

    council = About(CouncilId)
    number = About(proposal_number)
    question = OptionalChoice("Which question does it answer?", str, optional=True, sometimes=True)
    owner_team = OptionalChoice("Owner", str, optional=True, sometimes=True)
    enforcement = Line("How is it enforced?", 300, optional=True, sometimes=True)
    review = Line("Review date", 60, optional=True, sometimes=True)

    @classmethod
    def view(cls, scenario: Scenario, council: Council, one: Proposal) -> View:
        """With a field for each thing that is left open."""
        adopted = one.status is ProposalStatus.ADOPTED
        told = (
            f"*Proposal {one.number}: {escaped(one.title)}*\nThe {'policy' if adopted else 'proposal'} keeps "
            "its text, and nobody has to react again. What you leave empty can be added "
            f"{optional.until_closed(council)}."
        )
        fields: list[Block] = []
        if scenario.strategy and one.question is None:
            fields.append(cls.question.input(options={each.key: each.short for each in scenario.strategy}))
        if Detail.OWNER in one.left_open:
            teams = {team.key: team.name for team in scenario.teams}
            fields.append(cls.owner_team.input(one.owner_team, teams))
        if Detail.ENFORCEMENT in one.left_open:
            fields.append(cls.enforcement.input())
        if Detail.REVIEW in one.left_open:
            fields.append(cls.review.input())
        title = f"Details of proposal {one.number}"[:24]
        return cls.modal((council.id, one.number), section(told), *fields, title=title)


class PastedForm(Form, callback="pasted_form", title="Several proposals?", submit="Propose"):
    """A pasted list: a proposal for each of its points, or one with all of them."""

    council = About(CouncilId)
    marks = About(lambda kind: kind == NUMBERED)
    how = Choice("What would you like to do?", str)
    above = Words("The text above the list", sometimes=True, optional=True)
    points = Each(Words(optional=True, block="point"))

    @classmethod
    def view(cls, council: Council, found: Pasted) -> View:
        """With the points, of which each can still be changed."""
        count = len(found.points)
        options = {SEVERAL: f"Propose these {count}, each on its own", AS_ONE: "Keep as one proposal"}
        blocks: list[Block] = [
            section(f"*You have pasted a list of {count} points.* I leave the bullets out."),
            cls.how.input(
                SEVERAL, options if len(found.as_one()) <= TEXT_LENGTH else {SEVERAL: options[SEVERAL]}
            ),
        ]
        if found.above:
            hint = "This only fits as one proposal with everything in it."
            blocks.append(cls.above.input(found.above, hint=hint))
        return cls.modal(
            (council.id, NUMBERED if found.numbered else "bullets"),
            *blocks,
            *(cls.points[n].input(one, label=f"Point {n}") for n, one in enumerate(found.points, start=1)),
            context("To leave a point out, empty its field."),
        )

    def proposed(self) -> dict[str, str]:
        """The texts to propose, each with the block in which it stands."""
        points = {self.__class__.points[key].block: text for key, text in self.points.items() if text}
        if self.how == SEVERAL:
            return points
        return {self.__class__.how.block: Pasted(self.above, tuple(points.values()), self.marks).as_one()}


class AmendOrNewForm(Form, callback="amend_or_new_form", title="Amend, or propose?", submit="Go on"):
    """Words that may be another text for a proposal, or a proposal that begins with the same verb."""

    council = About(CouncilId)
    number = About(proposal_number)
    what = Choice("What would you like to do?", str)
    text = Words("Your words")

    def new_text(self) -> str:
        """The words of an amendment."""
        return unquoted(
            re.sub(r"^\W*amend\W+(?:proposals?\W+)?\d+\b[\s:,.–-]*", "", self.text, flags=re.IGNORECASE)
        )

    @classmethod
    def view(cls, council: Council, number: ProposalNumber, text: str) -> View:
        """With what was typed."""
        one = council.proposals.get(number)
        amends = f"Amend proposal {number}" + (f": {one.title}" if one is not None else "")
        return cls.modal(
            (council.id, number),
            section(f"*This begins with “amend {number}”.* Nothing has changed yet."),
            cls.what.input(NEW, {NEW: "A new proposal", AMENDS: amends}),
            cls.text.input(text, hint=f"An amendment leaves out “amend {number}” itself."),
        )


class RecordForm(
    AloudFields, callback="record_form", title="Record a decision", submit="Record", refused_at="for_it"
):
    """What the council decided aloud, by its charter's rule."""

    council = About(CouncilId)
    number = About(proposal_number)
    round = About(int)

    @classmethod
    def view(cls, scenario: Scenario, council: Council, one: Proposal) -> View:
        """For the proposal as its newest card shows it."""
        about, told = (council.id, one.number, one.round), f"*Proposal {one.number}: {escaped(one.title)}*"
        if council.charter is not None:
            tally = council.tally(one)
            told = f"{told}\n{needed(requirement(council.charter, tally), tally)}"
        return cls.modal(about, section(told), *cls.numbers(scenario, council, one))


class ObjectionForm(Form, callback="objection_form", title="Object to proposal", submit="Object"):
    """The reason of an objection to a proposal."""

    council = About(CouncilId)
    number = About(proposal_number)
    round = About(lambda round: carried.number(round or "1"))
    of = _for_whom()
    reason = Words("Why is this harmful?", 500)

    @classmethod
    def view(
        cls,
        council: Council,
        number: ProposalNumber,
        round: int = 1,
        whom: Mapping[str, str] = NOBODY,
        of: RoleNumber | None = None,
    ) -> View:
        """To the proposal as the card of this round shows it; `whom` and `of` are as in ProposalForm."""
        told = (
            "An objection appears on the card with its role's name, and blocks the proposal until it is "
            "withdrawn. Say what would have to change."
        )
        title = f"{cls.title_text} {number}"[:24]
        return cls.modal(
            (council.id, number, round),
            section(told),
            *([cls.of.input(of, whom, hint=YOURS)] if whom else []),
            cls.reason.input(),
            title=title,
        )
