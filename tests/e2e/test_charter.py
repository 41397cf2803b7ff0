"""A council that decides by consent and by majority, through Bolt and the workspace."""

from tests.e2e.room import Room
from tests.patience import until


async def test_an_objection_is_withdrawn_and_a_majority_amends_the_charter(room: Room) -> None:
    # given a council of five in its first session, whose stewards adopt consent
    await room.opened(5)
    game = await room.to_phase(next(one.key for one in (await room.game()).agenda if one.charter))
    assert game.deal is not None
    assert game.phase is not None
    seats = {int(role): str(user) for role, user in game.deal.councils[0]}
    steward, *others = (seats[role] for role in sorted(seats))
    assert len(others) == 4
    table = room.channel(steward, "council-1")
    session = await room.card(steward, table, game.phase.title)
    await room.fill(steward, session, "Write the charter", {"rule": "consent", "quorum": "80"})
    assert "Consent" in (await room.card(steward, table, "The charter, version 1"))["text"]

    # when somebody puts a thumb down without a reason
    await room.asked(others[0], "/propose", "Owners answer. Each model has an owner.", table)
    proposal = await room.card(steward, table, "Proposal 1: Owners answer")
    assert "4 of 5 seats have taken a side" in proposal["text"]
    await room.people.react(others[1], table, proposal["ts"], "thumbsdown")

    # then they alone are told how to object
    await until(
        lambda: any('press "Object"' in one["text"] for one in room.private(others[1], table)),
        "the thumb down is explained",
    )
    assert not any('press "Object"' in one["text"] for one in room.private(steward, table))

    # when they object with a reason, and the quorum supports
    await room.fill(others[1], proposal, "Object", {"reason": "<!channel> Nobody has time."})
    await until(
        lambda: "&lt;!channel&gt; Nobody has time." in str(room.find(steward, table, "Proposal 1")),
        "the reason stands on the card",
    )
    for user in (steward, others[0], others[2]):
        await room.people.react(user, table, proposal["ts"], "thumbsup")
    await room.settled()

    # then nothing is adopted, also not by a steward, until the objector withdraws it
    blocked = await room.card(steward, table, "Proposal 1")
    assert "can be adopted once" in await room.pressed(steward, blocked, "Record as decided")
    assert room.find(steward, table, "Policy 1") is None
    assert "no longer object" in await room.pressed(others[1], blocked, "Withdraw my objection")
    adopted = await room.card(steward, table, "Policy 1 is adopted")
    assert "By charter version 1; 3 for, 1 against, 5 seats" in adopted["text"]

    # when the charter is changed to majority by consent
    charter = await room.card(steward, table, "The charter, version 1")
    await room.fill(others[2], charter, "Change the charter", {"rule": "majority", "quorum": "50"})
    change = await room.card(steward, table, "Proposal 2: Change the charter")
    assert "*Rule:* Majority" in change["text"]
    for user in (steward, *others[:3]):
        await room.people.react(user, table, change["ts"], "+1")
    charter = await room.card(steward, table, "The charter, version 2")
    assert "Majority" in charter["text"]

    # and what was decided aloud is recorded with numbers that the new rule is met by, and by no others
    await room.asked(others[0], "/propose", "A glossary. Each shared word has one owner.", table)
    glossary = await room.card(steward, table, "Proposal 3: A glossary")
    form = await room.opens(steward, lambda: room.press(steward, glossary, "Record as decided"))
    refused = await room.submit(steward, form, {"for_it": "2", "against": "3"})
    assert "By your charter that is not enough" in refused["for_it"]
    await room.submit(steward, form, {"for_it": "3", "against": "1"})
    adopted = await room.card(steward, table, "Policy 2 is adopted")
    assert "charter version 2; aloud 3 for, 1 against, of 5 seats; on the card 0 for" in adopted["text"]

    # and from then on by majority, which two of five are not, whoever is a steward
    await room.fill(steward, charter, "Change the charter", {"rule": "teams", "quorum": "60"})
    change = await room.card(steward, table, "Proposal 4: Change the charter")
    for user in (steward, others[0]):
        await room.people.react(user, table, change["ts"], "+1")
    await room.settled()
    assert room.find(steward, table, "The charter, version 3") is None
    await room.people.react(others[3], table, change["ts"], "+1")

    # then the new charter stands, and the proposal says what became of it
    charter = await room.card(steward, table, "The charter, version 3")
    assert "One vote per team" in charter["text"]
    await until(
        lambda: (
            "version 3.* By charter version 2; 3 for, 0 against, 5 seats"
            in str(room.find(steward, table, "Proposal 4"))
        ),
        "the amendment's card tells its end",
    )
    await room.settled()
    assert room.find(steward, table, "Policy 3") is None, "a charter is no policy"
    assert await room.store.services.reader.undelivered(game.id) == []
