"""People, by command and by window: pasted invitations, who runs the game, the silent, every seat word."""

from functools import partial

from bot.domain.council import Council
from bot.domain.game import Stage
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.rehearsal.stand_ins.cards import Values
from tests.e2e.room import Room, buttons, everything_sent
from tests.patience import until


def typing(room: Room, user: str, text: str) -> partial:  # type: ignore[type-arg]
    """What types a command that opens a window."""
    return partial(room.people.command, user, room.plenary, "/moot", text)


async def council(room: Room) -> Council:
    return (await room.store.services.reader.councils(await room.game()))[0]


async def players(room: Room) -> set[str]:
    return {str(one.player) for one in (await room.game()).players}


# --- invitations


async def test_a_pasted_list_of_any_mixture_says_of_each_what_became_of_them(room: Room) -> None:
    # given people of every kind, one of whom plays already
    await room.create()
    ada, ben, cleo = room.person("ada"), room.person("ben", email="ben@cats.example"), room.person("cleo")
    guest = room.person("gus", is_restricted=True, email="gus@cats.example")
    stranger = room.person("sam", is_stranger=True)
    gone = room.person("dora")
    room.workspace.deactivate(gone)
    await room.moot(cleo, "join")

    # when a list is pasted as it comes
    said = await room.moot(
        room.director,
        f"invite <@{ada}>, Ben <ben@cats.example>; {cleo}, "
        f'"Gus, the Guest" <gus@cats.example>, <@{stranger}>, {gone}, nobody@cats.example, '
        f"<@{room.app.bot_user_id}>, @somebody, BEN@cats.example, <@{ben}>",
    )
    report = await room.report(1)

    # then
    assert "looking up 10 entries" in said
    assert "Done: 10 looked up" in report
    assert (
        "2 signed up, 1 on the list already, 1 named twice, 1 not found, 1 not understood, 4 left out"
        in report
    )
    for line in (
        f"<@{ada}>, <@{ben}>: signed up.",
        f"<@{cleo}>: on the list already, so nothing changed.",
        f"<@{ben}>: named more than once",
        "“nobody@cats.example”: skipped: unknown in this workspace.",
        "“@somebody”: I could not tell who this is",
        f"<@{guest}>: skipped: a guest",
        f"<@{stranger}>: skipped: from another organisation",
        f"<@{gone}>: skipped: the account is deactivated.",
        f"<@{room.app.bot_user_id}>: skipped: a bot.",
    ):
        assert line in report, line
    assert await players(room) == {ada, ben, cleo}
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_the_window_takes_chosen_people_a_list_and_everybody_at_once(room: Room) -> None:
    # given
    await room.create()
    here = [room.person(f"player{number:02}") for number in range(1, 4)]
    away = room.workspace.add_person("away", email="away@cats.example").id

    # when nobody is named, nothing happens, and the field says so
    opening = typing(room, room.director, "invite")
    assert "/moot invite @ada" in await room.sent(room.director, opening, {})
    assert "/moot invite @ada" in await room.sent(room.director, opening, {"list": "you know who"})

    # when everything is used
    press = await room.at_home(room.director, "Invite people")
    values: Values = {
        "people": [here[0]],
        "list": f"away@cats.example\n{here[0]}",
        "everybody": ["everybody"],
    }
    said = await room.sent(room.director, press, values)
    report = await room.report(1)

    # then
    assert "looking up 3 entries" in said
    assert await players(room) == {*here, away}
    assert f"<@{here[0]}>: named more than once" in report
    assert f"<@{room.director}>: skipped: runs the game" in report
    assert "Only this game's facilitators" in await room.moot(here[0], "invite")


async def test_an_invitation_to_a_running_game_says_who_got_which_seat(room: Room) -> None:
    # given one council with a free seat for one
    await room.opened(9)
    late = [room.person(f"late{number}") for number in range(2)]

    # when
    await room.moot(room.director, f"invite <@{late[0]}> late1@{room.workspace.domain}.example")
    report = await room.report(1)

    # then
    seat = (await council(room)).seat_of(UserId(late[0]))
    assert seat is not None
    assert f"<@{late[0]}>: signed up, and has a seat: " in report
    assert f"<@{late[1]}>: signed up. No seat is free right now" in report


