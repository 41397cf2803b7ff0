"""Seats that change hands: invited, removed, left, handed over, moved, on paper."""

import asyncio
from functools import partial

from bot.domain.council import Council
from bot.domain.game import Stage
from bot.domain.ids import RoleNumber, UserId
from bot.rehearsal.stand_ins.cards import Values
from tests.e2e.room import Json, Room, buttons, everything_sent, words
from tests.patience import until


async def test_facilitators_sign_people_up_and_take_them_off(room: Room) -> None:
    # given
    await room.create()
    ada, ben = room.person("ada"), room.person("ben")
    guest = room.person("gus", is_restricted=True)

    # when
    said = await room.moot(room.director, f"invite @ada <@{ben}> @gus")

    # then each is named with what happened, and told
    assert "looking up 3 entries" in said
    report = await room.report(1)
    assert f"<@{ada}>, <@{ben}>: signed up." in report
    assert f"<@{guest}>: skipped: a guest" in report
    assert {str(one.player) for one in (await room.game()).players} == {ada, ben}
    await room.settled()
    await room.card(ada, room.dm(ada), f"<@{room.director}> has signed you up")

    # when it is said again, by somebody who may not, about nobody
    await room.moot(room.director, "invite @ada")
    assert f"<@{ada}>: on the list already" in await room.report(2)
    assert "Only this game's facilitators" in await room.moot(ada, "invite @ben")
    assert "Only this game's facilitators" in await room.moot(ada, "remove @ben")
    assert "/moot invite @ada @ben" in await room.moot(room.director, "invite whoever")

    # then
    assert f"<@{ada}>: off the list." in await room.moot(room.director, "remove @ada")
    assert f"<@{ada}>: not on the list" in await room.moot(room.director, "remove @ada")
    assert {str(one.player) for one in (await room.game()).players} == {ben}
    await room.card(ada, room.dm(ada), f"<@{room.director}> has taken you off")


async def test_one_card_leads_from_a_new_game_to_its_first_bell_in_a_few_presses(room: Room) -> None:
    # given twelve people in the channel, one of whom will run it, too
    people = [room.person(f"player{number:02}") for number in range(12)]
    helper = room.person("helper")
    await room.create()
    await room.moot(room.director, f"cofacilitate <@{helper}>")

    async def beside(card: Json, label: str) -> None:
        """Presses the first button with these words beside a row of what the director reads."""
        shown = room.private(room.director, card["channel"])[-1]
        button = next(
            one["accessory"]
            for one in shown["blocks"]
            if "accessory" in one and one["accessory"]["text"]["text"] == label
        )
        await room.people.click(room.director, card["channel"], shown["ts"], button["action_id"])

    async def lead(user: str, words: str) -> Json:
        await room.settled()
        dm = await room.people.open_dm(user, room.app.bot_user_id)
        [card] = [one for one in room.people.history(user, dm) if "*Done:* sign-up opened" in one["text"]]
        assert words in card["text"], card["text"]
        return card

    # when they sign everybody up, look at the plan, swap two, and deal
    card = await lead(room.director, "Step 1 of 3: invite people")
    await room.pressed(room.director, card, "Sign up everybody in the channel")
    card = await lead(room.director, "Step 2 of 3: seat people")
    await room.pressed(room.director, card, "See the seating plan")
    here = card["channel"]
    await beside(card, "Swap")
    await until(lambda: "Choose who" in str(room.private(room.director, here)), "it is asked with whom")
    await beside(card, "Swap with")
    await until(lambda: "Swapped:" in str(room.private(room.director, here)), "two are swapped")
    card = await lead(room.director, "The plan is ready")
    await room.press(room.director, card, "Deal the seats")

    # then both read the same, each on a card of their own
    for user in (room.director, helper):
        card = await lead(user, "Step 3 of 3: start")
        assert "12 players signed up; seats dealt in 2 councils" in card["text"]
    game = await room.game()
    assert game.deal is not None
    assert {str(one) for one in game.deal.players()} == set(people)

    # and it leads on
    await room.press(helper, card, "Start the game")
    for user in (room.director, helper):
        await lead(user, "Now:")


