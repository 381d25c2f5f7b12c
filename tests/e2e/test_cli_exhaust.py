"""``davylamp exhaust`` as a user calls it."""

from __future__ import annotations

import json

import pytest


def test_exhaust_of_gases_as_json(davylamp):
    done = davylamp(
        "exhaust", "--gas", "HF:50 ppm,HCl:20 ppm", "--flow", "500 m3/h", "--duration", "1 h",
        "--removal", "99 %", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout, parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.exhaust/1"
    assert {item["gas"]: item["removal"] for item in record["gases"]} == pytest.approx(
        {"HF": 0.99, "HCl": 0.99}
    )
    assert record["caustic_column"]["height_m"] > 0.0


def test_a_mistake_is_answered_in_words(davylamp):
    done = davylamp("exhaust", "--gas", "H2S:20 ppm")
    assert done.returncode == 2
    assert "of what?" in done.stderr
    assert "Remedy" in done.stderr