async def test_a_long_list_goes_on_where_slack_made_it_wait_and_says_how_far_it_is(room: Room) -> None:
    # given sixty people, and a Slack that fails now and then
    await room.create()
    people = [room.person(f"player{number:03}") for number in range(60)]
    room.workspace.faults.limit_next("users.lookupByEmail", retry_after=1)
    room.workspace.faults.slow("users.lookupByEmail", 0.01)

    # when
    text = " ".join(f"player{number:03}@{room.workspace.domain}.example" for number in range(60))
    await room.moot(room.director, f"invite {text}")
    report = await room.report(1)

    # then everybody is in, nobody twice, and the card was made true on the way
    assert "60 signed up" in report
    assert await players(room) == set(people)
    texts = [text for method, text in everything_sent(room.workspace) if method.startswith("chat.")]
    shown = [text for text in texts if "Invitation 1" in text]
    assert any("so far" in text for text in shown)
    told = [text for text in texts if "has signed you up" in text]
    assert len(told) == 60


async def test_where_addresses_may_not_be_looked_up_the_mentioned_are_signed_up_and_the_others_named(
    room: Room,
) -> None:
    # given an installation that left the optional permission out
    room.app.scopes = room.app.scopes - {"users:read.email"}
    await room.create()
    ada = room.person("ada")

    # when
    await room.moot(room.director, f"invite ada@cats.example <@{ada}>")
    report = await room.report(1)

    # then
    assert await players(room) == {ada}
    assert "“ada@cats.example”: not looked up: I am not allowed to" in report
    assert "users:read.email" in report


async def test_an_address_is_forgotten_once_its_owner_is_known_and_all_are_when_the_game_ends(
    room: Room,
) -> None:
    # given
    await room.create()
    room.person("ada", email="ada@cats.example")
    await room.moot(room.director, "invite ada@cats.example nobody@cats.example")
    await room.report(1)
    game = await room.game()

    # then
    kept = await room.store.services.reader.invitation(game.id, 1)
    assert [one.given for one in kept.invitees] == ["", "nobody@cats.example"]

    # when
    await room.moot(room.director, "end")
    card = room.private(room.director, room.plenary)[-1]
    await room.pressed(room.director, card, "End the game")
    await room.settled()

    # then
    kept = await room.store.services.reader.invitation(game.id, 1)
    assert (await room.game()).stage is Stage.ENDED
    assert [one.given for one in kept.invitees] == ["", ""]
    assert "game has ended" in await room.moot(room.director, "invite ada@cats.example")


# --- who runs the game


async def test_a_co_facilitator_comes_with_every_right_and_loses_them_when_they_go(room: Room) -> None:
    # given a running game with two councils, and somebody from outside
    seated = (await room.opened(11))[0]
    ann = room.person("ann")
    tables = [one for one in room.workspace.channels.values() if one.name.startswith("council-")]
    assert "Only this game's facilitators" in await room.moot(seated, "cofacilitate @ann")
    assert "/moot cofacilitate @ann" in await room.moot(room.director, "cofacilitate whoever")
    guest = room.person("gus", is_restricted=True)
    assert "a guest" in await room.moot(room.director, f"cofacilitate <@{guest}>")

    # when the director names them, and a player as well
    said = await room.moot(room.director, f"cofacilitate @ann instead of <@{seated}>")
    assert "cofacilitate" in said, "other words are not guessed at"
    said = await room.moot(room.director, f"cofacilitate @ann <@{seated}>")
    await room.settled()

    # then they are in every council's channel, are told, have the console, and the rights
    assert f"<@{ann}>, <@{seated}>: runs the game as well now." in said
    for table in tables:
        assert {ann, seated} <= set(table.members)
    await room.card(ann, room.dm(ann), f"<@{room.director}> has made you a facilitator")
    await room.at_home(ann, "Pause")
    signed_up = await room.card(ann, room.plenary, "Tuesday's game")
    assert f"<@{ann}>" in signed_up["text"]
    assert "stopped" in await room.moot(ann, "pause")
    await room.moot(ann, "resume")
    for one in await room.store.services.reader.councils(await room.game()):
        assert one.facilitators == {room.director, ann, seated}

    # when one steps down at Home, and the other is removed
    press = await room.at_home(ann, "Step down")
    assert "no longer runs the game" in await room.sent(ann, press)
    assert "no longer runs" in await room.moot(room.director, f"cofacilitate remove <@{seated}>")
    await room.settled()

    # then the one who sits nowhere loses the channels, and the other keeps their own
    assert not any(ann in table.members for table in tables)
    assert [seated in table.members for table in tables].count(True) == 1
    assert "Only this game's facilitators" in await room.moot(ann, "pause")
    assert "the only one who runs the game" in await room.moot(room.director, "cofacilitate remove me")
    assert (await room.game()).facilitators == {room.director}
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_the_window_of_facilitators_changes_only_what_was_changed_in_it(room: Room) -> None:
    # given two facilitators who open it at the same time
    await room.create()
    ann, ben, cleo = (room.person(name) for name in ("ann", "ben", "cleo"))
    await room.moot(room.director, "cofacilitate @ann")
    opening = await room.at_home(room.director, "Facilitators")
    slower = await room.at_home(ann, "Facilitators")
    await slower()
    await until(lambda: bool(room.people.modals(ann)), "a window opens")
    window = room.people.modals(ann)[-1]

    # when the one adds somebody, and the other, who did not see it, replaces themselves
    said = await room.sent(room.director, opening, {"people": [room.director, ann, ben]})
    values = {"people": {"value": [room.director, cleo]}}
    assert await room.people.submit(ann, window["id"], values) == {}
    await room.settled()

    # then both changes are true
    assert f"<@{ben}>: runs the game as well now." in said
    assert (await room.game()).facilitators == {room.director, ben, cleo}


