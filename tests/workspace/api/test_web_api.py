"""Who may call at all."""

import httpx
import pytest

from tests.patience import PATIENCE
from tests.workspace.stage import WIDE, Stage, a_manifest, a_stage


async def test_an_optional_scope_is_granted_only_where_somebody_allowed_it() -> None:
    manifest = a_manifest(scopes=WIDE)
    manifest["oauth_config"]["scopes"]["bot_optional"] = ["users:read.email"]
    async with a_stage(manifest=manifest) as stage:
        assert await stage.error_of("users.lookupByEmail", email=stage.ada.email) == "missing_scope"
        allowed = stage.workspace.add_app(manifest, optional_scopes=["users:read.email"])
        assert "users:read.email" in allowed.scopes


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("{app}", "chat.postMessage", "not_allowed_token_type"),
        ("{bot}", "chat.owl", "unknown_method"),
    ],
)
async def test_callers_are_checked(stage: Stage, token: str, method: str, error: str) -> None:
    tokens = {"app": stage.installed.app_token, "bot": stage.installed.bot_token}
    async with httpx.AsyncClient(base_url=stage.server.api_url, timeout=PATIENCE) as http:
        bearer = {"Authorization": f"Bearer {token.format(**tokens)}"} if token else {}

        answer = await http.post(method, headers=bearer)

        assert answer.json() | {"ok": False, "error": error} == answer.json()
