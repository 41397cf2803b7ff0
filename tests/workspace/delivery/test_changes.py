"""The stream of changes that a person sees."""

from tests.workspace.stage import Stage


async def test_a_subscription_that_is_dropped_is_forgotten(stage: Stage) -> None:
    watching = stage.watch(stage.ada)
    assert stage.workspace.changes.watched() == [stage.ada.id]

    del watching

    assert stage.workspace.changes.watched() == []
