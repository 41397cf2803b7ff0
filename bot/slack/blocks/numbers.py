"""Fields that take a number."""

from collections.abc import Mapping
from typing import Any, Unpack

from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.domain.amounts import Amount, figure, typed
from bot.domain.errors import Refusal
from bot.slack.blocks.fields import Field, Traits


class NotInRange(Refusal):
    template = "Write a whole number from {low} to {high}."


class NotANumber(Refusal):
    template = (
        "Write a number in digits, such as 1500 or 2.5, with two decimals at most and no separator between "
        "thousands."
    )


class Number(Field[int]):
    """A whole number within bounds; the lowest where it may be empty."""

    def __init__(self, label: str, low: int, high: int, **traits: Unpack[Traits]) -> None:
        super().__init__(label, **traits)
        self.nothing, self.low, self.high = low, low, high

    def element(self, initial: int | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        return sdk.NumberInputElement(
            action_id="value",
            is_decimal_allowed=False,
            initial_value=None if initial is None else str(initial),
            min_value=str(self.low),
            max_value=str(self.high),
        )

    def parse(self, given: Any) -> int:
        if not str(given).removeprefix("-").isdecimal() or not self.low <= int(given) <= self.high:
            raise NotInRange(low=self.low, high=self.high)
        return int(given)


class Figure(Field[Amount]):
    """A number that may have decimals, however they are typed. Slack keeps its bounds; whoever reads it
    checks them."""

    nothing = 0

    def __init__(self, label: str, low: Amount, high: Amount, **traits: Unpack[Traits]) -> None:
        super().__init__(label, **traits)
        self.low, self.high, self.decimals = low, high, 0

    def element(self, initial: Amount | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        first, low, high = (
            None if one is None else figure(one).replace(",", "") for one in (initial, self.low, self.high)
        )
        return sdk.NumberInputElement(
            action_id="value",
            is_decimal_allowed=self.decimals > 0,
            initial_value=first,
            min_value=low,
            max_value=high,
        )

    def parse(self, given: Any) -> Amount:
        try:
            return typed(str(given))
        except ValueError:
            raise NotANumber from None