async def test_everybody_in_the_plenary_is_invited_but_for_bots_guests_and_watchers(room: Room) -> None:
    # given
    await room.create()
    people = [room.person(f"player{number:03}") for number in range(1, 26)]
    guest, watcher = room.person("gus", is_restricted=True), room.person("watcher")
    await room.moot(watcher, "observe")

    # when
    await room.moot(room.director, "invite everybody")
    said = await room.report(1)

    # then
    assert {str(one.player) for one in (await room.game()).players} == set(people)
    assert f"<@{guest}>: skipped: a guest" in said
    assert f"<@{watcher}>: skipped: wants to watch" in said
    assert f"<@{room.app.bot_user_id}>: skipped: a bot" in said
    assert f"<@{room.director}>: skipped: runs the game" in said


async def test_a_leaver_loses_the_seat_and_a_late_joiner_gets_it_with_what_belongs_to_it(room: Room) -> None:
    # given a running game in which somebody has proposed something and read the sheet
    players = await room.opened(5)
    table = room.channel(players[0], "council-1")
    await room.to("session")
    seat = _seat_of(await _council(room), players[0])
    envelope = await room.card(players[0], room.dm(players[0]), "Your sealed envelope")
    sheet = await room.opens(players[0], partial(room.press, players[0], envelope, "Open my sheet"))
    assert f"role {seat}: you play for" in words(sheet)
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)

    # when they leave
    await room.moot(players[0], "leave")
    await room.settled()

    # then they have lost the channel and the way to the sheet, and the council and the facilitator are told
    assert players[0] not in room.workspace.channels[table].members
    assert room.find(players[0], room.dm(players[0]), "This envelope is empty") is not None
    assert "You hold no seat, so there is no sheet" in await room.moot(players[0], "mission")
    await room.card(players[1], table, f"<@{players[0]}> has left, and the seat of the")
    warning = await room.card(
        room.director, await room.people.open_dm(room.director, room.app.bot_user_id), "Council 1: nobody"
    )
    assert "/moot invite" in warning["text"]

    # when somebody comes late
    late = room.person("late")
    said = await room.moot(late, "join")
    await room.settled()

    # then the seat is theirs, with its proposal and an envelope that opens at once
    assert "you have a seat" in said
    council = await _council(room)
    assert _seat_of(council, late) == seat
    assert council.proposals[min(council.proposals)].by == seat
    assert late in room.workspace.channels[table].members
    await room.card(players[1], table, f"<@{late}> has joined us, as the")
    assert "Your role sheet is open" in (await room.card(late, room.dm(late), "Your sealed envelope"))["text"]
    envelope = await room.card(late, room.dm(late), "Your sealed envelope")
    sheet = await room.opens(late, partial(room.press, late, envelope, "Open my sheet"))
    assert f"role {seat}: you play for" in words(sheet)
    director = await room.people.open_dm(room.director, room.app.bot_user_id)
    assert room.find(room.director, director, "Council 1: nobody is left") is None
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_removed_player_loses_seat_channel_and_envelope(room: Room) -> None:
    # given a player who has the envelope on screen
    players = await room.opened(5)
    envelope = await room.card(players[0], room.dm(players[0]), "Your sealed envelope")
    table = room.channel(players[1], "council-1")

    # when they are removed
    said = await room.moot(room.director, "remove @player01")
    await room.settled()

    # then the envelope is empty in its old place, and its button is gone
    assert "off the list. The seat is free now" in said
    emptied = room.find(players[0], room.dm(players[0]), "This envelope is empty")
    assert emptied is not None
    assert emptied["ts"] == envelope["ts"]
    assert buttons(emptied) == {}
    assert players[0] not in room.workspace.channels[table].members
    assert not any(seat.holder == players[0] for seat in (await _council(room)).filled)

    # when they have gone from the channel by themselves before
    del room.workspace.channels[table].members[players[1]]
    await room.moot(room.director, "remove @player02")
    await room.settled()

    # then there is nothing that could not be delivered
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_hand_over_during_the_vote_keeps_the_vote_and_counts_it_once(room: Room) -> None:
    # given an open vote in which somebody has said yes
    players = await room.opened(5)
    table = await _with_a_policy(room, players)
    await _open_vote(room)
    ballot = await room.card(players[0], table, "The final vote")
    await room.people.react(players[0], table, ballot["ts"], "white_check_mark")
    await until(lambda: "1 of 5" in str(room.find(players[1], table, "The final vote")), "the vote is heard")
    seat = _seat_of(await _council(room), players[0])
    ben = room.person("ben")

    # when they hand over to somebody who was not even signed up
    assert "already hold a seat" in await room.moot(players[0], "handover @player02")
    assert "same person" in await room.moot(players[0], "handover @player01")
    assert "/moot handover @ada" in await room.moot(players[0], "handover somebody")
    assert "Only this game's facilitators" in await room.moot(players[1], "handover @player01 @ben")
    said = await room.moot(players[0], "handover @ben")
    await room.settled()

    # then the seat, its vote, its channel and its sheet are theirs, and no longer the other's
    assert f"<@{ben}> has your seat now" in said
    council = await _council(room)
    assert _seat_of(council, ben) == seat
    assert council.ballot is not None
    assert council.ballot.turnout == 1
    assert ben in room.workspace.channels[table].members
    assert players[0] not in room.workspace.channels[table].members
    assert "no sheet" in await room.moot(players[0], "mission")
    await room.card(ben, room.dm(ben), "Your sealed envelope")
    await room.card(ben, table, f"<@{players[0]}> has handed the seat")
    assert "no seat to hand over" in await room.moot(players[0], "handover @ben")

    # when the others vote, and the reactions are read back at the close
    for user in players[1:3]:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    await room.to("presentations")

    # then the seat has counted once
    outcome = (await _council(room)).outcome
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.seats, outcome.verified) == (3, 0, 5, True)


