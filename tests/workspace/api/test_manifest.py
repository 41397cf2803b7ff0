"""Manifests that Slack would refuse."""

import pytest

from bot.workspace.api.manifest import BadManifest, read_manifest
from bot.workspace.state.records import Json
from tests.workspace.stage import a_manifest


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"owl": {}}, "owl"),
        ({"settings": {"owl": True}}, "settings.owl"),
        ({"display_information": {"name": "x" * 36}}, "display_information.name"),
        ({"features": {"slash_commands": [{"command": "/c", "description": "d", "owl": 1}]}}, "owl"),
        ({"features": {"slash_commands": [{"command": "c", "description": "d"}]}}, "slash"),
        ({"features": {"shortcuts": [{}] * 11}}, "shortcuts"),
    ],
)
def test_a_manifest_slack_would_refuse_is_refused(change: Json, named: str) -> None:
    with pytest.raises(BadManifest, match=named):
        read_manifest(a_manifest() | change)
