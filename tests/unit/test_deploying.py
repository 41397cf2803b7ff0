"""What deploy/ gives operators to run Moot with names what there is, and keeps what must not be lost."""

import re
from typing import Any

import pytest
import yaml

from bot.config import Settings
from tests.unit.test_project import ROOT, text

COMPOSE = ("compose.yaml", "compose.postgresql.yaml")
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_LIBRARIES = {"HOME", "MPLCONFIGDIR", "PATH", "PYTHONUNBUFFERED"}  # environment variables that are not ours
MOOT = 10001  # the user in the container, and their group


def services(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text(f"deploy/{name}"))["services"]
    return found


# --- the container


def test_the_container_is_given_what_the_package_is_made_of() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text("deploy/Containerfile"), re.MULTILINE)
    sources = {name for line in copied for name in line.split()}
    sent = set(re.findall(r"^!(.+)$", text("deploy/Containerfile.dockerignore"), re.MULTILINE))

    assert sources == sent
    assert {"bot", "content", "migrations", "pyproject.toml", "README.md", "LICENSE"} < sources
    assert all((ROOT / name).exists() for name in sources)


def test_the_image_is_run_by_a_user_with_a_fixed_number_in_the_folder_with_the_data() -> None:
    image = text("deploy/Containerfile")

    assert f"USER {MOOT}:{MOOT}\n" in image
    assert f"useradd --uid {MOOT} --gid {MOOT}" in image
    assert "\nWORKDIR /data\n" in image
    assert "\nVOLUME" not in image  # it would leave a volume without a name behind each container
    assert image.rindex("\nRUN ") < image.index("\nUSER ")


def test_a_change_in_moot_rebuilds_only_the_last_layer_of_the_image() -> None:
    packages, _, moot = text("deploy/Containerfile").partition("COPY --from=packages /opt/moot /opt/moot\n")

    assert re.findall(r"^(COPY|RUN|ADD) (.*)$", moot, re.MULTILINE) == [
        ("COPY", "--from=moot /layer/opt/moot /opt/moot")
    ]
    assert "COPY bot" not in packages.partition("AS moot")[0]


def test_signals_reach_moot_in_a_container_from_its_first_moment() -> None:
    image = text("deploy/Containerfile")

    assert 'ENTRYPOINT ["tini", "--"]' in image
    assert re.search(r"apt-get install .*\btini\b", image)


def test_what_the_image_sets_is_a_setting() -> None:
    named = re.findall(r"([A-Z_]+)=", re.search(r"^ENV (.*)$", text("deploy/Containerfile"), re.MULTILINE)[1])  # type: ignore[index]

    assert "MOOT_HEALTH_ADDRESS" in named
    assert set(named) <= SETTINGS | OF_LIBRARIES


def test_the_container_and_the_unit_start_the_same_command() -> None:
    assert 'CMD ["moot", "run"]' in text("deploy/Containerfile")
    assert "ExecStart=/opt/moot/bin/moot run" in text("deploy/moot.service")


# --- compose


def test_the_compose_file_uses_the_volume_that_the_run_command_uses() -> None:
    compose = yaml.safe_load(text("deploy/compose.yaml"))

    assert services("compose.yaml")["moot"]["volumes"] == ["data:/data"]
    assert compose["volumes"] == {"data": {"name": "moot"}}
    assert "--volume moot:/data" in text("deploy/README.md")


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_files_build_the_image_lock_it_up_and_set_what_there_is(name: str) -> None:
    moot = services(name)["moot"]

    assert (ROOT / "deploy" / moot["build"]["context"] / moot["build"]["dockerfile"]).is_file()
    assert set(moot["environment"]) <= SETTINGS
    assert moot["env_file"] == "../.env"
    assert moot["read_only"] is True
    assert moot["cap_drop"] == ["ALL"]
    assert any(one == "/tmp" for one in moot["tmpfs"])


def test_the_compose_file_with_postgresql_keeps_the_database_and_nothing_else() -> None:
    moot, postgres = (
        services("compose.postgresql.yaml")["moot"],
        services("compose.postgresql.yaml")["postgres"],
    )

    assert moot["environment"]["DATABASE_URL"].endswith("@postgres/moot")
    assert moot["deploy"]["replicas"] > 1
    assert moot["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert postgres["volumes"] == ["database:/var/lib/postgresql"]
    assert f"/data:uid={MOOT},gid={MOOT},mode=0700" in moot["tmpfs"]
    assert "volumes" not in moot


def test_containers_are_asked_for_their_health_where_they_tell_it() -> None:
    image = text("deploy/Containerfile")
    asked = ["CMD", "python", "-m", "bot.web.asking", "127.0.0.1:8080"]

    assert "MOOT_HEALTH_ADDRESS=0.0.0.0:8080" in image
    assert 'CMD python -m bot.web.asking "$MOOT_HEALTH_ADDRESS"' in image
    for name in COMPOSE:
        moot = services(name)["moot"]
        assert moot["environment"]["MOOT_HEALTH_ADDRESS"] == "0.0.0.0:8080"  # over an empty one in .env
        assert moot["healthcheck"]["test"] == asked
