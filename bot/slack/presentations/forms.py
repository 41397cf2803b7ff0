"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from collections.abc import Sequence
from zlib import crc32

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, modal, text
from bot.slack.blocks.message import context, section

ANSWER_LENGTH = 600


def presentation(council: Council, questions: Sequence[str]) -> View:
    """The stewards' answers for the plenary. What each field began with comes back as a checksum, so that
    somebody who leaves a field as it was does not undo what another steward wrote meanwhile."""
    said = [council.presentation.get(number, "") for number in range(len(questions))]
    return modal(
        names.PRESENTATION_FORM,
        "Our presentation",
        "Save",
        ":".join((council.id, *map(checksum, said))),
        section("A sentence or two each. Your answers stand on your council's card when its turn comes."),
        *(
            field(f"answer:{number}", question, text(said[number], ANSWER_LENGTH), optional=True)
            for number, question in enumerate(questions)
        ),
        context("Leave out what you like. Every steward can change it, and the latest answer counts."),
    )


def checksum(text: str) -> str:
    """Short, and the same in every process."""
    return f"{crc32(text.encode()):08x}"
