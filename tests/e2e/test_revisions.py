"""Proposals amended, merged and parked, and the order of the book, through Bolt and the workspace."""

import asyncio
from typing import Any

from bot.domain.ids import CouncilId, ProposalNumber, UserId
from tests.e2e.room import Json, Room, buttons
from tests.patience import until


async def a_table(room: Room, **charter: str) -> tuple[str, str, list[str]]:
    """A council of five in its first session with a charter: its channel, a steward, the others."""
    await room.opened(5)
    game = await room.to_phase(next(one.key for one in (await room.game()).agenda if one.charter))
    assert game.deal is not None
    assert game.phase is not None
    seats = {int(role): str(user) for role, user in game.deal.councils[0]}
    steward, *others = (seats[role] for role in sorted(seats))
    table = room.channel(steward, "council-1")
    if charter:
        session = await room.card(steward, table, game.phase.title)
        await room.fill(steward, session, "Write the charter", charter)
        await room.card(steward, table, "The charter, version 1")
    return table, steward, others


async def support(room: Room, card: Json, number: int, *users: str) -> None:
    """These people support a proposal, and Moot has heard of it."""
    for user in users:
        await room.people.react(user, card["channel"], card["ts"], "thumbsup")
    key = CouncilId(f"{(await room.game()).id}-1")

    async def heard() -> bool:
        council = await room.store.services.reader.council(key)
        seats = {council.seat_of(UserId(user)) for user in users}
        return {seat.role for seat in seats if seat} <= set(council.proposals[ProposalNumber(number)].sides)

    await until(heard, "all of them are heard")


def words(view: Json) -> str:
    """Everything that stands in a window."""
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


def field(view: Json, block: str) -> Any:
    """What a field of a window is filled with."""
    element = next(one["element"] for one in view["blocks"] if one.get("block_id") == block)
    return element.get("initial_value") or element.get("initial_option", {}).get("value")


async def test_an_amended_proposal_gets_a_card_of_its_own_and_old_support_adopts_nothing(room: Room) -> None:
    # given a council that decides by majority, and a proposal with two of the three supporters it needs
    table, steward, others = await a_table(room, rule="majority", quorum="50")
    await room.asked(others[0], "/propose", "Owners answer. Each model has an owner.", table)
    first = await room.card(steward, table, "Proposal 1: Owners answer")
    await support(room, first, 1, *others[1:3])

    # when the proposer amends it with the form on its card
    assert "only the person who made" in (await room.pressed(others[1], first, "Amend")).lower()
    await room.fill(others[0], first, "Amend", {"text": "Each public model has one owner.", "review": "May"})
    await until(lambda: "Version 2" in str(room.find(steward, table, "Proposal 1")), "version 2 has a card")
    await room.settled()

    # then the new card has fresh reactions, calls those who had supported, and the old one points to it
    second = await room.card(steward, table, "Proposal 1: Owners answer")
    assert second["ts"] != first["ts"]
    assert {one["name"]: len(one["users"]) for one in second["reactions"]} == {"thumbsup": 1, "thumbsdown": 1}
    assert f"amended by <@{others[0]}>" in second["text"]
    assert all(f"<@{user}>" in second["text"] for user in others[1:3])
    old = next(one for one in room.people.history(steward, table) if one["ts"] == first["ts"])
    assert "nothing here counts any more" in old["text"]
    assert buttons(old) == {}

    # when others react on the old card
    await room.people.react(others[3], table, first["ts"], "thumbsup")

    # then they alone are told, and nothing is adopted
    await until(
        lambda: any("old card" in one["text"] for one in room.private(others[3], table)), "they are told"
    )
    assert room.find(steward, table, "Policy 1") is None

    # when anybody looks at its history
    view = await room.opens(others[2], lambda: room.press(others[2], second, "History"))

    # then every version is there, and what came and went is told in words
    assert "*Version 2*" in words(view)
    assert "*Version 1*" in words(view)
    assert "Each *[added: public]* model has ~[removed: an]~ *[added: one]* owner." in words(view)
    assert "*Review:* *[added: May]*" in words(view)

    # when three support the new card
    for user in others[1:4]:
        await room.people.react(user, table, second["ts"], "thumbsup")

    # then the new text is adopted
    await room.card(steward, table, "Policy 1 is adopted")
    assert "Each public model has one owner." in await room.moot(steward, "policies", table)


