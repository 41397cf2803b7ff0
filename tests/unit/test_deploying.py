"""What deploy/ gives operators to run Moot with names what there is, and keeps what must not be lost."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from kubernetes_validate import ValidationError

from bot.config import Settings
from tests.unit.test_project import PROJECT, ROOT, text
from tests.ways.blocks import Block, blocks, commands

COMPOSE = ("compose.yaml", "compose.postgresql.yaml")
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_LIBRARIES = {"HOME", "MPLCONFIGDIR", "PATH", "PYTHONUNBUFFERED"}  # environment variables that are not ours
MOOT = 10001  # the user in the container, and their group
PAGES = {
    name: ROOT / "deploy" / f"{name}.md" for name in ("container", "compose", "systemd", "kubernetes", "http")
}
CHORES = ("Install", "Update", "Backup", "Restore", "Rollback", "Uninstall")
KUBERNETES = ROOT / "deploy" / "kubernetes"
VERSIONS = ("1.27", "1.34")  # of Kubernetes: the oldest that the page names, and a recent one
OLDER = 5.0  # seconds in which Moot stops


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


def test_every_page_asks_for_the_python_that_the_package_asks_for() -> None:
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")

    for page in ("README", "container", "systemd"):
        assert f"Python {oldest} or newer" in text(f"deploy/{page}.md")
    assert f"ARG PYTHON=python:{oldest}-slim\n" in text("deploy/Containerfile")
    assert f"Moot needs Python {oldest} or newer." in text("Makefile")


# --- compose


def test_the_compose_file_uses_the_volume_that_the_run_command_uses() -> None:
    compose = yaml.safe_load(text("deploy/compose.yaml"))

    assert services("compose.yaml")["moot"]["volumes"] == ["data:/data"]
    assert compose["volumes"] == {"data": {"name": "moot"}}
    assert "--volume moot:/data" in text("deploy/container.md")


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


# --- systemd


def test_the_unit_keeps_everything_from_moot_that_it_does_not_need() -> None:
    unit = dict(re.findall(r"^([A-Z][A-Za-z]+)=(.*)$", text("deploy/moot.service"), re.MULTILINE))

    assert unit["User"] == re.search(r"^u (\S+)", text("deploy/moot.sysusers"), re.MULTILINE)[1]  # type: ignore[index]
    assert unit["CapabilityBoundingSet"] == ""
    assert unit["SystemCallFilter"] == "~@privileged @resources"
    assert unit["ProtectSystem"] == "strict"
    assert "Environment=HOME=/var/lib/moot" in text("deploy/moot.service")
    assert float(unit["TimeoutStopSec"]) > OLDER


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_little_that_the_unit_could_harm() -> None:
    words = [
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=20",
        str(ROOT / "deploy/moot.service"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


# --- Kubernetes


def manifests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that a cluster gets, by file; the patch as what it makes of the Deployment."""
    for file in sorted(KUBERNETES.rglob("*.yaml")):
        found = yaml.safe_load(file.read_text("utf-8"))
        if file.name.endswith(".patch.yaml"):
            found = patched(
                yaml.safe_load((KUBERNETES / "base" / "deployment.yaml").read_text("utf-8")), found
            )
        if file.name != "kustomization.yaml":
            yield str(file.relative_to(KUBERNETES)), found


def patched(whole: Any, part: Any) -> Any:
    """A strategic merge, as far as it is needed: lists of what has a name are merged by name."""
    if isinstance(part, dict):
        return {**whole, **{name: patched(whole.get(name, {}), value) for name, value in part.items()}}
    if isinstance(part, list) and part and isinstance(part[0], dict):
        known = {one["name"]: one for one in whole}
        for one in part:
            known[one["name"]] = patched(known.get(one["name"], {}), one)
        return [*known.values()]
    return part


def container_of(deployment: dict[str, Any]) -> dict[str, Any]:
    (found,) = deployment["spec"]["template"]["spec"]["containers"]
    return dict(found)


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_are_what_kubernetes_takes(version: str) -> None:
    for name, manifest in manifests():
        kubernetes_validate.validate(manifest, version, strict=True)
        assert manifest["metadata"].get("namespace", "moot") == "moot", name


def test_a_field_that_kubernetes_does_not_know_is_found() -> None:
    deployment = deepcopy(dict(manifests())["base/deployment.yaml"])
    deployment["spec"]["template"]["spec"]["terminationGracePeriod"] = 30

    with pytest.raises(ValidationError):
        kubernetes_validate.validate(deployment, VERSIONS[0], strict=True)


