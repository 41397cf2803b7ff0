"""What facilitators read when somebody wants to stop or talk, and what that person reads."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from slack_sdk.models.blocks import Block

from bot.domain.ids import UserId
from bot.queries.place import Company
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, quotation, section


class Reached(NamedTuple):
    """The facilitators of a game, but for the person themselves: who was told, and who could not be."""

    name: str
    told: Sequence[UserId]
    missed: Sequence[UserId]


def wants_to_talk(user: UserId, companies: Sequence[Company], at: datetime, words: str) -> Message:
    """To a facilitator, in private: somebody wants to stop or talk. `companies` are the games of that person
    that this facilitator runs."""
    tables = [
        f"{f'Council {one.council}' if one.council else 'no council'}, in {escaped(one.name)}"
        for one in companies
    ]
    blocks: list[Block] = [
        section(
            f"*Somebody wants to stop, or to talk:* {p.mention(user)}, {'; '.join(tables)}. They said so "
            f"{p.to_the_second(at, day=True)}."
        )
    ]
    blocks += quotation(words) if words else []
    blocks.append(
        context(
            "Only facilitators are told. This does not stop the game; `/moot pause` stops the clock. I keep "
            "no record of this."
        )
    )
    return Message.of(*blocks)


def heard(reached: Sequence[Reached]) -> Message:
    """To somebody who wants to stop or talk: who knows of it, for each game."""
    told = [f"{p.mentions(one.told)}, for *{escaped(one.name)}*" for one in reached if one.told]
    blocks: list[Block] = []
    if told:
        blocks.append(
            section(
                f"*Thank you for telling me.* I have told {'; and '.join(told)}, in private, and nobody "
                "else. They will come to you."
            )
        )
    blocks += map(section, _not_told(reached, "there " if told else ""))
    blocks.append(
        context(
            "This does not stop the game. You can step away at any time without a reason; `/moot leave` "
            "frees your seat."
        )
    )
    return Message.of(*blocks)


def _not_told(reached: Sequence[Reached], there: str) -> Iterator[str]:
    for one in reached:
        name = escaped(one.name)
        if not one.told and one.missed:
            yield (
                f"*I could not reach a facilitator of {name} right now, so nobody {there}has been told.* "
                f"Please write or speak to {p.mentions(one.missed)}, or type `/moot x` again."
            )
        elif not one.told:
            yield f"You are the only facilitator of {name}, so there is nobody else to tell there."
