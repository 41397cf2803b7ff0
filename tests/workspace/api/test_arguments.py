"""How arguments may be sent."""

import httpx

from tests.patience import PATIENCE
from tests.workspace.stage import Stage


async def test_arguments_may_come_as_form_json_multipart_or_query(stage: Stage) -> None:
    token, channel = stage.installed.bot_token, stage.lounge.id
    bearer = {"Authorization": f"Bearer {token}"}
    blocks = '[{"type":"divider"}]'
    async with httpx.AsyncClient(base_url=stage.server.api_url, timeout=PATIENCE) as http:
        answers = [
            await http.post("chat.postMessage", data={"token": token, "channel": channel, "blocks": blocks}),
            await http.post("chat.postMessage", json={"channel": channel, "text": "Ünï"}, headers=bearer),
            await http.post(
                "chat.postMessage",
                files={"channel": (None, channel), "text": (None, "Ünï")},
                headers=bearer,
            ),
            await http.get("chat.postMessage", params={"channel": channel, "text": "Ünï"}, headers=bearer),
        ]
        assert [answer.json()["ok"] for answer in answers] == [True] * 4
        assert {answer.json()["message"]["text"] for answer in answers} == {"", "Ünï"}

        broken = await http.post(
            "chat.postMessage", content=b"{", headers=bearer | {"Content-Type": "application/json"}
        )
        listed = await http.post("chat.postMessage", json=[1], headers=bearer)
        assert (broken.json()["error"], listed.json()["error"]) == ("invalid_json", "json_not_object")
