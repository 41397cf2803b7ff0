"""Reactions of bots, and the codes that refuse them."""

from bot.workspace.api.emoji import standard
from tests.workspace.stage import Stage


async def test_reactions_count_the_bots_seed_and_are_whole_on_demand(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.lounge.id
    crowd = [stage.workspace.add_person(f"p{number}").id for number in range(60)]
    stage.workspace.invite(channel, *crowd)
    await stage.client.reactions_add(channel=channel, timestamp=ts, name="+1")
    for person in crowd:
        await stage.people.react(person, channel, ts, "+1")

    short = await stage.client.reactions_get(channel=channel, timestamp=ts)
    full = await stage.client.reactions_get(channel=channel, timestamp=ts, full=True)

    assert short["message"]["reactions"][0]["count"] == 61
    assert len(short["message"]["reactions"][0]["users"]) == 50
    assert full["message"]["reactions"][0]["users"] == [stage.bot, *crowd]


async def test_reactions_are_refused_with_slacks_codes(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.lounge.id
    await stage.client.reactions_add(channel=channel, timestamp=ts, name="wave")

    async def error(method: str, name: str, timestamp: str = ts) -> str:
        return await stage.error_of(method, channel=channel, timestamp=timestamp, name=name)

    assert await error("reactions.add", "wave") == "already_reacted"
    assert await error("reactions.add", "No Such") == "invalid_name"
    assert await error("reactions.add", "thumbs_sideways") == "invalid_name"
    assert await error("reactions.add", "rocket::skin-tone-3") == "invalid_name"
    assert await error("reactions.add", "clap::skin-tone-3") == ""
    assert await error("reactions.remove", "clap::skin-tone-3") == ""
    assert await error("reactions.add", "wave", "1.000000") == "message_not_found"
    assert await error("reactions.remove", "eyes") == "no_reaction"
    assert await error("reactions.remove", "wave") == ""
    assert [await error("reactions.add", name) for name in list(standard())[:24]] == [""] * 23 + [
        "too_many_reactions"
    ]


async def test_a_message_takes_fifty_different_emoji(stage: Stage) -> None:
    ts, channel = await stage.post(), stage.lounge.id
    eve = stage.workspace.add_person("eve")
    stage.workspace.invite(channel, eve.id)
    for number, name in enumerate(list(standard())[:50]):
        person = (stage.ada, stage.bob, eve)[number // 20]
        await stage.people.react(person.id, channel, ts, name)

    assert await stage.error_of("reactions.add", channel=channel, timestamp=ts, name="x") == "too_many_emoji"
