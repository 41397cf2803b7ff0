"""What somebody still has to do, in words."""

import pytest

from bot.domain.owed import Owed, Task
from bot.slack.help.owed import in_words


@pytest.mark.parametrize("task", Task)
def test_every_task_is_a_sentence(task: Task) -> None:
    said = in_words(Owed(task, questions=("Which first?",)))

    assert said[0].isupper()
    assert said.endswith(".") or said.endswith("?")
