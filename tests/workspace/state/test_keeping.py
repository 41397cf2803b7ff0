"""A workspace that is kept and comes back."""

import stat
from pathlib import Path

import pytest

from bot.workspace.page.people import People
from bot.workspace.state.keeping import CannotRestore, keep, restore
from bot.workspace.state.records import Part
from bot.workspace.workspace import Workspace
from tests.workspace.stage import Stage


async def test_a_kept_workspace_comes_back_as_it_was(stage: Stage, tmp_path: Path) -> None:
    # Given a workspace in which something happened
    path = tmp_path / "workspace.json"
    ts = await stage.post(metadata={"event_type": "x", "event_payload": {"n": 1}})
    await stage.people.say(stage.ada.id, stage.lounge.id, "An answer", thread_ts=ts)
    await stage.people.react(stage.bob.id, stage.lounge.id, ts, "wave")
    await stage.people.share(stage.ada.id, stage.lounge.id, "notes.bin", bytes(range(256)))
    await stage.client.chat_postEphemeral(channel=stage.lounge.id, user=stage.ada.id, text="Psst")
    dm = await stage.people.open_dm(stage.ada.id, stage.bob.id)
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await stage.client.views_publish(user_id=stage.ada.id, view=home)
    stage.workspace.kick(stage.lounge.id, stage.bob.id)
    stage.workspace.played[stage.bob.id] = Part("his", on=False)

    # When it is kept, and another one begins with that
    keep(stage.workspace, path)
    again = Workspace("Another")
    assert restore(again, path)
    people = People(again)

    # Then people see what they saw, and tokens still open it
    for channel in (stage.lounge.id, dm):
        assert people.history(stage.ada.id, channel) == stage.people.history(stage.ada.id, channel)
    assert people.thread(stage.ada.id, stage.lounge.id, ts) == stage.people.thread(
        stage.ada.id, stage.lounge.id, ts
    )
    assert people.channels(stage.bob.id) == stage.people.channels(stage.bob.id)
    assert people.home(stage.ada.id, stage.installed.id) == stage.people.home(
        stage.ada.id, stage.installed.id
    )
    assert again.app_by_token(stage.installed.bot_token) is again.apps[stage.installed.id]
    assert next(iter(again.files.values())).content == bytes(range(256))
    assert await people.open_dm(stage.ada.id, stage.bob.id) == dm
    assert again.played == stage.workspace.played

    # And what is new gets ids and times of its own
    assert again.next_ts() > max(again.channels[stage.lounge.id].messages)
    assert again.add_person("eve").id not in stage.workspace.people


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    keep(Workspace(), tmp_path / "workspace.json")

    assert [file.name for file in tmp_path.iterdir()] == ["workspace.json"]
    assert stat.S_IMODE((tmp_path / "workspace.json").stat().st_mode) == 0o600


def test_nothing_or_nonsense_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text('{"people": "owl"}')

    assert restore(Workspace(), tmp_path / "none.json") is False
    with pytest.raises(CannotRestore, match="Remove it to begin anew"):
        restore(Workspace(), tmp_path / "odd.json")


def test_what_an_older_version_kept_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "workspace.json"
    keep(Workspace(), kept)
    kept.write_text(kept.read_text().replace('"format":2', '"format":1'))

    with pytest.raises(CannotRestore, match="1 faults"):
        restore(Workspace(), kept)
