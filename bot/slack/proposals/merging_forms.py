"""The forms in which a steward makes several proposals one."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.ids import CouncilId, ProposalNumber
from bot.domain.scenario import Scenario
from bot.domain.wording import Wording
from bot.slack.blocks import carried
from bot.slack.blocks import phrases as p
from bot.slack.blocks.fields import MOST_OPTIONS, TEXT_LENGTH, TITLE_LENGTH, Choices
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import cut, escaped, section, sections, shortened
from bot.slack.blocks.names import proposal_number
from bot.slack.proposals.forms import FORM_TEXT, WordingForm


def mergeable(council: Council) -> list[Proposal]:
    """The open proposals that a steward can make one of."""
    return [
        one
        for one in council.proposals.values()
        if one.status is ProposalStatus.OPEN and one.amendment is None and one.about is None
    ]


class MergeChoiceForm(Form, callback="merge_choice_form", title="Merge proposals", submit="Go on"):
    """Which others are merged with this one?"""

    council = About(CouncilId)
    first = About(proposal_number)
    others = Choices("Merge it with", proposal_number)

    @classmethod
    def view(cls, council: Council, first: Proposal) -> View:
        """With the latest that can be merged."""
        others = [one for one in mergeable(council) if one.number != first.number][-MOST_OPTIONS:]
        return cls.modal(
            (council.id, first.number),
            section(f"*Proposal {first.number}: {escaped(first.title)}* becomes one proposal with:"),
            cls.others.input(options={str(one.number): f"{one.number}. {one.title}" for one in others}),
        )


def _sources(seen: str) -> tuple[tuple[ProposalNumber, int], ...]:
    parts = seen.split(":")
    if len(parts) % 2:
        raise carried.NotOfThisVersion
    return tuple(
        (proposal_number(number), carried.number(version))
        for number, version in zip(parts[::2], parts[1::2], strict=True)
    )


class MergeForm(
    WordingForm, callback="merge_form", title="Merge proposals", submit="Merge", refused_at="text"
):
    """One wording for several proposals."""

    council = About(CouncilId)
    sources = About(_sources, rest=True)  # each with its version that was seen

    @classmethod
    def view(
        cls, scenario: Scenario, council: Council, sources: Sequence[Proposal], said: Wording | None = None
    ) -> View:
        """With all their words; or with `said`, words that came too late for one of them."""
        numbers = p.listed([one.number for one in sources])
        told = (
            f"Proposals {numbers} become one new proposal in the name of the person who made the first of "
            "them."
        )
        if said is not None:
            told = (
                "*While you wrote, one of them was amended.* This is what they say now; your words are below."
            )
        shown = [f"*Proposal {one.number}: {escaped(one.title)}*\n{escaped(one.text)}" for one in sources]
        return cls.modal(
            (council.id, *(f"{one.number}:{one.version}" for one in sources)),
            *sections([told, *(cut(words, FORM_TEXT) for words in shown)], limit=FORM_TEXT * 3),
            *cls.inputs(scenario, said or _together(sources)),
        )


def _together(sources: Sequence[Proposal]) -> Wording:
    """All wordings in one, as a beginning; each has its share of the room."""
    share, titles = (max(10, room // len(sources) - 2) for room in (TEXT_LENGTH, TITLE_LENGTH))
    title = "; ".join(shortened(one.title, titles) for one in sources)
    text = "\n\n".join(shortened(one.text, share) for one in sources)
    return Wording(
        title=shortened(title, TITLE_LENGTH),
        text=shortened(text, TEXT_LENGTH),
        question=next((one.question for one in sources if one.question), None),
        owner_team=sources[0].owner_team,
        enforcement=next((one.enforcement for one in sources if one.enforcement), ""),
        review=next((one.review for one in sources if one.review), ""),
    )
