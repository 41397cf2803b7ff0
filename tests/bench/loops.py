"""The opening as a plain loop makes it, to compare: `python -m tests.bench.loops ORDER TIMES PLAN`.

One call after the other, and after a 429 the same one again when Slack says so. ORDER is one of ORDERS; TIMES
is how fast Slack's minutes pass; PLAN is a file with the members of each council, as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

Plan: TypeAlias = dict[str, list[str]]  # the members of each council, by its channel's name
Call: TypeAlias = tuple[str, dict[str, Any]]


def step_by_step(plan: Plan, ids: dict[str, str]) -> Iterator[Call]:
    """All channels, then all invitations, then all cards, then all messages to people."""
    yield from (_channel(name) for name in plan)
    yield from (_invitation(ids[name], members) for name, members in plan.items())
    yield from (_post(ids[name]) for name in plan)
    yield from (_post(one) for members in plan.values() for one in members)


def council_by_council(plan: Plan, ids: dict[str, str]) -> Iterator[Call]:
    """Everything that a council needs, then the next."""
    for name, members in plan.items():
        yield _channel(name)
        yield _invitation(ids[name], members)
        yield _post(ids[name])
        yield from map(_post, members)


ORDERS = {"step by step": step_by_step, "council by council": council_by_council}


def _channel(name: str) -> Call:
    return "conversations.create", {"name": name, "is_private": True}


def _invitation(channel: str, members: list[str]) -> Call:
    return "conversations.invite", {"channel": channel, "users": ",".join(members)}


def _post(where: str) -> Call:
    return "chat.postMessage", {"channel": where, "text": "Welcome!"}


def main(order: str, times: float, plan: Plan) -> None:
    """Opens."""
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    ids: dict[str, str] = {}
    for method, arguments in ORDERS[order](plan, ids):
        while True:
            try:
                answer = client.api_call(method, json=arguments)
            except SlackApiError as refused:
                if refused.response.status_code != 429:
                    raise
                time.sleep(int(refused.response.headers["Retry-After"]) / times)
            else:
                break
        if method == "conversations.create":
            ids[arguments["name"]] = answer["channel"]["id"]


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")))
