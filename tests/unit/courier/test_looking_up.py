"""One odd answer about one person keeps nobody else from being looked up."""

from typing import Any

import pytest

from bot.courier.looking_up import _found
from bot.domain.ids import UserId
from bot.domain.inviting import Finding, Invitee, Named


@pytest.mark.parametrize(
    "answer",
    [{}, {"user": None}, {"user": []}, {"user": {"name": "ada"}}, {"user": {"id": 7}}, {"user": "ada"}],
)
async def test_an_answer_that_describes_nobody_says_so_of_this_one_person(answer: dict[str, Any]) -> None:
    async def call(*_: object, **__: object) -> dict[str, Any]:
        return answer

    by_id = Invitee(1, Named.MEMBER, user=UserId("U7"))
    by_address = Invitee(2, Named.ADDRESS, given="ada@example.org")

    assert await _found(by_id, {}, call) == ("U7", Finding.NO_ANSWER)
    assert await _found(by_address, {}, call) == (None, Finding.NO_ANSWER)
