"""Who may create games, and where."""

import pytest

from bot.domain.errors.rights import (
    NotAChannelWord,
    NotACreatorWord,
    NotInGeneral,
    NotThere,
    NotWhereShared,
)
from bot.domain.ids import ChannelId, UserId
from bot.domain.rights import Channels, Creator, Creators, Place

ADA, BEN, ADMIN = Creator(UserId("U0ADA")), Creator(UserId("U0BEN")), Creator(UserId("U0EVE"), admin=True)
ORDINARY = Place(ChannelId("C0ONE"), creator="U0BEN")
GENERAL, SHARED = Place(ChannelId("C0ALL"), general=True), Place(ChannelId("C0BOTH"), shared=True)


@pytest.mark.parametrize(
    ("written", "may"),
    [
        ("", {ADA, BEN, ADMIN}),
        ("anyone", {ADA, BEN, ADMIN}),
        ("admins, anyone", {ADA, BEN, ADMIN}),
        ("Admins", {ADMIN}),
        ("channel-creators", {BEN}),
        ("u0ada", {ADA}),
        ("admins,U0ADA", {ADMIN, ADA}),
        ("S0HOSTS", set()),  # only Slack can tell
        ("S0HOSTS channel-creators", {BEN}),
    ],
)
def test_those_who_are_named_may_create_games(written: str, may: set[Creator]) -> None:
    creators = Creators.read(written)

    assert {one for one in (ADA, BEN, ADMIN) if creators.include(one, ORDINARY)} == may
    assert Creators.read(creators.written) == creators


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ("", {GENERAL: NotInGeneral, SHARED: NotWhereShared}),
        ("general", {SHARED: NotWhereShared}),
        ("shared", {GENERAL: NotInGeneral}),
        ("anywhere", {}),
        ("C0TWO", {ORDINARY: NotThere, GENERAL: NotInGeneral, SHARED: NotWhereShared}),
        ("C0ONE", {GENERAL: NotInGeneral, SHARED: NotWhereShared}),
        ("C0BOTH, C0ALL", {ORDINARY: NotThere}),
        ("C0TWO,general", {ORDINARY: NotThere, SHARED: NotWhereShared}),
    ],
)
def test_games_are_created_where_that_is_allowed(written: str, refused: dict[Place, type[Exception]]) -> None:
    channels = Channels.read(written)

    for place in (ORDINARY, GENERAL, SHARED):
        if place in refused:
            with pytest.raises(refused[place]):
                channels.must_allow(place, ADA)
        else:
            channels.must_allow(place, ADA)
    assert Channels.read(channels.written) == channels


def test_admins_may_create_games_in_general_too() -> None:
    Channels().must_allow(GENERAL, ADMIN)


def test_words_that_name_nobody_and_no_channel_are_refused() -> None:
    with pytest.raises(NotACreatorWord, match="EVERYBODY"):
        Creators.read("everybody")
    with pytest.raises(NotAChannelWord, match="#LOBBY"):
        Channels.read("#lobby")


def test_only_where_a_channel_is_listed_or_shared_ones_are_allowed_need_nobody_look_into_it() -> None:
    assert [Channels.read(one).allow_unseen(ORDINARY) for one in ("", "general", "C0ONE", "shared")] == [
        False,
        False,
        True,
        True,
    ]


def test_somebody_who_is_taken_out_leaves_the_others_and_never_an_empty_list() -> None:
    assert Creators.read("U0ADA,U0BEN").without(ADA.id) == Creators.read("U0BEN")
    assert Creators.read("U0ADA").without(ADA.id) == Creators(admins=True)
    assert Creators().without(ADA.id) == Creators()
