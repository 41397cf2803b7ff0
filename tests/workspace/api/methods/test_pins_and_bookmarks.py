"""What stays at the top of a channel."""

from tests.workspace.stage import WIDE, a_manifest, a_stage


async def test_pins_and_bookmarks_are_kept() -> None:
    async with a_stage(manifest=a_manifest(scopes=WIDE)) as stage:
        ts, channel = await stage.post(), stage.lounge.id

        await stage.client.pins_add(channel=channel, timestamp=ts)
        added = await stage.client.bookmarks_add(
            channel_id=channel, title="Board", type="link", link="https://b.org"
        )
        bookmark = added["bookmark"]["id"]
        await stage.client.bookmarks_edit(channel_id=channel, bookmark_id=bookmark, title="The board")

        assert await stage.error_of("pins.add", channel=channel, timestamp=ts) == "already_pinned"
        assert (await stage.client.pins_list(channel=channel))["items"][0]["message"]["ts"] == ts
        shown = {c["id"]: c for c in stage.people.channels(stage.ada.id)}[channel]
        assert (shown["pins"], shown["bookmarks"][0]["title"]) == ([ts], "The board")
        await stage.client.pins_remove(channel=channel, timestamp=ts)
        await stage.client.bookmarks_remove(channel_id=channel, bookmark_id=bookmark)
        assert await stage.error_of("pins.remove", channel=channel, timestamp=ts) == "no_pin"
        assert (await stage.client.bookmarks_list(channel_id=channel))["bookmarks"] == []
