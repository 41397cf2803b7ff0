"""A whole game of two councils, played through Bolt and the workspace: who got which card when."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from functools import cache, partial

import pytest

from bot.config import Settings
from bot.domain.edition import AS_WRITTEN, Edition
from bot.domain.game import Stage
from bot.domain.scenario import Scenario
from bot.scenarios.editions.offered import editions_of
from bot.scenarios.load import load_pack
from bot.scenarios.packs import content_folder, packs_of
from bot.web.board.serving import boards_served
from tests.conftest import KINDS
from tests.e2e.room import Room, buttons, everything_sent, words
from tests.patience import until
from tests.watching import watching


@pytest.fixture
async def projector(room: Room) -> AsyncIterator[AsyncExitStack]:
    """Boards are served, and anybody who enters the stack watches one."""
    settings = Settings(moot_board_address="127.0.0.1:0", _env_file=None)
    assert room.store.leases.team is not None
    services = room.store.services.of(room.store.leases.team)
    async with boards_served(settings, services), AsyncExitStack() as stack:
        yield stack


@pytest.mark.long
@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("room", KINDS, indirect=True)
async def test_two_councils_play_from_sign_up_to_the_result(
    room: Room, projector: AsyncExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    # given eleven people who joined by command or button, one of them ready to chair, and an observer
    await room.create()
    sign_up = await room.card(room.director, room.plenary, "Tuesday's game")
    players = [room.person(f"player{number:02}") for number in range(1, 12)]
    said = await room.pressed(players[0], sign_up, "Join: I can chair")
    assert "offered to chair" in said
    for user in players[1:]:
        assert "You are in" in await room.moot(user, "“Join” ")
    watcher = room.person("watcher")
    await room.pressed(watcher, sign_up, "Observe")
    await room.settled()
    counted = await room.card(room.director, room.plenary, "Tuesday's game")
    assert "11 players and 1 observer" in counted["text"]

    # and a board in the room, by a link that the director asked for
    answer = await room.moot(room.director, "board")
    link = answer.partition("<")[2].partition(">")[0]
    board = await projector.enter_async_context(watching(link))
    await until(lambda: board.boards(), "the board is shown")
    assert board.boards()[0]["signed_up"]["players"] == 11

    # when the seats are dealt
    await room.deal()

    # then there are councils of six and five, each in a private channel, with an envelope for everybody
    game = await room.game()
    assert game.deal is not None
    assert [len(council) for council in game.deal.councils] == [6, 5]
    tables = {
        number: room.channel(council[0][1], f"council-{number}")
        for number, council in enumerate(game.deal.councils, 1)
    }
    for number, council in enumerate(game.deal.councils, 1):
        inside = {user for _, user in council} | {room.director, room.app.bot_user_id}
        assert set(room.workspace.channels[tables[number]].members) == inside
        assert room.workspace.channels[tables[number]].kind == "private"
        for _, user in council:
            assert room.find(user, room.dm(user), "Your sealed envelope") is not None
    seat_of = {str(user): int(role) for council in game.deal.councils for role, user in council}
    assert seat_of[players[0]] in (1, 2)
    first, second = ({int(role): str(user) for role, user in council} for council in game.deal.councils)

    # when the game starts
    await room.moot(room.director, "start")
    await room.settled()
    game = await room.game()
    assert game.clock is not None

    # then both councils and the plenary have the card of the set-up with its end, and sheets stay sealed
    title = game.agenda[0].title
    for user, channel in ((first[1], tables[1]), (second[1], tables[2]), (watcher, room.plenary)):
        card = await room.card(user, channel, title)
        assert f"<!date^{int(game.clock.ends.timestamp())}" in card["text"]
    envelope = await room.card(first[1], room.dm(first[1]), "Your sealed envelope")
    early = await room.opens(first[1], lambda: room.press(first[1], envelope, "Open my sheet"))
    assert "Still sealed" in words(early)

    # when the first session begins
    game = await room.to_phase(next(one.key for one in game.agenda if one.charter))
    scenario = packs_of(Settings()).scenario(game.scenario, AS_WRITTEN)
    assert game.phase is not None

    # then everybody opens their own sheet with one tap on the phase's card, in a window that only they see
    for council, table in zip(game.deal.councils if game.deal else (), tables.values(), strict=True):
        for role, user in council:
            card = await room.card(user, table, game.phase.title)
            sheet = await room.opens(user, partial(room.press, user, card, "My mission"))
            assert f"role {role}: you play for" in words(sheet)
            assert words(sheet).startswith("*Your team's secret mission*")

    # when the stewards write a charter by majority and a player proposes
    session = await room.card(first[1], tables[1], game.phase.title)
    await room.fill(first[1], session, "Write the charter", {"quorum": "50"})
    charter = await room.card(first[1], tables[1], "The charter, version 1")
    assert "Majority" in charter["text"]
    await room.asked(
        first[3], "/propose", "Owners answer. Every public model has an owner who answers.", tables[1]
    )
    proposal = await room.card(first[1], tables[1], "Proposal 1: Owners answer")
    for seat in (1, 3, 5):
        await room.people.react(first[seat], tables[1], proposal["ts"], "thumbsup")
    await room.people.react(room.director, tables[1], proposal["ts"], "+1")
    await until(
        lambda: any("hold no seat" in one["text"] for one in room.private(room.director, tables[1])),
        "the director is told that this does not count",
    )
    assert room.find(first[1], tables[1], "Policy 1") is None, "three of six are no majority"
    await room.people.react(first[7], tables[1], proposal["ts"], "+1::skin-tone-3")

    # then it is adopted by its rule, with the tally
    adopted = await room.card(first[1], tables[1], "Policy 1 is adopted")
    assert "charter version 1; 4 for, 0 against, 6 seats" in adopted["text"].lower()

    # when the emergency comes, a steward records the response; in council 2, without charter, a decision
    game = await room.to("emergency")
    assert room.find(first[1], tables[1], "Emergency: what happened") is not None
    card = next(
        one for one in room.people.history(first[1], tables[1]) if "Record our response" in buttons(one)
    )
    await room.fill(
        first[1],
        card,
        "Record our response",
        {"text": "Put it back, then talk.", "for_it": "5", "against": "1"},
    )
    await room.card(first[1], tables[1], "Our response to the emergency")
    await room.asked(second[5], "/propose", "A glossary. Each shared word has one owner.", tables[2])
    proposal = await room.card(second[1], tables[2], "Proposal 1: A glossary")
    assert "only your council's" in (await room.pressed(second[5], proposal, "Record as decided")).lower()
    assert "Recorded" in await room.pressed(second[1], proposal, "Record as decided")

    # then in the phase before the sidebar, its channels are there, and people know that they wait
    await room.to_phase("session-2")
    channel = room.channel(first[5], "sidebar-5")
    assert {first[5], second[5]} <= set(room.workspace.channels[channel].members)
    assert await room.card(first[5], channel, "Sidebar 5: ")

    # when the sidebar opens
    game = await room.to("sidebar")

    # then holders of the same number meet, nobody sits alone, and an idea comes back to its own council
    assert room.channel(first[2], "sidebar-1"), "the only role 2 sits with its teammates"
    meeting = next(
        one for one in room.people.history(first[5], channel) if "Carry an idea back" in buttons(one)
    )
    await room.fill(first[5], meeting, "Carry an idea back", {"text": "Ask for names early."})
    game = await room.bell()
    ideas = await room.card(first[1], tables[1], "Ideas carried back")
    assert "Ask for names early." in ideas["text"]
    assert room.workspace.channels[channel].archived

    # when the cue opens the final vote in the third session
    cue = next(i for i, one in enumerate(game.phase.cues) if one.kind == "ballot") if game.phase else 0
    while game.clock and cue not in game.clock.rung:
        game = await room.cue()

    # then the book is frozen and the ballot has its seeds, which count for nobody
    ballot = await room.card(first[1], tables[1], "The final vote")
    assert {one["name"] for one in ballot["reactions"]} == {"white_check_mark", "x", "shrug"}
    assert "frozen" in (await room.asked(first[3], "/propose", "Too late.", tables[1])).lower()

    # when four say yes, one changes from no to yes, one abstains, and the facilitator reacts as well
    for seat in (3, 5, 7, 9):
        await room.people.react(first[seat], tables[1], ballot["ts"], "white_check_mark")
    await room.people.react(first[1], tables[1], ballot["ts"], "x")
    await room.people.react(first[1], tables[1], ballot["ts"], "white_check_mark")
    await room.people.react(first[2], tables[1], ballot["ts"], "shrug")
    await room.people.react(room.director, tables[1], ballot["ts"], "x")
    await until(lambda: "6 of 6" in str(room.find(first[1], tables[1], "The final vote")), "all have voted")
    shown = await room.card(first[1], tables[1], "The final vote")
    assert not re.search(r"\d+ for", shown["text"]), "the count stays hidden until the close"
    voting = {"voted": 6, "electorate": 6}
    await until(lambda: board.boards()[-1]["councils"][0]["voting"] == voting, "the board shows the turnout")
    assert board.boards()[-1]["councils"][0]["result"] is None
    ballot2 = await room.card(second[1], tables[2], "The final vote")
    await room.people.react(second[1], tables[2], ballot2["ts"], "white_check_mark")
    await room.people.react(second[3], tables[2], ballot2["ts"], "x")

    # and the session ends
    game = await room.to("presentations")

    # then council 1 is approved 5 of 5 with one abstention, and council 2 misses the quorum
    won = await room.card(first[1], tables[1], "The book is approved")
    assert "5 for, 0 against, 1 abstained, 6 seats" in won["text"]
    lost = await room.card(second[1], tables[2], "The book is not approved")
    assert "only 2 of 5 seats took part" in lost["text"]

    # and the slides come to the plenary one after the other, in the drawn order
    def slides() -> list[str]:
        return [one for one in room.titles(watcher, room.plenary) if one in ("Council 1", "Council 2")]

    drawn = [f"Council {number}" for number in game.presentation_order]
    assert slides() == drawn[:1]
    game = await room.cue()
    assert slides() == drawn

    # and until here no private sentence went anywhere but to its holder's direct messages
    assert_secrets_kept(room, scenario, seat_of, caplog.text)

    # when the Grants Controller claims to have won, and two of the others doubt it
    card = await room.card(first[5], tables[1], "Did you win individually?")
    case: dict[str, str | list[str]] = {
        **{f"priority:{one.key}": ["policy-1"] for one in scenario.team("finance-marketing").priorities},
        **{"team_mission": ["policy-1"], "role_mission": ["book"], "role_why": "Nothing in it says so."},
    }
    await room.fill(first[5], card, "Make my claim", case)
    claim = await room.card(first[1], tables[1], "Claim: Grants Controller")
    assert "Open until the game ends." in claim["text"]
    assert "Wins" not in claim["text"]
    for seat in (1, 3):
        await room.people.react(first[seat], tables[1], claim["ts"], "thumbsdown")

    # then the facilitator is asked, and rules with a reason that the council reads
    direct = await room.people.open_dm(room.director, room.app.bot_user_id)
    queue = await room.card(room.director, direct, "Rulings")
    await room.fill(room.director, queue, "Uphold 1.5", {"reason": "The text says so."})
    await until(
        lambda: (
            "upheld by the facilitator: The text says so." in str(room.find(first[1], tables[1], "Claim"))
        ),
        "the ruling is on the card",
    )
    one = "policy 1 (proposal 1)"
    stands = f"Wins by both secret missions [{one}, the book as a whole] and by the team's priorities [{one}]"
    assert stands in str(room.find(first[1], tables[1], "Claim"))
    # when the presentations are over, then missions are revealed for the debrief, and nobody has a result yet
    game = await room.bell()
    assert game.phase is not None
    assert room.find(first[1], tables[1], "The missions, revealed") is not None
    assert room.find(watcher, room.plenary, "Tuesday's game: the result") is None

    # when the wrap-up is over
    game = await room.bell()

    # then the game has ended, and the plenary reads who won and why, and to whom thanks are due
    assert game.stage is Stage.ENDED
    result = await room.card(watcher, room.plenary, "Tuesday's game: the result")
    assert "1 of 2 councils won together, and 1 person won individually" in result["text"]
    assert re.search(rf"<@{first[5]}>, <http[^|]+\|Grants Controller of Council 1>: Wins", result["text"])
    assert "Council 2: no win" in result["text"]
    farewell = await room.card(first[1], tables[1], "The game is over")
    assert f"<@{first[5]}>, Grants Controller: Wins by both secret missions" in farewell["text"]
    closing = await room.card(watcher, room.plenary, f"{scenario.title}: goodbye")
    assert "|Jenna Jordan>" in closing["text"]

    # and everybody reads their own in a message of their own
    own = await room.card(first[5], room.dm(first[5]), "You won, and your council won")
    assert scenario.role(5).sheet.mission.split(".")[0] in own["text"]
    assert "|Policy 1 (proposal 1): Owners answer>" in own["text"]
    await room.card(second[5], room.dm(second[5]), "No win this time")
    await room.card(watcher, room.dm(watcher), "Tuesday's game is over")

    # and so does the room, without a secret or a name, in all that the board has shown
    await until(lambda: board.boards()[-1]["results"], "the board shows the result")
    results = board.boards()[-1]["results"]
    assert [one["passed"] for one in results["councils"]] == [True, False]
    assert [(one["council"], one["role"]) for one in results["winners"]] == [
        ("Council 1", "Grants Controller")
    ]
    assert not leaks(board.everything(), scenario)
    assert not [user for user in room.ids.values() if user in board.everything()]
    assert link.rpartition("/")[2] not in caplog.text

    # and every council had the phases' cards in order, each once, and nothing was left undelivered
    planned = [phase.title for phase in game.agenda]
    for user, channel in ((first[1], tables[1]), (second[1], tables[2])):
        assert [title for title in room.titles(user, channel) if title in planned] == planned
    assert await room.store.services.reader.undelivered(game.id) == []


def test_the_search_for_secrets_finds_one() -> None:
    """The check above is worth something only if it finds what is there."""
    scenario = packs_of(Settings()).scenario("rainbow-road", AS_WRITTEN)
    sentences = [sentence for _, text in scenario.private_texts() for sentence in private_sentences(text)]
    assert len(sentences) > 100
    assert leaks(f"You should know: {sentences[7]} Bye.", scenario)
    german = load_pack(content_folder() / "rainbow-road", Edition(language="de")).role(3).sheet.mission
    assert leaks(f"Kurz gesagt: {german}", scenario) == [frozenset({3})], "in another language"
    assert not leaks("Nothing to see here.", scenario)


# --- secrets


def assert_secrets_kept(room: Room, scenario: Scenario, seats: dict[str, int], logged: str) -> None:
    """No private sentence outside the holder's direct messages: not in channels, views, calls or logs."""
    for channel in room.workspace.channels.values():
        holders = set(channel.members) - {room.app.bot_user_id}
        for message in channel.messages.values():
            found = leaks(f"{message.text} {message.blocks}", scenario)
            assert not found, f"a secret in a message, in {channel.name} of {holders}"
    for kept in room.workspace.ephemerals.values():
        for message in kept.values():
            assert not leaks(f"{message.text} {message.blocks}", scenario)
    for user in (*seats, room.director):
        for roles in leaks(str(room.people.modals(user)), scenario):
            assert seats.get(user, 0) in roles, f"a foreign secret in a window of {user}"
    opened = list[int]()
    for method, sent in everything_sent(room.workspace):
        found, sheet = leaks(sent, scenario), re.search(r"role (\d+): you play for", sent)
        assert not found or (method == "views.open" and sheet), f"a secret in {method}"
        if sheet:
            assert all(int(sheet[1]) in roles for roles in found), "a foreign secret on a sheet"
            opened.append(int(sheet[1]))
        assert "metadata" not in sent or not leaks(sent.partition("metadata")[2], scenario)
    assert not leaks(logged, scenario), "a secret in the logs"
    assert sorted(opened) == sorted(seats.values()), "everybody has opened their own sheet, once"


def leaks(text: str, scenario: Scenario) -> list[frozenset[int]]:
    """For each private sentence in the text, in whatever language and of whatever set of missions, the roles
    that may read it."""
    plain = _plain(text)
    return [roles for roles, sentence in _secrets(scenario.key) if sentence in plain]


@cache
def _secrets(pack: str) -> tuple[tuple[frozenset[int], str], ...]:
    folder = content_folder() / pack
    editions = (edition for edition in editions_of(folder) if not edition.format)
    packs = [load_pack(folder, edition) for edition in editions]
    return tuple(
        (roles, sentence)
        for roles, private in {one for pack in packs for one in pack.private_texts()}
        for sentence in private_sentences(private)
    )


def private_sentences(text: str) -> Iterator[str]:
    """Its sentences of five words and more; shorter ones may occur anywhere."""
    for sentence in re.split(r"(?<=[.!?])\s+", _plain(text)):
        if len(sentence.split()) >= 5:
            yield sentence


def _plain(text: str) -> str:
    unescaped = text.replace("\\n", " ").replace("&amp;", "&").replace("\\'", "'")
    return re.sub(r"\s+", " ", re.sub(r"[*_`>•\"]", " ", unescaped)).strip()
