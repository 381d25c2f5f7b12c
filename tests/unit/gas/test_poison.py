"""Gases beside their limits: exposure, guidelines, doses, mixtures, oxygen, corrosion."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.gas.poison import (
    ACUTE,
    ASPHYXIANT,
    CORROSIVE,
    FLAMMABLE,
    OXIDISER,
    TOXIC,
    WORKPLACE,
    Verdict,
    additive_index,
    as_hydrogen_fluoride,
    corrosion_flags,
    equivalent_ppm,
    guideline,
    ignition_index,
    judge_exposure,
    judge_history,
    judge_load,
    judge_oxygen,
    needs_limit,
    oxygen_left_percent,
    toxic_load,
    worst_verdict,
)
from davylamp.gas.species import SPECIES
from davylamp.store.hazards import load_hazards


@dataclass(frozen=True)
class Steady:
    """A history of one concentration of each gas until an end."""

    ppm: Mapping[str, float]
    until_s: float

    @property
    def peak_ppm(self) -> Mapping[str, float]:
        return self.ppm

    def mean_ppm(self, window_s: float) -> Mapping[str, float]:
        assert window_s <= self.until_s
        return self.ppm


def test_hydrogen_fluoride_at_eight_times_its_idlh():
    judged = judge_exposure({"HF": 245.0}, quantities=("IDLH",))
    assert judged.verdict() is Verdict.ABOVE
    assert judged.worst.ratio == pytest.approx(245.0 / 30.0)
    assert judged.worst.limit.issuer == "NIOSH"
    assert judged.kind is Kind.ESTIMATED


def test_at_the_limit_counts_as_above_it():
    assert judge_exposure({"H2S": 100.0}, quantities=("IDLH",)).verdict() is Verdict.ABOVE
    assert judge_exposure({"H2S": 99.0}, quantities=("IDLH",)).verdict() is Verdict.BELOW


@pytest.mark.parametrize("species", ["POF3", "PF5", "SOF2", "S2", "EMC", "EC", "PC"])
def test_a_gas_without_a_limit_is_unknown_and_never_below(species):
    judged = judge_exposure({species: 1e-3, "HF": 1e-3})
    assert judged.verdict() is Verdict.UNKNOWN
    assert judged.verdict("IDLH") is Verdict.UNKNOWN
    assert species in judged.unknown[0].what
    index = additive_index({species: 1e-3, "HF": 1e-3})
    assert index.verdict is Verdict.UNKNOWN
    assert index.missing == (species,)
    assert index.kind is Kind.UNKNOWN


def test_every_gas_with_no_limit_of_harm_says_so_or_is_a_simple_asphyxiant():
    table = load_hazards()
    for species in SPECIES:
        known = any(
            table.lowest(species, quantity)
            for quantity in ("IDLH", "AEGL-2", "AEGL-3", "ERPG-2", "ERPG-3")
        )
        verdict = judge_exposure({species: 1e-6}).verdict("IDLH", "AEGL-3", "ERPG-3")
        expected = Verdict.BELOW if known or not needs_limit(species) else Verdict.UNKNOWN
        assert verdict is expected, species


@pytest.mark.parametrize("species", ["HF", "H2S", "POF3", "N2", "CO2"])
def test_a_concentration_that_nobody_knows_is_never_below(species):
    assert judge_exposure({species: math.nan}).verdict() is Verdict.UNKNOWN
    if needs_limit(species):
        assert additive_index({species: math.nan}).verdict is Verdict.UNKNOWN
    assert judge_exposure({species: math.nan, "Cl2": 100.0}).verdict() is Verdict.ABOVE


def test_an_infinite_concentration_is_above():
    assert additive_index({"HF": math.inf}).verdict is Verdict.ABOVE
    assert judge_exposure({"HF": math.inf}).verdict("IDLH") is Verdict.ABOVE


def test_simple_asphyxiants_do_not_poison_but_take_the_oxygen():
    judged = judge_exposure({"N2": 500_000.0})
    assert judged.verdict("IDLH") is Verdict.BELOW
    assert judged.verdict() is Verdict.ABOVE
    assert judged.oxygen.percent == pytest.approx(10.473)


def test_a_short_exposure_is_averaged_over_the_time_of_the_limit():
    (check,) = judge_exposure({"H2S": 54.0}, duration_s=1800.0, quantities=("AEGL-2",)).of(
        "hydrogen sulfide", "AEGL-2"
    )[:1]
    assert check.limit.averaging_s == pytest.approx(1800.0)
    hours = judge_exposure({"H2S": 54.0}, duration_s=1800.0).of("H2S", "AEGL-2")
    means = {item.limit.averaging_s: item.ppm for item in hours}
    assert means[3600.0] == pytest.approx(27.0)
    assert means[28800.0] == pytest.approx(54.0 / 16.0)


def test_idlh_and_ceilings_are_held_against_the_highest_moment():
    judged = judge_exposure(
        {"H2S": 100.0, "Cl2": 1.0}, duration_s=1.0, quantities=("IDLH", "ceiling")
    )
    assert judged.of("H2S", "IDLH")[0].verdict is Verdict.ABOVE
    assert judged.of("Cl2", "ceiling")[0].verdict is Verdict.ABOVE


def test_a_history_shorter_than_the_limit_leaves_it_open():
    judged = judge_history(Steady({"H2S": 5.0}, 3600.0), quantities=("AEGL-2",))
    assert judged.verdict() is Verdict.UNKNOWN
    assert "history" in judged.unknown[0].settle
    assert judge_history(Steady({"H2S": 5.0}, 28800.0)).verdict("AEGL-2") is Verdict.BELOW
    # Even with clean air behind it, this is too much.
    assert judge_history(Steady({"H2S": 300.0}, 3600.0)).verdict("AEGL-2") is Verdict.ABOVE
    long = judge_history(Steady({"H2S": 300.0}, 3600.0)).of("H2S", "AEGL-2")
    assert {item.limit.averaging_s: item.ppm for item in long}[28800.0] == pytest.approx(37.5)


def test_a_room_is_judged_by_its_running_means():
    from davylamp.gas.room import Emission, Room, room_history

    room = Room(100.0, 0.01)
    told = room_history(room, [Emission.puff("HF", 1.0)], 28800.0)
    judged = judge_history(told, oxygen_percent=1e-4 * float(told.oxygen_ppm.min()))
    assert judged.of("HF", "IDLH")[0].ratio == pytest.approx(told.peak_ppm["HF"] / 30.0)
    for check in judged.of("HF", "AEGL-3"):
        assert check.ppm == pytest.approx(told.mean_ppm(check.limit.averaging_s)["HF"])
        assert check.complete
    assert judged.oxygen.percent == pytest.approx(20.94, abs=0.01)
    assert judge_history(told, oxygen_percent=10.0).oxygen.deficient is Verdict.ABOVE


def test_peaks_that_add_up_to_more_than_the_air_leave_no_oxygen():
    judged = judge_exposure({"N2": 8e5, "CO2": 7e5})
    assert judged.oxygen.percent == pytest.approx(0.0, abs=1e-9)
    assert judge_exposure({"N2": math.inf}).oxygen.deficient is Verdict.UNKNOWN


def test_the_issuer_can_be_chosen():
    cautious = judge_exposure({"H2S": 5.0}, quantities=WORKPLACE)
    ontario = judge_exposure({"H2S": 5.0}, quantities=WORKPLACE, issuer="Ontario")
    assert cautious.verdict() is Verdict.ABOVE
    assert ontario.verdict() is Verdict.BELOW
    assert judge_exposure({"H2S": 5.0}, issuer="nobody").verdict() is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "call",
    [
        lambda: judge_exposure({"HF": -1.0}),
        lambda: judge_exposure({"nosuch": 1.0}),
        lambda: judge_exposure({"HF": 1.0, "hydrogen fluoride": 1.0}),
        lambda: judge_exposure({"HF": 1.0}, duration_s=0.0),
        lambda: additive_index({"HF": -1.0}),
        lambda: additive_index({"HF": 1.0, "7664-39-3": 1.0}),
        lambda: additive_index({"HF": 1.0}, "LD50"),
        lambda: guideline("HF", "AEGL-3", 0.0),
        lambda: guideline("HF", "AEGL-3", math.nan),
        lambda: toxic_load([0.0, 1.0], [1.0], 2.0),
        lambda: toxic_load([1.0, 0.0], [1.0, 1.0], 2.0),
        lambda: toxic_load([0.0, 1.0], [1.0, -1.0], 2.0),
        lambda: toxic_load([0.0, 1.0], [1.0, 1.0], 0.5),
        lambda: equivalent_ppm(1.0, 0.0, 1.0, 2.0),
        lambda: judge_oxygen(120.0),
        lambda: oxygen_left_percent({"N2": 2e6}),
        lambda: corrosion_flags({"HF": -1.0}),
    ],
)
def test_bad_input_is_an_error_in_words(call):
    with pytest.raises(InputError):
        call()


def test_the_index_adds_up_and_says_what_leads():
    index = additive_index({"HCl": 9.0, "HF": 15.0, "CO2": 4000.0, "N2": 1e5})
    assert index.value == pytest.approx(9.0 / 45.0 + 0.5 + 0.1)
    assert list(index.shares) == ["HF", "HCl", "CO2"]
    assert index.verdict is Verdict.BELOW
    assert index.complete
    more = additive_index({"HCl": 9.0, "HF": 24.0})
    assert more.verdict is Verdict.ABOVE
    assert more.record()["verdict"] == "above"


def test_an_incomplete_index_is_a_lower_bound_that_can_still_say_above():
    assert additive_index({"HF": 30.0, "POF3": 1.0}).verdict is Verdict.ABOVE
    assert additive_index({"POF3": 0.0, "HF": 1.0}).complete


def test_fluorides_become_hydrogen_fluoride():
    assert as_hydrogen_fluoride({"PF5": 1.0, "COF2": 2.0}) == {
        "HF": pytest.approx(9.0), "CO2": pytest.approx(2.0),
    }  # fmt: skip
    assert additive_index(as_hydrogen_fluoride({"POF3": 1.0})).verdict is Verdict.BELOW


def test_guidelines_meet_the_levels_of_the_issuer_and_lie_between_them():
    for seconds, ppm in ((600, 76), (1800, 59), (3600, 50), (14400, 37), (28800, 31)):
        assert guideline("H2S", "AEGL-3", seconds).ppm == pytest.approx(ppm)
    between = guideline("H2S", "AEGL-3", 7200.0)
    assert 37.0 < between.ppm < 50.0
    assert between.exponent == pytest.approx(math.log(4.0) / math.log(50.0 / 37.0))
    assert between.kind is Kind.ESTIMATED
    assert guideline("NH3", "AEGL-1", 7200.0).exponent == math.inf


def test_guidelines_stop_where_their_times_stop():
    assert guideline("H2S", "AEGL-3", 60.0).ppm == pytest.approx(76.0)
    late = guideline("H2S", "AEGL-3", 57600.0)
    assert late.ppm is None
    assert late.unknown
    assert late.record()["ppm"] is None
    told = guideline("H2S", "AEGL-3", 57600.0, extrapolate=True)
    assert told.ppm == pytest.approx(15.5)
    none = guideline("CO", "AEGL-1", 3600.0)
    assert none.ppm is None
    assert "not recommended" in none.note
    assert guideline("POF3", "AEGL-3", 3600.0).ppm is None


def test_the_toxic_load_is_the_integral():
    times = np.linspace(0.0, 600.0, 7)
    values = np.array([0.0, 30.0, 30.0, 12.0, 0.0, 0.0, 5.0])
    fine = np.linspace(0.0, 600.0, 600_001)
    expected = np.trapezoid(np.interp(fine, times, values) ** 2.6, fine)
    assert toxic_load(times, values, 2.6) == pytest.approx(expected, rel=1e-6)
    assert toxic_load([0.0, 10.0], [1e4, 1e4 * (1.0 + 1e-9)], 3.5) == pytest.approx(1e15, rel=1e-7)
    assert math.isnan(toxic_load([0.0, 1.0], [math.nan, 1.0], 2.0))


def test_a_dose_is_judged_with_the_exponent_that_leaves_least_room():
    short = judge_load("Cl2", [0.0, 600.0], [60.0, 60.0])
    assert short.exponent.value == pytest.approx(3.5)
    assert short.verdict is Verdict.ABOVE
    chosen = judge_load(
        "Cl2",
        [0.0, 600.0],
        [60.0, 60.0],
        averaging_s=3600.0,
        exponent_issuer="Withers and Lees",
    )
    assert chosen.share == pytest.approx(60.0**2 * 600.0 / (20.0**2 * 3600.0))
    assert chosen.record()["verdict"] == "above"


def test_a_dose_without_an_exponent_or_level_is_unknown():
    for species in ("CO", "POF3"):
        told = judge_load(species, [0.0, 600.0], [1.0, 1.0])
        assert told.verdict is Verdict.UNKNOWN
        assert told.unknown
    assert judge_load("HF", [0.0, 600.0], [math.nan, 1.0]).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("percent", "deficient", "words"),
    [(20.9, "below", ""), (19.4, "above", ""), (17.0, "above", "less able"),
     (9.0, "above", "fainting"), (3.0, "above", "coma"), (24.0, "below", "")],
)  # fmt: skip
def test_oxygen_and_what_people_feel(percent, deficient, words):
    state = judge_oxygen(percent)
    assert state.deficient.value == deficient
    assert words in state.effect
    assert (state.excess is Verdict.ABOVE) == (percent > 23.5)


def test_oxygen_that_nobody_knows():
    state = judge_oxygen(math.nan)
    assert state.deficient is Verdict.UNKNOWN
    assert state.record()["oxygen_percent"] is None
    assert oxygen_left_percent({"O2": 100_000.0}) == pytest.approx(0.9 * 20.946 + 10.0)


def test_corrosion_names_surfaces_and_classes():
    flags = {flag.surface: flag for flag in corrosion_flags({"HF": 0.0005})}
    assert flags["electronics"].severity == "G1"
    assert {"copper", "aluminium", "steel", "skin"} <= set(flags)
    assert "calcium gluconate" in flags["skin"].words
    (severe, *_) = corrosion_flags({"H2S": 1.0})
    assert severe.severity == "GX"
    assert severe.kind is Kind.ASSUMED
    assert all(flag.severity == "" for flag in corrosion_flags({"HCl": 1.0}))
    assert corrosion_flags({"HCl": 1.0})[0].kind is Kind.UNKNOWN
    assert corrosion_flags({"HF": 0.0, "CO2": 1e4}) == ()
    assert {flag.kind for flag in corrosion_flags({"HF": math.nan})} == {Kind.UNKNOWN}
    assert corrosion_flags({"HF": 1.0})[0].record()["severity"] == "GX"


def test_traits_agree_with_the_table():
    table = load_hazards()
    for species in SPECIES:
        levels = [table.lowest(species, name) for name in ("AEGL-2", "AEGL-3")]
        if any(levels) and species != "C3H8":
            assert species in TOXIC
        if table.lowest(species, "LFL"):
            assert species in FLAMMABLE
    assert not TOXIC & ASPHYXIANT
    assert "O2" in OXIDISER
    assert needs_limit("CO2")
    assert "NH3" in CORROSIVE


def test_the_worst_of_several_answers():
    below, above, unknown = Verdict.BELOW, Verdict.ABOVE, Verdict.UNKNOWN
    assert worst_verdict([below, unknown]) is unknown
    assert worst_verdict([unknown, above, below]) is above
    assert worst_verdict([below]) is below


def test_records_are_json():
    import json

    judged = judge_exposure({"HF": 10.0, "POF3": 1.0, "N2": 1e4}, quantities=(*ACUTE, *WORKPLACE))
    text = json.dumps(judged.record())
    assert '"unknown"' in text
    assert judged.record()["verdict"] == "above"


def test_a_mixture_that_burns_together_counts_by_le_chatelier():
    found = ignition_index({"H2": 2e4, "CH4": 2.2e4, "N2": 1e5, "H2S": math.nan})
    assert found.value == pytest.approx(1.0)
    assert found.verdict is Verdict.ABOVE
    assert found.missing == ("H2S",)
    assert ignition_index({"H2": 1e4, "H2S": math.nan}).verdict is Verdict.UNKNOWN
    assert ignition_index({"HF": 100.0}).verdict is Verdict.BELOW
    assert ignition_index({}).verdict is Verdict.UNKNOWN
