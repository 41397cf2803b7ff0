"""The keys of everything that a scenario can tell: to whom, in whose name, with which picture."""

from typing import Annotated

from pydantic import Field

from bot.domain.audience import Audience
from bot.domain.picture import Picture

To = Annotated[
    Audience,
    Field(
        min_length=1,
        description=(
            "Whom it is for: names of teams, groups and roles, `stewards`, `facilitators` or `observers`. "
            "They get it by direct message, and nobody else reads it before the end. If left out, or with "
            "`everyone`: it is posted in the channels."
        ),
    ),
]
Sender = Annotated[str, Field(max_length=150, description="In whose name it is told, such as `The mayor`.")]
Illustration = Annotated[Picture | None, Field(description="A picture below the text.")]