# --- the silent


async def test_the_console_names_who_is_silent_and_a_nudge_comes_once_in_a_phase(room: Room) -> None:
    # given a session in which some have acted
    seated = await room.opened(5)
    table = room.channel(seated[0], "council-1")
    await room.to("session")
    await room.asked(seated[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(seated[0], table, "Proposal 1:")
    await room.people.react(seated[1], table, proposal["ts"], "thumbsup")
    await until_acted(room, seated[1])

    # when half of it is over
    await room.to_half_time()

    # then the console counts those who are silent, and names them when it is asked
    await room.moot(room.director, "status")
    await until(lambda: any("Councils of" in one for one in read(room)), "the console has said all")
    await until(lambda: any("Silent since" in one for one in read(room)), "and how many are silent")
    console = next(
        one for one in reversed(room.private(room.director, room.plenary)) if "Silent since" in one["text"]
    )
    assert "Silent since the first session: 3 seats" in console["text"]
    assert f"<@{seated[2]}>" not in console["text"]
    await room.press(room.director, console, "Who is silent?")
    await until(lambda: any("not nudged yet" in one for one in read(room)), "the silent are named")
    named = next(one for one in read(room) if "not nudged yet" in one)
    assert f"<@{seated[2]}>" in named
    assert f"<@{seated[1]}>" not in named

    # when two are nudged
    nudge = await room.at_home(room.director, "Nudge silent people")
    one = (await council(room)).seat_of(UserId(seated[2]))
    other = (await council(room)).seat_of(UserId(seated[3]))
    assert one is not None
    assert other is not None
    chosen = {"seats": [f"{(await council(room)).id}:{seat.role}" for seat in (one, other)]}
    said = await room.sent(room.director, nudge, chosen)
    await room.settled()

    # then each has one kind message, and cannot be nudged again in this phase
    assert said.startswith("Nudged: ")
    assert all(f"<@{user}>" in said for user in seated[2:4])
    assert f"<@{seated[4]}>" not in said
    card = await room.card(seated[2], room.dm(seated[2]), "Council 1 would like to hear from you.")
    assert "Take a side on proposal 1" in card["text"]
    assert {"Open my sheet", "Hand over my seat", "I want to stop or talk"} <= set(buttons(card))
    nudge = await room.at_home(room.director, "Nudge silent people")
    assert f"Nudged: <@{seated[4]}>." in await room.sent(room.director, nudge)
    nudge = await room.at_home(room.director, "Nudge silent people")
    assert "Everybody who is silent has already been nudged" in await room.sent(room.director, nudge)

    # when the next phase comes, and one of them has spoken
    await room.people.react(seated[2], table, proposal["ts"], "thumbsdown")
    await until_acted(room, seated[2])
    await room.bell()
    await room.to_half_time()
    nudge = await room.at_home(room.director, "Nudge silent people")
    said = await room.sent(room.director, nudge)

    # then the others may hear it once more
    assert f"<@{seated[3]}>" in said
    assert f"<@{seated[2]}>" not in said


async def until_acted(room: Room, user: str) -> None:
    """Waits until a reaction has been heard."""

    async def acted() -> bool:
        table = await council(room)
        seat = table.seat_of(UserId(user))
        return seat is not None and seat.role in table.activity.acted

    await until(acted, "a reaction is heard")


def read(room: Room) -> list[str]:
    """What only the director has read in the plenary, in order."""
    return [str(one["text"]) for one in room.private(room.director, room.plenary)]


def latest(room: Room) -> str:
    """What the director read last."""
    return read(room)[-1]


# --- every word by window


async def test_people_come_on_paper_and_go_by_window(room: Room) -> None:
    # given
    await room.create()
    ada = room.person("ada")
    await room.moot(ada, "join")

    # when names are written one on each line, and one of them is none
    opening = typing(room, room.director, "paper")
    said = await room.sent(room.director, opening, {"names": "Zoe Zebra\n<@U123>\n\n Yan \nzoe zebra"})

    # then
    assert "Zoe Zebra (on paper), Yan (on paper): signed up." in said
    assert "&lt;@U123&gt;: not signed up, since that is not a name." in said
    assert "zoe zebra (on paper): in your list more than once, so I signed up one." in said

    # when some are removed
    press = await room.at_home(room.director, "Remove people")
    assert "Choose somebody first" in await room.sent(room.director, press, {})
    said = await room.sent(room.director, press, {"people": [ada], "paper": ["paper:Yan"]})

    # then
    assert f"<@{ada}>, Yan (on paper): off the list." in said
    assert await players(room) == {"paper:Zoe Zebra"}


async def test_a_seat_is_handed_over_and_somebody_moves_by_window(room: Room) -> None:
    # given
    seated = await room.opened(6)
    ben, cleo = room.person("ben"), room.person("cleo")
    mine = (await council(room)).seat_of(UserId(seated[0]))
    hers = (await council(room)).seat_of(UserId(seated[1]))
    assert mine is not None
    assert hers is not None

    # when the holder hands over at Home, and a facilitator does for somebody else
    press = await room.at_home(seated[0], "Hand over my seat")
    assert "already hold a seat" in await room.sent(seated[0], press, {"to": seated[1]})
    bot = await room.sent(seated[0], press, {"to": room.app.bot_user_id})
    assert "could not add" in bot
    assert "a bot" in bot
    assert f"<@{ben}> has your seat now" in await room.sent(seated[0], press, {"to": ben})
    opening = typing(room, room.director, "handover")
    assert "has the seat of" in await room.sent(room.director, opening, {"whose": seated[1], "to": cleo})

    # then
    table = await council(room)
    assert (table.seats[mine.role].holder, table.seats[hers.role].holder) == (ben, cleo)
    assert "no seat to hand over" in await room.moot(seated[0], "handover")

    # when somebody is moved by window, and somebody by the button under a warning
    vacant = next(seat for seat in table.seats.values() if seat.holder is None)
    press = await room.at_home(room.director, "Move somebody")
    said = await room.sent(room.director, press, {"who": ben, "seat": f"{table.id}:{vacant.role}"})
    assert f"<@{ben}> is the " in said
    assert (await council(room)).seats[vacant.role].holder == ben
    table = await council(room)
    teams = [seat.team for seat in table.filled]
    lonely = next(seat for seat in table.filled if teams.count(seat.team) == 1 and not seat.steward)
    await room.moot(room.director, f"remove <@{lonely.holder}>")
    await room.settled()
    direct = await room.people.open_dm(room.director, room.app.bot_user_id)
    warning = await room.card(room.director, direct, "Council 1: nobody is left")
    said = await room.pressed(room.director, warning, "Move them")

    # then
    assert " of Council 1 now." in said
    assert (await council(room)).seats[lonely.role].holder is not None


async def test_a_steward_votes_for_paper_asks_a_straw_poll_and_somebody_wants_to_talk(room: Room) -> None:
    # given an open vote with one seat on paper
    await room.create()
    four = [room.person(f"player{number:02}") for number in range(1, 5)]
    for user in four:
        await room.moot(user, "join chair" if user == four[0] else "join")
    await room.moot(room.director, "paper Zoe")
    await room.deal()
    await room.moot(room.director, "start")
    await room.to("session")
    table = room.channel(four[0], "council-1")
    steward = next(str(seat.holder) for seat in (await council(room)).filled if seat.steward)
    await room.asked(steward, "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(steward, table, "Proposal 1:")

    # when somebody asks a straw poll from Home
    press = await room.at_home(four[1], "Straw poll")
    assert "is not binding" in await room.sent(four[1], press, {"question": "Owners first?"})
    poll = await room.card(four[0], table, "Straw poll 1")
    assert "Owners first?" in poll["text"]
    game = await room.game()
    assert game.phase is not None
    session = await room.card(four[2], table, game.phase.title)
    assert "Straw poll" in buttons(session)

    # when the vote is open, and the steward enters the vote of whoever sits there on paper
    await room.pressed(steward, proposal, "Record as decided")
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    assert "Enter your vote" not in await room.sent(
        steward, typing(room, steward, "enter"), {"what": "floor:::1"}
    )
    await room.open_vote()
    ballot = await room.card(steward, table, "The final vote")
    values = {"what": "vote::yes:1"}
    assert "For people on paper" not in buttons(ballot), "everybody sees the ballot, and few may use that"
    said = await room.sent(steward, await room.at_home(steward, "For people on paper"), values)

    # then
    assert "The vote of Zoe (on paper) in Council 1 is entered by proxy: *yes*." in said
    now = (await council(room)).ballot
    assert now is not None
    assert now.turnout == 1
    others = [str(seat.holder) for seat in (await council(room)).filled if not seat.steward]
    other = next(user for user in others if user in four)
    refused = await room.moot(other, "proxy")
    assert "Only your council's" in refused

    # when somebody wants to talk
    press = await room.at_home(four[2], "I want to stop or talk")
    said = await room.sent(four[2], press, {"words": "heliotropes"})
    direct = await room.people.open_dm(room.director, room.app.bot_user_id)
    told = await room.card(room.director, direct, "Somebody wants to stop")

    # then the facilitators read it, and the window says that they do
    assert "heliotropes" in told["text"]
    assert "Thank you for telling me" in said
    assert not any("heliotropes" in str(one) for one in room.people.history(four[0], table))


async def test_a_console_that_was_left_open_does_nothing_for_somebody_who_no_longer_facilitates(
    room: Room,
) -> None:
    # given
    await room.create()
    ann = room.person("ann")
    await room.moot(room.director, "cofacilitate @ann")
    await room.moot(ann, "status")
    await until(
        lambda: any("Invite people" in buttons(one) for one in room.private(ann, room.plenary)), "a console"
    )
    console = room.private(ann, room.plenary)[-1]
    opened = await room.at_home(ann, "Facilitators")
    await opened()
    await until(lambda: bool(room.people.modals(ann)), "a window opens")
    window = room.people.modals(ann)[-1]

    # when they are removed, in the moment before they act
    game = (await room.game()).id
    away = c.RemoveFacilitator(UserId(ann))
    await room.store.services.games.handle(game, away, actor=UserId(room.director))

    # then neither the window that is open nor a button does anything
    refused = await room.people.submit(ann, window["id"], {"people": {"value": [ann]}})
    assert "Only this game's facilitators" in refused["people"]
    assert "Only this game's facilitators" in await room.pressed(ann, console, "Invite people")
    assert (await room.game()).facilitators == {room.director}


async def test_a_facilitator_is_introduced_on_the_sign_up_card_and_a_picture_that_fails_becomes_a_link(
    room: Room,
) -> None:
    # given the form of a new game
    form = await room.opens(room.director, typing(room, room.director, "new"))
    address = "https://pictures.example/dora.png"

    # when the picture's address is none; and then is one that Slack cannot load
    wrong = await room.submit(room.director, form, {"line": "I am Dora.", "picture": "dora.png"})
    room.workspace.faults.fail_next("chat.postMessage", "invalid_blocks")
    right = await room.submit(room.director, form, {"line": "I am Dora.", "picture": address})

    # then the first is refused at its field, and the card comes with all of its words
    assert list(wrong) == ["picture"]
    assert right == {}
    card = await room.card(room.director, room.plenary, "Rainbow Road")
    assert "Meet your facilitator" in card["text"]
    assert "I am Dora." in card["text"]
    assert f"<{address}|" in card["text"]

    # and with the picture as soon as Slack loads it
    await room.moot(room.person("ada"), "join")
    await room.settled()
    card = await room.card(room.director, room.plenary, "Rainbow Road")
    [pictured] = [one for one in card["blocks"] if "accessory" in one]
    assert pictured["accessory"]["image_url"] == address
