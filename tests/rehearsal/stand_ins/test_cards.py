"""What stand-ins make of a form."""

from random import Random

from bot.rehearsal.stand_ins.cards import improvised
from tests.workspace.stage import an_input, plain


def test_a_form_nobody_knows_is_filled_in_plausibly() -> None:
    options = [{"text": plain(word), "value": word} for word in ("one", "two")]
    view = {
        "blocks": [
            an_input("text", {"type": "plain_text_input", "action_id": "a", "max_length": 10}),
            an_input("more", {"type": "plain_text_input", "action_id": "a", "initial_value": "Yes."}),
            an_input("menu", {"type": "static_select", "action_id": "a", "options": options}),
            an_input("boxes", {"type": "checkboxes", "action_id": "a", "options": options}),
            an_input("day", {"type": "datepicker", "action_id": "a"}),
            {"type": "divider"},
        ]
    }

    values = improvised(view, Random(3), lambda: "Owners are named.", keep=0.0)

    assert values["text"] == "Owners are"
    assert values["more"] == "Yes. Owners are named."
    assert values["menu"] in ("one", "two")
    assert values["boxes"] in (["one"], ["two"])
    assert "day" not in values