async def test_a_new_holder_may_vote_otherwise_and_the_seat_still_counts_once(room: Room) -> None:
    # given
    players = await room.opened(5)
    table = await _with_a_policy(room, players)
    await _open_vote(room)
    ballot = await room.card(players[0], table, "The final vote")
    for user in players:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    await until(lambda: "5 of 5" in str(room.find(players[1], table, "The final vote")), "all have voted")
    ben = room.person("ben")

    # when the facilitator hands somebody's seat over, and the new holder says no
    await room.moot(room.director, "handover @player01 @ben")
    await room.settled()
    await room.people.react(ben, table, ballot["ts"], "x")
    await room.to("presentations")

    # then
    outcome = (await _council(room)).outcome
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.seats) == (4, 1, 5)


async def test_nobody_gets_two_seats_and_no_seat_two_people_however_many_come_at_once(room: Room) -> None:
    # given two councils that three people have left
    players = await room.opened(11)
    for user in players[:3]:
        await room.moot(user, "leave")
    late = [room.person(f"late{number}") for number in range(6)]

    # when six come at once, two are handed seats, and one of them leaves again
    await asyncio.gather(
        *(room.moot(user, "join") for user in late),
        room.moot(players[3], f"handover <@{late[0]}>"),
        room.moot(players[4], f"handover <@{late[0]}>"),
        return_exceptions=False,
    )
    await room.moot(late[5], "leave")
    await room.settled()

    # then every seat has one holder, and everybody one seat
    game = await room.game()
    councils = await room.store.services.reader.councils(game)
    holders = [seat.holder for council in councils for seat in council.filled]
    assert len(holders) == len(set(holders))
    assert set(holders) <= {one.player for one in game.players}
    vacant = sum(seat.holder is None for council in councils for seat in council.seats.values())
    waiting = {one.player for one in game.players} - set(holders)
    assert not (vacant and waiting), "nobody waits while a seat is free"
    for number, council in enumerate(councils, 1):
        table = next(
            one for one in room.workspace.channels.values() if one.name.startswith(f"council-{number}-")
        )
        inside = {seat.holder for seat in council.filled} | {room.director, room.app.bot_user_id}
        assert set(table.members) == inside