def test_kustomizations_take_every_manifest_but_the_template() -> None:
    for folder in ("base", "http"):
        listed = yaml.safe_load((KUBERNETES / folder / "kustomization.yaml").read_text("utf-8"))
        named = {one for one in listed["resources"] if not one.startswith("..")}
        named |= {one["path"] for one in listed.get("patches", [])}

        assert named == {one.name for one in (KUBERNETES / folder).iterdir()} - {"kustomization.yaml"}
    assert (
        yaml.safe_load((KUBERNETES / "http/kustomization.yaml").read_text("utf-8"))["resources"][0]
        == "../base"
    )


def test_what_manifests_set_are_settings_and_their_ports_are_where_moot_listens() -> None:
    found = dict(manifests())
    moot = container_of(found["http/deployment.patch.yaml"])
    ports = {one["name"]: one["containerPort"] for one in moot["ports"]}
    set_to = {one["name"]: one["value"] for one in moot["env"]}
    opened = {
        one["port"] for name in ("base", "http") for rule in found[f"{name}/network.yaml"]["spec"]["ingress"]
        for one in rule["ports"]
    }  # fmt: skip

    assert set(set_to) | set(found["secret.template.yaml"]["stringData"]) <= SETTINGS
    assert set_to["MOOT_HEALTH_ADDRESS"] == f"0.0.0.0:{ports['health']}"
    assert set_to["MOOT_HTTP_ADDRESS"] == f"0.0.0.0:{ports['slack']}"
    assert set(ports.values()) == opened
    assert found["http/service.yaml"]["spec"]["ports"][0]["targetPort"] == "slack"
    assert moot["envFrom"] == [{"secretRef": {"name": found["secret.template.yaml"]["metadata"]["name"]}}]


def test_bots_in_a_cluster_are_locked_up_and_replaced_one_by_one() -> None:
    found = dict(manifests())
    deployment = found["base/deployment.yaml"]["spec"]
    pod, moot = deployment["template"]["spec"], container_of(found["base/deployment.yaml"])

    assert deployment["replicas"] == 3
    assert found["base/disruption.yaml"]["spec"]["minAvailable"] < deployment["replicas"]
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert pod["terminationGracePeriodSeconds"] > OLDER
    assert (pod["securityContext"]["runAsUser"], pod["securityContext"]["runAsGroup"]) == (MOOT, MOOT)
    assert moot["securityContext"]["readOnlyRootFilesystem"] is True
    assert moot["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert moot["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert moot["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert {one["mountPath"] for one in moot["volumeMounts"]} == {"/data", "/tmp"}
    assert "command" not in moot  # tini stays the first process
    for name in ("base/deployment.yaml", "base/disruption.yaml"):
        assert found[name]["spec"]["selector"]["matchLabels"] == deployment["template"]["metadata"]["labels"]


# --- the pages


@pytest.mark.parametrize("name", [name for name in PAGES if name != "http"])
def test_each_way_has_commands_for_every_chore(name: str) -> None:
    assert {chore: bool(commands(PAGES[name], chore)) for chore in CHORES} == dict.fromkeys(CHORES, True)


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_the_pages_are_sound_and_name_what_there_is(name: str) -> None:
    typed = [one.text for one in blocks(PAGES[name]) if one.language == "sh"]

    for block in typed:
        assert subprocess.run(["bash", "-n"], input=block, text=True, check=False).returncode == 0, block
        files = re.findall(r"(?<![\w/.-])((?:deploy/|requirements)[\w./-]*\w)", block)
        assert [file for file in files if not (ROOT / file).exists()] == []
        assert set(re.findall(r"\b((?:MOOT|SLACK)_[A-Z_]+|DATABASE_URL)\b", block)) <= SETTINGS
    assert all(one.language for one in blocks(PAGES[name])), "say what each block is"


def test_the_container_is_started_in_the_same_way_each_time() -> None:
    started = re.findall(r"docker run --detach.*?(?<!\\)\n", PAGES["container"].read_text("utf-8"), re.DOTALL)

    assert len(started) == 3
    assert len({one.replace("moot:previous", "moot") for one in started}) == 1


def test_blocks_are_found_under_their_headings(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Title\n\n## One\n\n1. First:\n\n   ```sh\n   ls\n   ```\n\n## Two\n\n```nginx\nx;\n```\n"
    )

    assert blocks(page) == [Block("One", "sh", "ls\n"), Block("Two", "nginx", "x;\n")]
    assert commands(page, "One") == ["ls\n"]
    assert commands(page, "Two") == []
