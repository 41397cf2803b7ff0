"""Passages that people paste: lists, and the sentence that becomes a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.typed.passages import Pasted, pasted, title_of

THREE = ("Owners merge.", "Reviewers check.", "Logs stay a year.")


@pytest.mark.parametrize(
    "text",
    [
        "1. Owners merge.\n2. Reviewers check.\n3. Logs stay a year.",
        "1) Owners merge.\n2) Reviewers check.\n3) Logs stay a year.",
        "(1) Owners merge.\n(2) Reviewers check.\n(3) Logs stay a year.",
        "a) Owners merge.\nb) Reviewers check.\nc) Logs stay a year.",
        "A. Owners merge.\nB. Reviewers check.\nC. Logs stay a year.",
        "i. Owners merge.\nii. Reviewers check.\niii. Logs stay a year.",
        "- Owners merge.\n- Reviewers check.\n- Logs stay a year.",
        "– Owners merge.\n– Reviewers check.\n– Logs stay a year.",
        "• Owners merge.\n• Reviewers check.\n• Logs stay a year.",
        "* Owners merge.\n\n* Reviewers check.\n\n* Logs stay a year.\n",
        "•\tOwners merge.\n•\tReviewers check.\n•\tLogs stay a year.",
        "  1. Owners merge.\n  2. Reviewers check.\n  3. Logs stay a year.",
        "[ ] Owners merge.\n[x] Reviewers check.\n[ ] Logs stay a year.",
        "- [ ] Owners merge.\n- [x] Reviewers check.\n- [ ] Logs stay a year.",
        "☐ Owners merge.\n☐ Reviewers check.\n☐ Logs stay a year.",
        "> 1. Owners merge.\n> 2. Reviewers check.\n> 3. Logs stay a year.",
        "```\n1. Owners merge.\n2. Reviewers check.\n3. Logs stay a year.\n```",
        "1. Owners merge. 2. Reviewers check. 3. Logs stay a year.",
    ],
)
def test_a_pasted_list_is_read_point_by_point(text: str) -> None:
    found = pasted(text)

    assert found is not None
    assert found.points == THREE
    assert found.above == ""


def test_what_stands_above_a_list_and_below_its_points_is_kept() -> None:
    text = "Our proposals:\n1. Owners merge.\nAlways.\n   - in daylight\n2. Reviewers check."

    assert pasted(text) == Pasted(
        "Our proposals:", ("Owners merge.\nAlways.\n   - in daylight", "Reviewers check."), numbered=True
    )


def test_a_list_as_one_text_has_its_marks_again() -> None:
    found = pasted("We want:\n1) Owners merge.\n2) Reviewers check.")

    assert found is not None
    assert found.as_one() == "We want:\n1. Owners merge.\n2. Reviewers check."


@pytest.mark.parametrize(
    "text",
    [
        "Owners merge.",
        "1. Owners merge.",
        "- Owners merge.",
        "Owners merge.\nReviewers check.",
        "Logs stay 3. 5 years are too long.",
        "Version 1.2 replaces 1.1.\nNobody looks back.",
        "Keep logs for 2.5 years.\n- always",
        "*Owners* merge.\n*Reviewers* check.",
        "-5 degrees\n-6 degrees",
        "",
        "1. \n2. ",
    ],
)
def test_what_is_no_list_is_left_as_it_is(text: str) -> None:
    assert pasted(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Owners merge. Reviewers check.", "Owners merge"),
        ("Owners merge", "Owners merge"),
        ("1. Owners merge. Always.", "Owners merge"),
        ("(a) Owners merge", "Owners merge"),
        ("• [ ] Owners merge", "Owners merge"),
        ("## Owners merge\nAlways.", "Owners merge"),
        ("- 1. Owners merge", "Owners merge"),
        ("1.\nOwners merge.", "Owners merge"),
        ("> Owners merge.", "Owners merge"),
        ("```\nOwners merge.\n```", "Owners merge"),
        ("```sql\nselect 1\n```", "select 1"),
        ("---\nOwners merge", "Owners merge"),
        ("Dr. Smith's team approves each model. Nobody else does.", "Dr. Smith's team approves each model"),
        ("Mr. and Mrs. Jones, i.e. the owners, merge. Yes.", "Mr. and Mrs. Jones, i.e. the owners, merge"),
        ("Use e.g. Postgres for it. Not files.", "Use e.g. Postgres for it"),
        ("Logs, dumps, etc. stay a year. Then they go.", "Logs, dumps, etc. stay a year"),
        ("Logs, dumps, etc. They stay.", "Logs, dumps, etc."),
        ("Follow rule No. 5 of the Handbook. Always.", "Follow rule No. 5 of the Handbook"),
        ("Speed vs. Safety is decided by owners. Done.", "Speed vs. Safety is decided by owners"),
        ("The U.S. Office decides. Others follow.", "The U.S. Office decides"),
        ("Acme Inc. pays for it. Twice.", "Acme Inc. pays for it"),
        ("Keep 3.5 years of logs. More is waste.", "Keep 3.5 years of logs"),
        ("Use v1.2. of the tool", "Use v1.2. of the tool"),
        ("Run clean.sql nightly. See https://example.org/a.b?c=1. Good.", "Run clean.sql nightly"),
        ("Who merges? Owners do.", "Who merges?"),
        ("“Owners merge.” So it is.", "“Owners merge.”"),
        ("J. Smith merges. Alone.", "J. Smith merges"),
        ("Logs are kept at 5 p.m. daily. Yes.", "Logs are kept at 5 p.m. daily"),
        ("Policy on logs:\nThey stay.", "Policy on logs"),
        ("3.5 hours are enough. Really.", "3.5 hours are enough"),
        ("הבעלים ממזגים. תמיד.", "הבעלים ממזגים"),
        ("", ""),
        ("...", ""),
        ("1.", ""),
    ],
)
def test_the_first_sentence_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(max_size=200))
def test_any_text_has_a_title_of_its_own_words(text: str) -> None:
    assert title_of(text) in text
    if (found := pasted(text)) is not None:
        assert all(point.split()[0] in text for point in found.points)
