"""The package offers its questions in one call each, and loads them when first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import davylamp


@pytest.mark.parametrize("name", [name for name in davylamp.__all__ if not name.startswith("_")])
def test_every_name_is_there(name):
    found = getattr(davylamp, name)
    assert callable(found) or name == "materials"
    assert name in dir(davylamp)


def test_a_wrong_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'ignite'"):
        _ = davylamp.ignite


def test_one_call_answers_one_question():
    assert davylamp.stability("Li3PS4").is_stable is True
    assert davylamp.react("Li3PS4", "LiCoO2").reacts is True
    assert davylamp.hydrolyse("Li3PS4", dew_point_K=233.15).gases
    assert davylamp.oxygen("LiCoO2", 0.5).is_downhill is True


def test_importing_loads_no_room():
    code = (
        "import davylamp, sys; print(sorted(m for m in sys.modules if m.startswith('davylamp.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
