"""Preparing what a council presents at the end."""

from bot.domain.council import commands as cc
from bot.reports.presentation import questions
from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.presentations.forms import PresentationForm


async def _keep_answers(sent: Sent[PresentationForm]) -> None:
    """Keeps the answers that this person changed."""
    command = cc.PreparePresentation(tuple(sent.form.changed()))
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


FORMS: tuple[Taken, ...] = (takes(PresentationForm, _keep_answers),)


async def _open_form(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.PreparePresentation(((0, "…"),)))
    await pressed.open(PresentationForm.view(council, questions(where.scenario)))


WORDS: tuple[Word, ...] = ()
BUTTONS: dict[str, Handler] = {names.PREPARE_PRESENTATION: _open_form}
