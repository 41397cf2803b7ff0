"""A town with a bakery: a workspace with a small Bolt app, and windows in which people use its page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.page.people import People
from bot.workspace.server import Server
from bot.workspace.state.records import App, Channel, Person
from bot.workspace.workspace import Workspace
from tests.e2e.windows import Windows
from tests.patience import a_workspace

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Bakery"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Bakery"},
        "shortcuts": [{"name": "Wrap it up", "type": "message", "callback_id": "wrap", "description": "x"}],
        "slash_commands": [
            {
                "command": "/order",
                "description": "Order something",
                "usage_hint": "what",
                "should_escape": True,
            },
            {"command": "/whisper", "description": "Hear a secret"},
            {"command": "/broken", "description": "Nobody answers"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "users:read",
                "reactions:write",
                "pins:write",
                "canvases:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str) -> Json:
    return {"text": plain(text), "value": value}


def field_of(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def order_form(channel: str, *, offer: str = "Today: rye") -> Json:
    """A form with most of the inputs there are."""
    breads = [option("rye", "Rye"), option("spelt", "Spelt")]
    return {
        "type": "modal",
        "callback_id": "order",
        "private_metadata": channel,
        "title": plain("Order bread"),
        "submit": plain("Order"),
        "close": plain("Not now"),
        "blocks": [
            {
                "type": "section",
                "block_id": "offer",
                "text": {"type": "mrkdwn", "text": f"*{offer}*"},
                "accessory": {"type": "button", "action_id": "other", "text": plain("Another offer")},
            },
            field_of(
                "name",
                "Name on the bag",
                {"type": "plain_text_input", "action_id": "it", "max_length": 20},
                hint=plain(f"{offer}?"),
            ),
            field_of("bread", "Bread", {"type": "static_select", "action_id": "it", "options": breads}),
            field_of(
                "count", "How many", {"type": "number_input", "action_id": "it", "is_decimal_allowed": False}
            ),
            {
                "type": "actions",
                "block_id": "look",
                "elements": [{"type": "button", "action_id": "oven", "text": plain("See the oven")}],
            },
            field_of(
                "with", "Together with", {"type": "multi_users_select", "action_id": "it"}, optional=True
            ),
            field_of("day", "Day", {"type": "datepicker", "action_id": "it"}, optional=True),
            field_of(
                "slice",
                "Sliced",
                {
                    "type": "radio_buttons",
                    "action_id": "it",
                    "options": [option("y", "Yes"), option("n", "No")],
                },
            ),
            field_of(
                "extras",
                "Extras",
                {"type": "checkboxes", "action_id": "it", "options": [option("seeds", "Seeds")]},
                optional=True,
            ),
        ],
    }


def order_card(words: str) -> list[Json]:
    no = {"title": plain("Throw it away?"), "text": plain("Bread is precious."), "confirm": plain("Throw")}
    return [
        {"type": "header", "block_id": "head", "text": plain("An order")},
        {"type": "section", "block_id": "words", "text": {"type": "mrkdwn", "text": words}},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                {"type": "button", "action_id": "bake", "text": plain("Bake it"), "style": "primary"},
                {
                    "type": "button",
                    "action_id": "bin",
                    "text": plain("Throw it away"),
                    "style": "danger",
                    "confirm": {**no, "deny": plain("Keep it"), "style": "danger"},
                },
            ],
        },
    ]


def home(rings: int) -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "section", "block_id": "rings", "text": plain(f"The bell rang {rings} times.")},
            field_of("guest", "Your name", {"type": "plain_text_input", "action_id": "guest"}),
            {
                "type": "actions",
                "block_id": "bell",
                "elements": [{"type": "button", "action_id": "ring", "text": plain("Ring the bell")}],
            },
        ],
    }


@dataclass
class Bakery:
    """The app behind the page: plain Bolt, which knows nothing of where it is connected."""

    rings: int = 0
    orders: list[Json] = field(default_factory=list)
    guests: list[str | None] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    heard: list[Json] = field(default_factory=list)
    home: list[Json] = field(default_factory=list)  # what stands on Home instead of the bell

    def on(self, app: AsyncApp) -> None:
        app.command("/order")(self.order)
        app.command("/whisper")(self.whisper)
        app.command("/broken")(self.silence)
        app.action("other")(self.other)
        app.action("oven")(self.oven)
        app.action("flour")(self.flour)
        app.action("heard")(self.hear)
        app.attachment_action("games")(self.play)
        app.view("order")(self.ordered)
        app.action("bake")(self.bake)
        app.action("bin")(self.throw)
        app.event("app_home_opened")(self.opened)
        app.action("ring")(self.ring)

    async def order(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=order_form(body["channel_id"]))

    async def whisper(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        user, channel = body["user_id"], body["channel_id"]
        await client.chat_postEphemeral(channel=channel, user=user, text="The secret is _salt_.")

    async def silence(self) -> None:
        """Never acknowledges."""

    async def oven(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        ovens: Json = {"type": "modal", "title": plain("The oven"), "blocks": [order_card("It is hot.")[0]]}
        await client.views_push(trigger_id=body["trigger_id"], view=ovens)

    async def flour(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        action, state = body["actions"][0], body["state"]["values"]["flour"]
        self.choices.append((action["selected_option"]["value"], state["flour"]["selected_option"]["value"]))
        where, user = body["channel"]["id"], body["user"]["id"]
        await client.chat_postEphemeral(
            channel=where, user=user, text=f"Flour: {action['selected_option']['value']}"
        )

    async def hear(self, ack: Any, body: Json) -> None:
        await ack()
        self.heard.append(body)

    async def play(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await ack("It is chess, then.")

    async def other(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = order_form(body["view"]["private_metadata"], offer="Tomorrow: spelt")
        await client.views_update(view_id=body["view"]["id"], view=view)

    async def ordered(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        if values["name"]["it"]["value"] == "nobody":
            await ack(response_action="errors", errors={"name": "We do not know nobody."})
            return
        await ack()
        self.orders.append(values)
        words = (
            f"{values['count']['it']['value']} × {values['bread']['it']['selected_option']['text']['text']}"
        )
        await client.chat_postMessage(
            channel=body["view"]["private_metadata"], text=f"An order: {words}", blocks=order_card(words)
        )

    async def bake(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await self._settle(body, client, f"Baked by <@{body['user']['id']}>")

    async def throw(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await self._settle(body, client, "Thrown away")

    async def _settle(self, body: Json, client: AsyncWebClient, text: str) -> None:
        done: Json = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        where, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=where, ts=ts, text=text, blocks=[done])

    async def opened(self, event: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": self.home} if self.home else home(self.rings)
        await client.views_publish(user_id=event["user"], view=view)

    async def ring(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.rings += 1
        self.guests.append(body["view"]["state"]["values"]["guest"]["guest"]["value"])
        await client.views_publish(user_id=body["user"]["id"], view=home(self.rings))


@dataclass
class Town:
    """A workspace with three people, the bakery, and windows to look at it."""

    workspace: Workspace
    server: Server
    people: People
    app: App
    bakery: Bakery
    browser: Browser
    ada: Person
    grace: Person
    alan: Person
    windows: Windows

    @property
    def general(self) -> Channel:
        return self.workspace.general

    async def post(self, text: str, blocks: list[Json] | None = None, **more: Any) -> str:
        """The bakery says something to everybody; gives its ts."""
        client = AsyncWebClient(token=self.app.bot_token, base_url=self.server.api_url)
        said = await client.chat_postMessage(channel=self.general.id, text=text, blocks=blocks, **more)
        return str(said["ts"])

    async def window(
        self,
        person: Person,
        channel: Channel | None = None,
        *,
        width: int = 1280,
        path: str = "",
        dark: bool = False,
    ) -> Page:
        """A browser window of its own, in which somebody acts; what it complains about fails the test."""
        where = f"?as={person.id}" + (f"&channel={channel.id}" if channel else "")
        return await self.windows.open(path or where, width=width, dark=dark)


@asynccontextmanager
async def a_town(browser: Browser) -> AsyncIterator[Town]:
    """The town, whose app is connected; what a window complained about fails the test."""
    workspace = a_workspace("Milltown")
    ada, grace, alan = (workspace.add_person(name) for name in ("ada", "grace", "alan"))
    app, bakery = workspace.add_app(MANIFEST), Bakery()
    workspace.invite(workspace.general.id, app.bot_user_id)
    async with Server(workspace) as server:
        client = AsyncWebClient(token=app.bot_token, base_url=server.api_url)
        bolt = AsyncApp(client=client, raise_error_for_unhandled_request=False)
        bakery.on(bolt)
        handler = AsyncSocketModeHandler(bolt, app.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        windows = Windows(browser, server.page_url)
        yield Town(workspace, server, People(workspace), app, bakery, browser, ada, grace, alan, windows)
        await windows.close()
        await handler.close_async()  # type: ignore[no-untyped-call]
    assert windows.faults == [], "the page complained in the browser's console"


async def faults_of(page: Page) -> list[str]:
    """What axe-core finds wrong for people who cannot see, hear or use a mouse: rule and place."""
    found = await Axe().run(page)
    return [
        f"{one['id']} ({one['impact']}): {node['target']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
