"""Gases with values in one text, as three commands take them."""

from __future__ import annotations

import pytest

from davylamp.cli.exhaust_given import pairs
from davylamp.cli.flammability_options import parse_mixture
from davylamp.cli.gas_list import split_gases
from davylamp.cli.vent_given import composition
from davylamp.core.errors import InputError


def test_a_name_may_hold_commas_in_every_command() -> None:
    assert parse_mixture("1,3-dioxolane:1,H2:3") == pytest.approx({"DOL": 1.0, "H2": 3.0})
    assert composition("1,3-dioxolane:1,H2:3") == pytest.approx({"DOL": 0.25, "H2": 0.75})
    assert pairs(["1,3-dioxolane:1 mol", "H2=3 mol"], "--gas", "") == {
        "DOL": "1 mol",
        "H2": "3 mol",
    }


def test_a_gas_without_a_share_is_told_from_one_with_an_empty_share() -> None:
    assert split_gases("H2, CO2:") == [("H2", None), ("CO2", "")]
    assert composition("H2,CO2") == pytest.approx({"H2": 0.5, "CO2": 0.5})
    with pytest.raises(InputError, match="--gas CO2"):
        composition("H2,CO2:")


def test_empty_parts_are_left_out_and_what_is_no_gas_is_told() -> None:
    assert split_gases(" ,H2:1,, ") == [("H2", "1")]
    with pytest.raises(InputError, match="no gas"):
        composition("H3,CO2:1")