async def test_who_leaves_or_comes_during_the_sidebar_loses_or_gets_its_channel(room: Room) -> None:
    # given two councils in their sidebars
    await room.opened(11)
    await room.to("sidebar")
    first = (await room.store.services.reader.councils(await room.game()))[1]
    leaver = next(seat for seat in first.filled if seat.role == 5)
    sidebar = room.channel(str(leaver.holder), "sidebar-5")

    # when
    await room.moot(str(leaver.holder), "leave")
    late = room.person("late")
    await room.moot(late, "join")
    await room.settled()

    # then
    where = await room.store.services.reader.where_in((await room.game()).id, UserId(late))
    assert (where.seat, where.council) == (where.in_council().seats[leaver.role], where.in_council())
    assert where.in_council().id == first.id
    assert leaver.holder not in room.workspace.channels[sidebar].members
    assert late in room.workspace.channels[sidebar].members
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_a_facilitator_moves_somebody_to_a_team_without_anybody(room: Room) -> None:
    # given six people, so that one team has two, and a team that lost its only one
    players = await room.opened(6)
    council = await _council(room)
    teams = [seat.team for seat in council.filled]
    leaver = next(seat for seat in council.filled if teams.count(seat.team) == 1 and not seat.steward)
    mover = [seat for seat in council.filled if teams.count(seat.team) == 2][-1]
    await room.moot(str(leaver.holder), "leave")
    await room.settled()
    director = await room.people.open_dm(room.director, room.app.bot_user_id)
    warning = await room.card(room.director, director, "Council 1: nobody is left")
    assert f"<@{mover.holder}>" in warning["text"]
    assert f"`{leaver.role}`" in warning["text"]

    # when
    assert "Only this game's facilitators" in await room.moot(players[0], f"move <@{mover.holder}> 3")
    assert f"{leaver.role} " in await room.moot(room.director, f"move <@{mover.holder}>")
    await room.moot(room.director, f"move <@{mover.holder}> {leaver.role}")
    await room.settled()

    # then they hold that seat and no other, with a new envelope, and the warning is settled
    council = await _council(room)
    assert _seat_of(council, str(mover.holder)) == leaver.role
    assert council.seats[mover.role].holder is None
    assert mover.holder in room.workspace.channels[room.channel(str(mover.holder), "council-1")].members
    assert room.find(str(mover.holder), room.dm(str(mover.holder)), "This envelope is empty") is not None
    assert room.find(str(mover.holder), room.dm(str(mover.holder)), "Your sealed envelope") is not None
    assert room.find(room.director, director, "Council 1: nobody is left") is None


