"""The state publishes what happens, and knows nobody who listens."""

from bot.workspace.state import accounts, membership, posting
from bot.workspace.state.happenings import (
    ChannelChanged,
    ChannelMade,
    Happening,
    MemberJoined,
    MessageChanged,
    MessagePosted,
    PersonCame,
    ThreadChanged,
)
from bot.workspace.state.team import Team


def a_team() -> Team:
    """A team to which nobody listens."""
    return Team("Rehearsal", lambda: 1_800_000_000.0, limits_factor=None, trigger_seconds=3.0, record=False)


def test_who_subscribes_hears_everything_from_then_on_in_order() -> None:
    team = a_team()
    ada = accounts.add(team, "ada")
    heard: list[Happening] = []
    team.subscribe(heard.append)

    bob = accounts.add(team, "bob")
    lounge = membership.create(team, "lounge", "private", ada.id)
    said = posting.post(team, lounge, ada.id, "Hello")
    answer = posting.post(team, lounge, bob.id, "Hi", thread_ts=said.ts)

    assert heard == [
        PersonCame(bob),
        ChannelChanged(team.general),
        MemberJoined(team.general, bob.id, None),
        ChannelMade(lounge),
        MessagePosted(said),
        MessagePosted(answer),
        ThreadChanged(said),
    ]


def test_a_change_is_told_with_what_was_before() -> None:
    team = a_team()
    said = posting.post(team, team.general, "U1", "Hello")
    heard: list[Happening] = []
    team.subscribe(heard.append)

    posting.update(team, said, by="U1", text="Goodbye")

    changed = heard[0]
    assert isinstance(changed, MessageChanged)
    assert (changed.before.text, changed.message.text) == ("Hello", "Goodbye")
