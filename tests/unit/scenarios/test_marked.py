"""YAML with its lines: anchors, aliases and merge keys."""

from bot.scenarios.marked import read_yaml

Faults = list[tuple[int, str]]


def test_merge_keys_take_in_an_anchors_keys_and_what_is_written_beside_them_goes_first() -> None:
    faults: Faults = []
    text = "x-base: &base\n  lasts: 4m\n  kind: session\nphase:\n  kind: setup\n  <<: *base\n"

    read = read_yaml(text, lambda *fault: faults.append(fault))

    assert read.value == {"phase": {"lasts": "4m", "kind": "setup"}}
    assert (read.at("phase", "lasts").line, read.at("phase", "kind").line) == (2, 5)
    assert faults == []


def test_of_several_merged_the_earlier_goes_first() -> None:
    text = "x-a: &a {one: 1, two: 1}\nx-b: &b {two: 2, three: 2}\nwhole:\n  <<: [*b, *a]\n  three: 3\n"

    read = read_yaml(text, print)

    assert read.value == {"whole": {"one": 1, "two": 2, "three": 3}}


def test_an_alias_in_a_list_has_the_line_on_which_it_stands() -> None:
    read = read_yaml("x-a: &a\n  lasts: 4m\nlist:\n  - other\n  - *a\n", print)

    assert read.at("list", 1).line == 5
    assert read.at("list", 1, "lasts").line == 2


def test_what_cannot_be_merged_is_told_on_its_line() -> None:
    faults: Faults = []

    read_yaml("whole:\n  one: 1\n  <<: text\n", lambda *fault: faults.append(fault))
    read_yaml("x-a: &a {a: 1}\nwhole:\n  <<: *a\n  <<: *a\n", lambda *fault: faults.append(fault))

    (merged, why), (twice, said) = faults
    assert (merged, twice) == (3, 4)
    assert "takes in the keys of an alias" in why
    assert "`<<` is written twice (first in line 3)" in said


def test_something_that_merges_itself_is_told_and_ends() -> None:
    faults: Faults = []

    read_yaml("whole: &a\n  <<: *a\n", lambda *fault: faults.append(fault))

    assert [line for line, _ in faults] == [2]