async def test_a_whole_game_of_six_in_which_three_sit_on_paper(room: Room) -> None:
    # given three people with Slack, and three without, named as they are typed and pasted
    await room.create()
    players = [room.person(f"player{number:02}") for number in range(1, 4)]
    for user in players:
        await room.moot(user, "join chair" if user == players[0] else "join")
    name = "Zoë & <b>Co</b>"
    assert "Only this game's facilitators" in await room.moot(players[0], f"paper {name}")
    assert "/moot paper Ada" in await room.moot(room.director, "paper --")
    said = await room.moot(room.director, "paper  Zoë  & <b>Co</b> ")
    assert "Zoë &amp; &lt;b&gt;Co&lt;/b&gt; (on paper): signed up." in said
    assert "already" in await room.moot(room.director, f"paper {name}")
    assert "already somebody called" in await room.moot(room.director, f"paper {name.upper()}")
    said = await room.moot(room.director, f"paper 1.\tAda\n2.\tBen\n\n3.\tada\n4.\t{'x' * 31}")
    for told in ("Ada (on paper), Ben (on paper): signed up.", "more than once", "at most 30 characters"):
        assert told in said

    # when the game is dealt and played up to the vote
    await room.deal()
    await room.moot(room.director, "start")
    await room.settled()
    table = await _with_a_policy(room, players)
    welcome = await room.card(players[0], table, "Council 1: Tuesday's game")
    assert "Zoë &amp; &lt;b&gt;Co&lt;/b&gt; (on paper): *" in welcome["text"]
    early = await room.moot(players[0], f"proxy {name} yes")
    assert "No vote is open" in early
    steward, other = _stewards(await _council(room), players)
    await _enter_for_paper(room, steward, other, table)
    await _open_vote(room)
    ballot = await room.card(players[0], table, "The final vote")

    # when votes come in, and the proxies' from the steward, who corrects one
    for user in players[:2]:
        await room.people.react(user, table, ballot["ts"], "white_check_mark")
    await room.people.react(players[2], table, ballot["ts"], "x")
    assert "Only your council's" in await room.moot(other, f"proxy {name} yes")
    assert "/moot proxy Ada" in await room.moot(steward, f"proxy {name} perhaps")
    assert "Nobody on paper is called Bob" in await room.moot(steward, "proxy Bob yes")
    assert "vote on the ballot themselves" in await room.moot(steward, "proxy @player02 yes")
    assert "*no*" in await room.moot(steward, f"proxy {name} no")
    assert "*yes*" in await room.moot(room.director, f"proxy {name.lower()} yes")
    form = partial(room.people.command, steward, table, "/moot", "enter")
    both: Values = {"who": await _roles(room, "Ada", "Ben"), "what": "vote::no:1"}
    assert "The vote of Ben (on paper)" in await room.sent(steward, form, both)
    await until(lambda: "6 of 6" in str(room.find(players[1], table, "The final vote")), "all have voted")
    await room.to("presentations")

    # then they count once, and the result says that they were by proxy
    council = await _council(room)
    assert council.outcome is not None
    assert (council.outcome.yes, council.outcome.no, council.outcome.by_proxy) == (3, 3, 3)
    assert council.outcome.verified
    card = await room.card(players[0], table, "The book is not approved")
    assert "6 seats (3 by proxy)" in card["text"]
    assert "closed" in await room.moot(steward, f"proxy {name} no")
    await _claim_for_paper(room, steward, other, table)

    # and the game ends, with nothing undelivered and nothing sent to somebody who is not there
    await room.to("wrap_up")
    game = await room.bell()
    assert game.stage is Stage.ENDED
    assert await room.store.services.reader.undelivered(game.id) == []
    assert not [method for method, sent in everything_sent(room.workspace) if "paper:" in sent]
    counts = (await _council(room)).participation
    ada = counts[RoleNumber(_seat_of(await _council(room), "paper:Ada"))]
    assert (ada.proposed, ada.sides, ada.floor, ada.voted, ada.claimed) == (1, 1, 1, 1, 1)


async def _roles(room: Room, *names: str) -> list[str]:
    """The role numbers of people on paper, as menus have them."""
    return [str(_seat_of(await _council(room), f"paper:{name}")) for name in names]


async def _enter_for_paper(room: Room, steward: str, other: str, table: str) -> None:
    """A proposal by form, sides for two at once and typed, and the floor; nobody else may."""
    form = partial(room.people.command, steward, table, "/moot", "enter")
    ada, ben = await _roles(room, "Ada", "Ben")
    view = await room.opens(steward, form)
    assert await room.submit(steward, view, {"who": [ada, ben], "what": "propose:::1"}) != {}
    assert await room.submit(steward, view, {"who": [ada], "what": "propose:::1"}) == {}
    view = room.people.modals(steward)[-1]
    assert await room.submit(steward, view, {"title": "Paper first", "text": "Ask the room."}) == {}
    card = await room.card(steward, table, "Proposal 2:")
    assert f", entered by <@{steward}>" in card["text"]
    said = await room.sent(steward, form, {"who": [ada, ben], "what": "side:2:yes:1"})
    assert said.count("Support proposal 2: Paper first") == 2
    assert "no to proposal 2" in await room.moot(room.director, "enter zoë & <b>co</b> no 2", table)
    assert "Ben" in await room.moot(steward, "enter Ada, Ben floor", table)
    await room.settled()
    card = await room.card(steward, table, "Proposal 2:")
    assert f"Ada (on paper) :thumbsup:, entered by <@{steward}>" in card["text"]
    assert f"(on paper) :thumbsdown:, entered by <@{room.director}>" in card["text"]
    assert "Only your council's" in await room.moot(other, "enter Ada yes 2", table)


