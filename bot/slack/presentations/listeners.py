"""The presentation: the form that prepares it, and what opens it."""

from bot.domain.council import commands as cc
from bot.slack.acting.pressed import Pressed
from bot.slack.acting.submitted import Sent, takes
from bot.slack.presentations import cards as presentations_cards
from bot.slack.presentations.forms import PresentationForm


async def _prepare(sent: Sent[PresentationForm]) -> None:
    """Keeps the answers that this person changed."""
    command = cc.PreparePresentation(tuple(sent.form.changed()))
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


FORMS = (takes(PresentationForm, _prepare),)


async def prepare_pressed(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.PreparePresentation(((0, "…"),)))
    await pressed.open(PresentationForm.view(council, presentations_cards.debrief(where.scenario)))