async def test_of_two_who_amend_at_once_the_second_sees_what_changed_and_keeps_their_words(
    room: Room,
) -> None:
    # given two people who have the form open
    table, steward, others = await a_table(room)
    await room.asked(others[0], "/propose", "Owners answer. Each model has an owner.", table)
    card = await room.card(steward, table, "Proposal 1: Owners answer")
    mine = await room.opens(steward, lambda: room.press(steward, card, "Amend"))
    theirs = await room.opens(others[0], lambda: room.press(others[0], card, "Amend"))

    # when both submit
    assert await room.submit(others[0], theirs, {"text": "Each model has two owners."}) == {}
    assert await room.submit(steward, mine, {"text": "Nobody owns a model."}) == {}

    # then the second finds the first one's change in the form, and their own words still in it
    (again,) = room.people.modals(steward)
    assert f"version 2, by <@{others[0]}>" in words(again)
    assert "~[removed: an owner.]~ *[added: two owners.]*" in words(again)
    assert field(again, "text") == "Nobody owns a model."
    await until(lambda: "two owners" in str(room.find(steward, table, "Proposal 1")), "version 2 is there")

    # when they send it again
    assert await room.submit(steward, again, {}) == {}

    # then it is the next version
    await until(
        lambda: "Nobody owns a model." in str(room.find(steward, table, "Proposal 1")), "version 3 is there"
    )
    assert "Version 3" in (await room.card(steward, table, "Proposal 1"))["text"]


async def test_an_amendment_and_an_adoption_at_the_same_moment_leave_one_of_them(room: Room) -> None:
    # given a proposal that lacks one supporter
    table, steward, others = await a_table(room, rule="majority", quorum="50")
    await room.asked(others[0], "/propose", "Owners answer. Each model has an owner.", table)
    card = await room.card(steward, table, "Proposal 1: Owners answer")
    await support(room, card, 1, *others[1:3])

    # when the last supporter reacts while the proposer amends
    await asyncio.gather(
        room.people.react(others[3], table, card["ts"], "thumbsup"),
        room.asked(others[0], "/propose", "“Amend 1: Each model has two owners.”", table),
    )
    await room.settled()

    # then it is adopted as it was, or amended and open; never both
    adopted = room.find(steward, table, "Policy 1 is adopted") is not None
    card = await room.card(steward, table, "Proposal 1")
    assert adopted == ("Each model has an owner." in card["text"])
    assert adopted != ("Version 2" in card["text"])


async def test_typed_changes_are_understood_and_refused_words_are_not_lost(room: Room) -> None:
    # given
    table, steward, others = await a_table(room)
    await room.asked(others[0], "/propose", "Owners answer. Each model has an owner.", table)
    await room.asked(others[1], "/propose", "Amend what is wrong. Once a month.", table)

    # when people type changes
    refused = await room.asked(others[1], "/propose", "amend 1: <!channel> Mine", table)
    amended = await room.asked(others[0], "/propose", " AMEND proposal #1: “Owners reply. By Friday.”", table)
    unknown = await room.asked(others[0], "/propose", "amend 99: Nothing", table)
    await room.asked(others[1], "/propose", "withdraw 2", table)

    # then they are done or kindly refused, and a sentence that only begins so is a proposal
    assert "Only the person who made proposal 1" in refused
    assert "Mine" in refused
    assert "&lt;!channel" in refused or "<!channel" not in refused
    assert "version 2" in amended
    assert "no proposal 99" in unknown
    await room.settled()  # both cards: the earlier one begins with the same words
    card = await room.card(steward, table, "Proposal 1: Owners reply")
    assert "By Friday." in card["text"]
    ask = room.private(others[1], table)[-1]
    assert "confirm" in buttons(ask)["Withdraw"]
    await room.press(others[1], ask, "Withdraw")
    await until(lambda: "Withdrawn" in str(room.find(steward, table, "Proposal 2")), "it is withdrawn")


async def test_a_steward_merges_two_proposals_from_the_menu_of_a_card(room: Room) -> None:
    # given three proposals, of which one has a supporter
    table, steward, others = await a_table(room)
    for number, user in enumerate(others[:3], 1):
        await room.asked(user, "/propose", f"Idea {number}. Words of {number}.", table)
    first = await room.card(steward, table, "Proposal 1: Idea 1")
    second = await room.card(steward, table, "Proposal 2: Idea 2")
    await until(lambda: "Merge" in str(second["blocks"]), "the menu offers it")
    await support(room, second, 2, others[3])

    # when somebody else tries, they are refused; when a steward does, both texts are in the form
    await room.choose(others[0], second, "Merge it with another")
    await until(
        lambda: any("Only your council's" in one["text"] for one in room.private(others[0], table)), "no"
    )
    choice = await room.opens(steward, lambda: room.choose(steward, second, "Merge it with another"))
    assert await room.submit(steward, choice, {"others": ["1"]}) == {}
    (form,) = room.people.modals(steward)
    assert field(form, "title") == "Idea 2; Idea 1"
    assert "Words of 2." in field(form, "text")
    assert "Words of 1." in field(form, "text")
    assert await room.submit(steward, form, {"title": "Both", "text": "One and two."}) == {}

    # then the new proposal names its sources, calls the supporter, and the sources say what became of them
    merged = await room.card(steward, table, "Proposal 4: Both")
    assert "Merged from proposals 2 and 1." in merged["text"]
    assert f"<@{others[3]}>" in merged["text"]
    await room.settled()
    kept = {one["ts"]: one["text"] for one in room.people.history(steward, table)}
    assert all("*Merged into proposal 4*" in kept[card["ts"]] for card in (first, second))
    assert "Idea 3" in await room.moot(steward, "policies", table)


