"""The documentation builds without a warning and its pages fetch nothing from outside."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What a browser fetches by itself; a link that a reader may click is not among them.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc\s*=\s*["'](?:https?:)?//"""
    r"""|<link\b(?![^>]*rel=["'](?:canonical|author|license)["'])[^>]*href\s*=\s*["'](?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)
CELL_BLOCK = re.compile(r"^```yaml\n(name: .*?)^```", re.DOTALL | re.MULTILINE)
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
WITH_PYTHON = [
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if not {"_build", "_generated"}.intersection(path.parts)
    and PYTHON_BLOCK.search(path.read_text("utf-8"))
]
COMMAND = re.compile(r"^davylamp (.+)$", re.MULTILINE)


def build(source: Path, target: Path) -> str:
    """Build with warnings as errors, as README and CONTRIBUTING say."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("docs")
    build(ROOT / "docs", target)
    return target


def test_every_page_is_built(pages):
    sources = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")}
    sources = {path for path in sources if not path.parts[0].startswith("_")}
    missing = [path for path in sources if not (pages / path.with_suffix(".html")).is_file()]
    assert missing == []


def test_pages_fetch_nothing_from_outside(pages):
    found = [
        f"{path.relative_to(pages)}: {match[0]}"
        for suffix in ("html", "css")
        for path in pages.rglob(f"*.{suffix}")
        for match in FETCHED.finditer(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script src='https://cdn.example/x.js'></script>",
        '<link rel="stylesheet" href="//fonts.example/css">',
        "@import url(https://fonts.example/css)",
    ],
)
def test_the_search_for_outside_fetches_finds_them(markup):
    assert FETCHED.search(markup)
    assert not FETCHED.search('<a href="https://doi.org/10.1063/1.4812323">Jain</a>')


def test_equations_become_mathml(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text((ROOT / "docs/conf.py").read_text("utf-8"), "utf-8")
    (source / "index.md").write_text("# Title\n\nHeat $q < 0$:\n\n$$\nG = H - T S\n$$\n", "utf-8")
    build(source, tmp_path / "html")
    page = (tmp_path / "html/index.html").read_text("utf-8")
    assert page.count("<math") == 2
    assert 'title="q &lt; 0"' in page
    assert not FETCHED.search(page)


@pytest.mark.parametrize("name", WITH_PYTHON)
def test_python_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": name}
    for block in PYTHON_BLOCK.findall((ROOT / name).read_text("utf-8")):
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(block, names, name, name, 0)
            names = example.globs
            report: list[str] = []
            failed = doctest.DocTestRunner().run(example, out=report.append, clear_globs=False)
            assert failed.failed == 0, "".join(report)
        else:
            exec(compile(block, name, "exec"), names)


def test_tutorial_can_be_followed(tmp_path):
    text = (ROOT / "docs/tutorial.md").read_text("utf-8")
    (tmp_path / "cell.yaml").write_text(CELL_BLOCK.search(text)[1], "utf-8")
    commands = COMMAND.findall(text)
    assert "assess cell.yaml --output results" in commands
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "davylamp.cli.main", *shlex.split(command)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"davylamp {command}\n{done.stderr}"
    assert (tmp_path / "dossier.html").is_file()
    assert (tmp_path / "results/dossier.json").is_file()
