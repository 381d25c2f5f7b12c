"""The lock files, the metadata and the tracked files agree with what the project promises."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import davylamp

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)([^\n]*\\)?$")
# Written in halves, so that this file does not hold what it looks for.
FORBIDDEN = tuple(
    "".join(halves)
    for halves in (
        ("pypi.", "org"),
        ("python", "hosted.org"),
        ("anaconda", ".org"),
        ("conda", "-forge"),
        ("npmjs", ".com"),
        ("npmjs", ".org"),
        ("/wo", "rk/"),
        ("/fa", "rm/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        (".lib", "rary/"),
        ("shared/", "seeds"),
        ("index", "-url ="),
    )
)


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def locked(name: str) -> dict[str, str]:
    pins = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if line and line[0] not in " #":
            match = PIN.match(line)
            assert match, f"{name}: cannot read {line!r}"
            pins[canonical(match[1])] = match[2]
    return pins


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def unmet(requirements: list[str], pins: dict[str, str]) -> list[str]:
    wanted = [Requirement(text) for text in requirements]
    return [
        str(requirement)
        for requirement in wanted
        if canonical(requirement.name) not in pins
        or Version(pins[canonical(requirement.name)]) not in requirement.specifier
    ]


def test_runtime_lock_satisfies_the_metadata():
    assert unmet(project()["project"]["dependencies"], locked("requirements.lock")) == []


def test_test_lock_satisfies_every_group():
    groups = project()["dependency-groups"]
    wanted = [text for name in ("test", "lint", "docs", "build") for text in groups[name]]
    pins = locked("requirements-test.lock")
    assert unmet([*project()["project"]["dependencies"], *wanted], pins) == []


def test_a_stale_lock_is_noticed():
    pins = locked("requirements.lock")
    assert unmet(["numpy>=9999", "not-a-dependency"], pins) == ["numpy>=9999", "not-a-dependency"]


def test_locks_agree():
    runtime, test = locked("requirements.lock"), locked("requirements-test.lock")
    assert {name: test.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_pin_is_hashed_and_no_place_is_named(name):
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []
    assert [line for line in text.splitlines() if "//" in line or " @ " in line] == []


def test_versions_agree():
    version = project()["project"]["version"]
    assert davylamp.__version__ == version
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(r"^version: (\S+)$", citation, re.MULTILINE)[1] == version
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_readme_names_the_commands_that_ci_runs():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^\./check$", readme, re.MULTILINE)
    assert re.search(r"^exec \./check\b", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)


def test_wheel_holds_the_data_and_the_notices(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "davylamp").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - names == set()
    assert {Path(name).name for name in names if ".dist-info/" in name} >= {"LICENSE", "NOTICE"}


def test_tracked_files_name_no_machine_and_no_registry():
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout: lists the tracked files")
    listing = subprocess.run(
        [git, "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found = []
    for name in filter(None, listing.split("\0")):
        path = ROOT / name
        if not path.is_file() or b"\0" in (raw := path.read_bytes()):
            continue
        text = raw.decode("utf-8", "replace")
        found += [f"{name}: {word}" for word in FORBIDDEN if word in text]
    assert found == []
