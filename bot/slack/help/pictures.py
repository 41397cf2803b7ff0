"""Pictures in a text: as Slack shows them, or in words where it cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slack_sdk.models.blocks import Block, ImageBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.domain.picture import InText, parts_of
from bot.slack.blocks.message import escaped, image, picture_link, section, sections


@dataclass(frozen=True, slots=True)
class Pictures:
    """What can be shown in this workspace: `files` are the ids of Slack's, by their names in the pack."""

    files: Mapping[str, str] = field(default_factory=dict)
    of_the_web: bool = True

    def block(self, picture: InText) -> Block:
        """The picture, or what it shows."""
        if picture.on_the_web:
            if self.of_the_web:
                return image(picture.source, picture.alt)
            return section(picture_link(picture.source, picture.alt))
        if file_id := self.files.get(picture.source):
            return ImageBlock(slack_file=SlackFile(id=file_id), alt_text=picture.alt)
        return section(f"*A picture, in words:* {escaped(picture.alt)}")


IN_WORDS = Pictures(of_the_web=False)


def illustrated(text: str, pictures: Pictures, limit: int) -> Iterator[Block]:
    """A pack's text with its pictures, in so many characters at most."""
    for part in parts_of(text):
        if isinstance(part, str):
            yield from sections(escaped(part).split("\n"), limit=limit)
        else:
            yield pictures.block(part)
