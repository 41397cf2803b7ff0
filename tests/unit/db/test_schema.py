"""What is known of the schema without Alembic is what Alembic knows."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.db import schema


def test_the_revisions_are_those_that_alembic_walks_through_in_its_order() -> None:
    # given
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))

    # when
    walked = reversed([*ScriptDirectory.from_config(config).walk_revisions()])

    # then
    said = [(one.revision, getattr(one.module, "reads_from", None)) for one in walked]
    assert [*schema.known().items()] == said
    assert schema.head() == said[-1][0]
