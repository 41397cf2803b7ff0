"""The forms about a policy that stands: another text for it, another policy in its place, or none."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.scenario import Scenario
from bot.domain.wording import About as AboutPolicy
from bot.domain.wording import Change, Wording
from bot.slack.blocks import carried
from bot.slack.blocks import phrases as p
from bot.slack.blocks.fields import MOST_OPTIONS, TITLE_LENGTH, Choice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context, escaped, quotation, section, shortened
from bot.slack.blocks.names import proposal_number
from bot.slack.proposals.forms import WordingForm

CHANGES = {
    Change.AMEND.value: "Amend it: the policy keeps its number",
    Change.REPLACE.value: "Replace it with another policy",
    Change.RESCIND.value: "Rescind it",
}
TITLES = {Change.AMEND: "Amend policy", Change.REPLACE: "Replace policy"}
WHAT_HAPPENS = {
    Change.AMEND: (
        "This becomes a proposal. If your council adopts it by its charter, policy {number} reads like this "
        "from then on, and its history keeps what it said before."
    ),
    Change.REPLACE: (
        "This becomes a proposal. If your council adopts it by its charter, it takes the place of policy "
        "{number} in the book, with a number of its own."
    ),
    Change.RESCIND: (
        "This becomes a proposal. If your council adopts it by its charter, policy {number} leaves the book; "
        "its history stays."
    ),
}


class PolicyChoiceForm(Form, callback="policy_choice_form", title="Change a policy", submit="Go on"):
    """Which policy, and what is to become of it."""

    council = About(CouncilId)
    policy = Choice("Which policy?", carried.number)
    change = Choice("What would you like to propose?", Change)

    @classmethod
    def view(cls, council: Council, first: int) -> View:
        """Beginning with this policy."""
        book = [(policy, one) for policy, one in council.book() if policy.number == first]
        book += [pair for pair in council.book() if pair not in book]
        options = {str(policy.number): f"{policy.number}. {one.title}" for policy, one in book[:MOST_OPTIONS]}
        return cls.modal(
            (council.id,),
            cls.policy.input(first, options),
            cls.change.input(Change.AMEND, CHANGES),
            context("Your council decides on it by its charter, as on any proposal."),
        )


def _above(council: Council, number: int, change: Change, *, changed: bool) -> list[Block]:
    """What the form does; or that the policy changed meanwhile, and what it says now."""
    if not changed:
        return [context(WHAT_HAPPENS[change].format(number=number))]
    policy = council.policies[number - 1]
    one = council.proposals[policy.proposal]
    told = (
        f"*While you wrote, policy {number} changed.* It is now {p.numbered(policy)}: *{escaped(one.title)}*"
    )
    return [section(told), *quotation(one.text), section("Your words are below, as you wrote them.")]


class PolicyChangeForm(
    WordingForm, callback="policy_change_form", title="Change policy", submit="Propose", refused_at="text"
):
    """Another text for a policy, or another policy in its place."""

    council = About(CouncilId)
    policy = About(carried.number)
    change = About(Change)
    seen = About(proposal_number)

    @classmethod
    def view(
        cls, scenario: Scenario, council: Council, policy: int, change: Change, said: Wording | None = None
    ) -> View:
        """With the policy's words, where they are amended; or with `said`, words that came too late."""
        now = council.policies[policy - 1].proposal
        words = council.proposals[now].wording
        if change is Change.REPLACE:
            words = Wording("", "", words.question, words.owner_team)
        return cls.modal(
            (council.id, policy, change.value, now),
            *_above(council, policy, change, changed=said is not None),
            *cls.inputs(scenario, said or words),
            title=f"{TITLES[change]} {policy}"[:24],
        )

    def about(self) -> AboutPolicy:
        """What it would change."""
        return AboutPolicy(self.policy, self.change, self.seen)


class RescindForm(Form, callback="rescind_form", title="Rescind policy", submit="Propose", refused_at="why"):
    """Why a policy should leave the book."""

    council = About(CouncilId)
    policy = About(carried.number)
    seen = About(proposal_number)
    why = Words("Why should it be rescinded?", 1_000)

    @classmethod
    def view(cls, council: Council, policy: int, why: str | None = None) -> View:
        """With `why`, words that came too late."""
        now = council.policies[policy - 1].proposal
        return cls.modal(
            (council.id, policy, now),
            *_above(council, policy, Change.RESCIND, changed=why is not None),
            cls.why.input(why),
            title=f"Rescind policy {policy}"[:24],
        )

    def wording(self, council: Council) -> Wording:
        """What the proposal says."""
        title = "".join(f": {one.title}" for policy, one in council.book() if policy.number == self.policy)
        return Wording(shortened(f"Rescind policy {self.policy}{title}", TITLE_LENGTH), self.why)

    def about(self) -> AboutPolicy:
        """What it would change."""
        return AboutPolicy(self.policy, Change.RESCIND, self.seen)
