"""`moot rehearse --serve-only`: the workspace by itself, for any Bolt app."""

from collections.abc import Callable
from pathlib import Path

from bot.domain.errors import MootError
from bot.workspace import alone
from bot.workspace.api.manifest import BadManifest
from bot.workspace.state.keeping import CannotRestore
from bot.workspace.state.records import Json


class CannotServe(MootError):
    template = "The workspace cannot be served: {fault}"


async def serve_alone(
    port: int, manifest: Json | None, kept: Path | None, tell: Callable[[str], None]
) -> None:
    """Serves until cancelled, with the app of this manifest installed. Raises CannotServe."""
    try:
        await alone.serve_alone(port, manifest, kept, tell)
    except (BadManifest, CannotRestore) as fault:
        raise CannotServe(fault=fault) from None
