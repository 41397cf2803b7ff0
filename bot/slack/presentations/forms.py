"""The form in which a council prepares its presentation."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.slack.blocks import carried
from bot.slack.blocks.fields import Each, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import context, section


class PresentationForm(Form, callback="presentation_form", title="Our presentation", submit="Save"):
    """The stewards' answers for the plenary. What each field began with comes back as a checksum, so that
    somebody who leaves a field as it was does not undo what another steward wrote meanwhile."""

    council = About(CouncilId)
    began = About(lambda sums: sums.split(":") if sums else [], rest=True)
    answers = Each(Words(length=600, optional=True, block="answer"))

    @classmethod
    def view(cls, council: Council, questions: Sequence[str]) -> View:
        """With the answers so far."""
        said = [council.presentation.get(number, "") for number in range(len(questions))]
        told = "A sentence or two each. Your answers appear on your council's card when its turn comes."
        return cls.modal(
            (council.id, *map(checksum, said)),
            section(told),
            *(cls.answers[n].input(said[n], label=question) for n, question in enumerate(questions)),
            context(
                "Leave out what you like. Every steward can change the answers; the latest version counts."
            ),
        )

    def changed(self) -> Iterator[tuple[int, str]]:
        """The answers that this person changed, by their question's place."""
        for place, text in ((carried.number(key), text) for key, text in self.answers.items()):
            if place >= len(self.began) or checksum(text) != self.began[place]:
                yield place, text

    @classmethod
    def draft_of(cls, metadata: str) -> str:
        """A council's draft is found though others have answered meanwhile."""
        return metadata.partition(":")[0]


def checksum(text: str) -> str:
    """Short, and the same in every process."""
    return f"{crc32(text.encode()):08x}"
