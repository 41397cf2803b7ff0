"""No call to Slack is made in vain: what is so already is not asked for again."""

from bot.domain.council import Council
from bot.domain.ids import UserId
from bot.intents.rooms import Invite
from bot.workspace.state.traffic import Sent
from tests.e2e.room import Room
from tests.patience import until


class Calls:
    """Counts what the bot calls from now on."""

    def __init__(self, room: Room) -> None:
        self._sent = room.workspace.traffic.sent
        self._before = len(self._sent)

    def made(self, method: str) -> list[Sent]:
        """The calls of this method."""
        return [one for one in [*self._sent][self._before :] if one.method == method]

    def of(self, method: str) -> int:
        """How many there were."""
        return len(self.made(method))


async def test_at_the_sidebars_bell_only_those_are_invited_who_are_not_in(room: Room) -> None:
    # given two councils whose people were invited into the sidebars a phase ahead, and one who left again
    await room.opened(11)
    game = await room.game()
    sidebars = next(n for n, phase in enumerate(game.agenda) if phase.kind == "sidebar")
    await room.to_phase(game.agenda[sidebars - 1].key)
    gone = await _holder(room, 5)
    sidebar = room.channel(gone, "sidebar-5")
    await room.people.leave(gone, sidebar)
    await until(lambda: _is_out(room, gone), "it is known")

    # when the bell rings
    calls = Calls(room)
    await room.to("sidebar")

    # then one call brings back that one, and nobody else is invited anew
    assert calls.of("conversations.invite") == 1
    assert gone in room.workspace.channels[sidebar].members


async def test_a_leaver_is_taken_out_of_the_rooms_in_which_they_are_and_of_no_other(room: Room) -> None:
    # given sidebars in which people are
    await room.opened(11)
    await room.to("sidebar")
    leaver = await _holder(room, 5)

    # when somebody leaves
    calls = Calls(room)
    await room.moot(leaver, "leave")
    await room.settled()

    # then two calls take them out of their council and their sidebar
    assert calls.of("conversations.kick") == 2
    assert [one.name for one in room.workspace.channels.values() if leaver in one.members] == [
        "general",
        "plenary",
        "",
    ]


async def test_the_choices_are_put_under_a_ballot_and_a_claim_once(room: Room) -> None:
    # given an adopted policy
    players = await room.opened(5)
    council, game = await _council(room), await room.to("session")
    table, steward = room.channel(players[0], "council-1"), next(one for one in council.filled if one.steward)
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    await room.pressed(str(steward.holder), proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))

    # when the vote is opened, and again
    calls = Calls(room)
    await room.open_vote()
    await room.open_vote()
    await room.cue()
    await room.settled()

    # then each choice was put there once
    assert calls.of("reactions.add") == 3

    # when the book is approved, and somebody claims to have won, and then otherwise
    ballot = await room.card(players[0], table, "The final vote")
    for user in players:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    await until(lambda: "5 of 5" in str(room.find(players[0], table, "The final vote")), "all have voted")
    await room.to("presentations")
    calls, open_card = Calls(room), await room.card(players[0], table, "Did you win individually?")
    for mission in ("team_mission", "role_mission"):
        await room.fill(players[0], open_card, "Make my claim", {mission: ["policy-1"]})
        await room.settled()

    # then both sides are there, and were put there once
    claim = await room.card(players[0], table, "Claim:")
    assert {one["name"] for one in claim["reactions"]} == {"thumbsup", "thumbsdown"}
    assert calls.of("reactions.add") == 2


async def test_a_page_is_published_where_something_on_it_has_changed(room: Room) -> None:
    # given a running game in which everybody has opened their Home
    users = await room.opened(6)
    for user in (*users, room.director):
        await room.people.open_home(user, room.app.id)
    await until(lambda: all(room.people.home(user, room.app.id) for user in users), "the pages are there")
    await room.settled()

    # when somebody leaves
    calls = Calls(room)
    await room.moot(users[0], "leave")
    await room.settled()

    # then their own page is new, and the facilitator's console, and nobody else's
    published = [one.args["user_id"] for one in calls.made("views.publish")]
    assert set(published) == {users[0], room.director}

    # and at the next bell, theirs shows nothing of it
    calls = Calls(room)
    await room.bell()
    published = [one.args["user_id"] for one in calls.made("views.publish")]
    assert sorted(published) == sorted([*users[1:], room.director])


# --- on the way


async def _council(room: Room) -> Council:
    return (await room.store.services.reader.councils(await room.game()))[0]


async def _holder(room: Room, role: int) -> str:
    return next(str(seat.holder) for seat in (await _council(room)).filled if seat.role == role)


async def _is_out(room: Room, user: str) -> bool:
    services, game = room.store.services, await room.game()
    return bool(await services.membership.to_invite(game.id, Invite("sidebar:5", (UserId(user),))))
