"""Proposals to amend, replace or rescind a policy: from the button and from `/propose`, step by step."""

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.policies import to_change
from bot.domain.errors.book import NotInTheBook, PolicyChangedMeanwhile
from bot.domain.scenario import Scenario
from bot.domain.wording import About, Change, Wording
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.proposals.policy_forms import PolicyChangeForm, PolicyChoiceForm, RescindForm


def form_for(scenario: Scenario, council: Council, policy: int, change: Change) -> View:
    """The form in which one writes it. Raises NotInTheBook."""
    number = to_change(council, policy).number
    if change is Change.RESCIND:
        return RescindForm.view(council, number)
    return PolicyChangeForm.view(scenario, council, number, change)


async def _choose(pressed: Pressed) -> None:
    council, _ = await pressed.seated()
    pressed.refuse_early(council, cc.SubmitProposal("Any", "Any"))
    _, number, _ = names.read_card(pressed.value)
    policy = council.policy_of(number)
    first = policy.number if policy and policy.ended is None else next(iter(council.order), None)
    if first is None:
        raise NotInTheBook(number=policy.number if policy else number, known="none")
    await pressed.open(PolicyChoiceForm.view(council, first))


BUTTONS: dict[str, Handler] = {names.CHANGE_POLICY: _choose}


async def _chosen(sent: Sent[PolicyChoiceForm]) -> None:
    """The second step."""
    form = sent.form
    council = await sent.services.reader.council(form.council)
    _, scenario = await sent.services.reader.game(council.game)
    await sent.show(form_for(scenario, council, form.policy, form.change))


async def _propose_change(sent: Sent[PolicyChangeForm]) -> None:
    """Where somebody was quicker, the form shows what the policy says now, and keeps the words."""
    form = sent.form
    try:
        await sent.services.councils.handle(
            form.council, _proposed(form.wording(), form.about()), actor=sent.user
        )
    except PolicyChangedMeanwhile:
        council = await sent.services.reader.council(form.council)
        _, scenario = await sent.services.reader.game(council.game)
        await sent.show(PolicyChangeForm.view(scenario, council, form.policy, form.change, form.wording()))


async def _propose_rescinding(sent: Sent[RescindForm]) -> None:
    form = sent.form
    council = await sent.services.reader.council(form.council)
    command = _proposed(form.wording(council), form.about())
    try:
        await sent.services.councils.handle(form.council, command, actor=sent.user)
    except PolicyChangedMeanwhile:
        await sent.show(RescindForm.view(council, form.policy, form.why))


def _proposed(said: Wording, about: About) -> cc.SubmitProposal:
    return cc.SubmitProposal(
        said.title, said.text, said.question, said.owner_team, said.enforcement, said.review, about=about
    )


FORMS: tuple[Taken, ...] = (
    takes(PolicyChoiceForm, _chosen),
    takes(PolicyChangeForm, _propose_change),
    takes(RescindForm, _propose_rescinding),
)
