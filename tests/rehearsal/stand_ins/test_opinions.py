"""What stand-ins think of a text."""

from bot.rehearsal.stand_ins.opinions import interest, subjects


def test_people_care_for_what_their_own_sheet_is_about() -> None:
    mine = subjects(
        "Your secret mission: every donor can be asked for consent, and reports name their owners."
    )

    assert interest(mine, "Each report has an owner, and donors give consent.") == 1
    assert interest(mine, "Lunch is at noon.") == 0
