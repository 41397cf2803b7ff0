"""What every method has in common."""

from bot.workspace.api.method import METHODS
from tests.workspace.stage import a_manifest, a_stage


async def test_every_method_refuses_an_unknown_argument() -> None:
    scopes = sorted({method.scope for method in METHODS.values() if method.scope})
    async with a_stage(manifest=a_manifest(scopes=scopes)) as stage:
        app_level = stage.installed.app_token
        for name in METHODS:
            token = {"token": app_level} if name == "apps.connections.open" else {}

            error = await stage.error_of(name, owl="1", **token)

            assert error == "invalid_arguments", name
            assert "owl" in stage.workspace.sent[-1].response["response_metadata"]["messages"][0]