async def _claim_for_paper(room: Room, steward: str, other: str, table: str) -> None:
    """A claim from a slip: its form shows no word of the sheet; once it is made, everybody reads it."""
    council, [ada, ben] = await _council(room), await _roles(room, "Ada", "Ben")
    _, scenario = await room.store.services.reader.game(council.game)
    secret = scenario.role(RoleNumber(int(ada))).sheet.mission
    form = partial(room.people.command, steward, table, "/moot", "enter")
    view = await room.opens(steward, form)
    assert await room.submit(steward, view, {"who": [ada], "what": "claim:::1"}) == {}
    view = room.people.modals(steward)[-1]
    assert "claim slip" in words(view)
    assert secret[:40] not in words(view)
    case = {"team_mission": ["policy-1"], "role_mission": ["policy-1"]}
    assert await room.submit(steward, view, case) == {}
    claim = await room.card(other, table, f"Claim: {scenario.role(RoleNumber(int(ada))).name}")
    assert secret[:40] in claim["text"].replace("&amp;", "&")
    assert f"entered by <@{steward}>" in claim["text"]
    said = await room.sent(steward, form, {"who": [ben], "what": f"judge:{ada}:yes:1"})
    assert "Confirm the claim of" in said
    assert council.seats[RoleNumber(int(ada))].holder == "paper:Ada"


async def test_a_paper_seat_is_taken_off_and_handed_to_somebody_with_slack(room: Room) -> None:
    # given
    players = await room.opened(5)
    await room.moot(room.director, "paper Ada Lovelace")
    council = await _council(room)
    seat = next(one for one in council.filled if one.holder == "paper:Ada Lovelace")
    ben = room.person("ben")

    # when
    assert "has the seat of Ada Lovelace" in await room.moot(room.director, "handover ada lovelace @ben")
    await room.settled()

    # then
    assert _seat_of(await _council(room), ben) == seat.role
    assert ben in room.workspace.channels[room.channel(players[0], "council-1")].members

    # when another comes on paper and goes
    assert "has a seat" in await room.moot(room.director, "paper Cleo")
    assert "Cleo (on paper): off the list. The seat is free" in await room.moot(room.director, "remove cleo")
    await room.settled()

    # then
    assert not any(str(one.holder).startswith("paper:") for one in (await _council(room)).filled)
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_help_lists_the_new_words(room: Room) -> None:
    await room.create()
    await room.moot(room.director, "help all")

    def missing() -> set[str]:
        said = "\n".join(one["text"] for one in room.private(room.director, room.plenary))
        words = ("invite", "remove", "handover", "paper", "proxy", "move")
        return {word for word in words if f"/moot {word}" not in said}

    await until(lambda: not missing(), "help lists them, in as many messages as it takes")


# --- on the way to something


async def _council(room: Room) -> Council:
    return (await room.store.services.reader.councils(await room.game()))[0]


def _seat_of(council: Council, user: str) -> int:
    return next(seat.role for seat in council.filled if seat.holder == user)


def _stewards(council: Council, players: list[str]) -> tuple[str, str]:
    """Somebody who chairs, and somebody who does not."""
    chairs = {str(seat.holder): seat.steward for seat in council.filled}
    return next(one for one in players if chairs[one]), next(one for one in players if not chairs[one])


async def _with_a_policy(room: Room, players: list[str]) -> str:
    """A council with one policy, recorded Only a steward; returns its channel."""
    table = room.channel(players[0], "council-1")
    await room.to("session")
    await room.asked(players[0], "/propose", "Owners answer. Each model has one.", table)
    proposal = await room.card(players[0], table, "Proposal 1:")
    steward, _ = _stewards(await _council(room), players)
    await room.pressed(steward, proposal, "Record as decided")
    await room.card(players[0], table, "Policy 1 is adopted")
    return table


async def _open_vote(room: Room) -> None:
    game = await room.game()
    await room.to_phase(next(phase.key for phase in game.agenda if phase.holds_ballot))
    await room.open_vote()
