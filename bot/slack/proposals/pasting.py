"""Typed and pasted words: as one proposal, as several, or as another text for one that is there."""

from dataclasses import replace

from bot.domain.council import commands as cc
from bot.domain.errors import Refusal
from bot.domain.errors.proposals import EmptyProposal
from bot.domain.ids import CouncilId, ProposalNumber, UserId
from bot.services import Services
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message
from bot.slack.blocks.fields import TEXT_LENGTH, Misfilled
from bot.slack.blocks.message import shortened
from bot.slack.proposals import revising
from bot.slack.proposals.cards import on_the_table
from bot.slack.proposals.forms import AMENDS, AmendOrNewForm, PastedForm
from bot.slack.typed import passages
from bot.slack.typed import words as typed

MOST_POINTS, LONGEST_LIST = 30, 12_000  # of a list, in one form; a view holds 250 kB
LONGEST_TITLE = 80  # characters, where the words' first sentence makes it


def title_of(text: str) -> str:
    """The title of a proposal that has none of its own."""
    return shortened(passages.title_of(text), LONGEST_TITLE)


def points_of(text: str) -> passages.Pasted | None:
    """The list that somebody pasted, if it has not too many points for a form. Raises TooLong."""
    found = passages.pasted(text) if len(text) <= LONGEST_LIST else None
    if found is None or len(found.points) > MOST_POINTS:
        return None
    for one in (found.above, *found.points):
        typed.fitting(one, TEXT_LENGTH)
    return found


async def submit(services: Services, council: CouncilId, text: str, user: UserId) -> ProposalNumber:
    """Puts words on the table; the first sentence is the title. Returns the proposal's number."""
    command = cc.SubmitProposal(title=title_of(text), text=typed.fitting(text, TEXT_LENGTH))
    after = await services.councils.handle(council, command, actor=user)
    return max(number for number, one in after.proposals.items() if one.text == text)


async def amend(
    services: Services, council: CouncilId, number: ProposalNumber, text: str, user: UserId
) -> str:
    """Gives a proposal another text. Returns what to say."""
    before = await services.councils.load(council)
    one = revising.to_amend(before, number, user)
    title = title_of(text) if one.title == title_of(one.text) else one.title
    wording = replace(one.wording, title=title, text=typed.fitting(text, TEXT_LENGTH))
    after = await services.councils.handle(
        council, cc.AmendProposal(number, wording, one.version), actor=user
    )
    return f"Proposal {number} is at version {after.proposals[number].version} now, on a new card."


# --- forms


async def _propose_points(sent: Sent[PastedForm]) -> None:
    """One after the other. What was proposed before a point was refused is not proposed twice."""
    numbers: list[ProposalNumber] = []
    for block, text in sent.form.proposed().items():
        try:
            numbers.append(await submit(sent.services, sent.form.council, text, sent.user))
        except Refusal as refusal:
            before = f" {on_the_table(sent.form.council, numbers).text}" if numbers else ""
            raise Misfilled({block: refusal.sentence + before}) from None
    if not numbers:
        raise EmptyProposal
    await sent.show(on_the_table(sent.form.council, numbers))


async def _amend_or_propose(sent: Sent[AmendOrNewForm]) -> None:
    form = sent.form
    if form.what == AMENDS:
        said = await amend(sent.services, form.council, form.number, form.new_text(), sent.user)
        await sent.show(message.plain(said))
    else:
        number = await submit(sent.services, form.council, form.text, sent.user)
        await sent.show(on_the_table(form.council, [number]))


FORMS: tuple[Taken, ...] = (takes(PastedForm, _propose_points), takes(AmendOrNewForm, _amend_or_propose))