async def test_what_cannot_be_settled_is_parked_and_the_book_is_put_in_order(room: Room) -> None:
    # given a council with two policies and a proposal that has a supporter
    table, steward, others = await a_table(room)
    for number in (1, 2, 3):
        await room.asked(others[0], "/propose", f"Idea {number}. Words of {number}.", table)
    for number in (1, 2):
        card = await room.card(steward, table, f"Proposal {number}: Idea")
        assert "Recorded" in await room.pressed(steward, card, "Record as decided")
    card = await room.card(steward, table, "Proposal 3: Idea 3")
    await support(room, card, 3, others[1])

    # when the proposal and something else are parked
    park = await room.opens(others[0], lambda: room.choose(others[0], card, "Park it for later"))
    owner = field(park, "owner")
    assert owner is not None, "the proposal's owner is suggested"
    assert await room.submit(others[0], park, {"owner": owner, "until": "15 March"}) == {}
    other = await room.opens(
        steward, lambda: room.people.command(steward, table, "/moot", "park Weekend standby")
    )
    assert field(other, "text") == "Weekend standby"
    assert await room.submit(steward, other, {"owner": "seat:1", "until": "the next meeting"}) == {}

    # then both stand in the book with owner and date, and the facilitator sees how many there are
    await room.card(steward, table, "Proposal 3 is parked: Idea 3")
    await until(
        lambda: "*Parked.*" in str(room.find(steward, table, "Proposal 3: Idea 3")), "its card says so"
    )
    book = await room.moot(others[2], "policies", table)
    assert "*Parked 1, proposal 3:* Idea 3" in book
    assert "*Parked 2:* Weekend standby" in book
    assert "until the next meeting" in book
    await room.moot(room.director, "status")
    await until(
        lambda: any("Council 1 2" in one["text"] for one in room.private(room.director, room.plenary)),
        "the console counts them",
    )

    # when the proposal is taken up again and the other one is settled
    parked = await room.card(steward, table, "Proposal 3: Idea 3")
    assert "on the table again" in await room.pressed(others[0], parked, "Take it up again")
    assert "off the list" in await room.moot(steward, "unpark 2", table)

    # then the proposal has a new card, on which nobody has reacted yet
    await until(
        lambda: (
            (found := room.find(steward, table, "Proposal 3: Idea 3")) is not None
            and found["ts"] != card["ts"]
        ),
        "a new card",
    )
    again = await room.card(steward, table, "Proposal 3: Idea 3")
    assert "Taken up again" in again["text"]
    assert f"<@{others[1]}>" in again["text"]

    # when a steward puts the book in order, by command and by form
    assert "Only your council's" in await room.moot(others[1], "order 2 1", table)
    assert "no policy 7" in await room.moot(steward, "order 7", table)
    said = await room.moot(steward, "order 2, 1", table)
    assert said.index("Policy 2 (proposal 2): Idea 2") < said.index("Policy 1 (proposal 1): Idea 1")
    await room.card(steward, table, "The book has a new order")
    await room.moot(steward, "policies", table)
    book_card = room.private(steward, table)[-1]
    await room.fill(steward, book_card, "Change the order", {"order": "1"})
    await room.settled()
    ordered = room.find(steward, table, "The book has a new order")
    assert ordered is not None
    assert ordered["text"].index(": Idea 1") < ordered["text"].index(": Idea 2")
    assert await room.store.services.reader.undelivered((await room.game()).id) == []


async def test_the_second_of_two_first_charters_is_told_that_it_is_a_proposal_now(room: Room) -> None:
    # given the smallest game with two stewards, both of whom have the form open
    await room.opened(6)
    game = await room.to_phase(next(one.key for one in (await room.game()).agenda if one.charter))
    assert game.deal is not None
    assert game.phase is not None
    seats = {int(role): str(user) for role, user in game.deal.councils[0]}
    one, other = seats[1], seats[2]
    table = room.channel(one, "council-1")
    session = await room.card(one, table, game.phase.title)
    first = await room.opens(one, lambda: room.press(one, session, "Write the charter"))
    second = await room.opens(other, lambda: room.press(other, session, "Write the charter"))

    # when both adopt one, and another
    assert await room.submit(one, first, {"rule": "majority", "quorum": "50"}) == {}
    assert room.people.modals(one) == []
    assert await room.submit(other, second, {"rule": "consent", "quorum": "80"}) == {}

    # then the second reads what is in force, and what became of theirs
    (notice,) = room.people.modals(other)
    assert "version 1 of the charter while you wrote" in words(notice)
    assert "Majority" in words(notice)
    assert "as proposal 1" in words(notice)
    await room.card(one, table, "Proposal 1: Change the charter")
