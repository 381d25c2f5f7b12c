"""Heat taken from the real PyBaMM, and what happens without it."""

from __future__ import annotations

import json
import os
import sys

import numpy as np
import pytest

from davylamp.core.errors import InputError, MissingDatumError, UnreadableFileError
from davylamp.runaway.operation import heat_of_solution, pybamm_heat

NAMES = ("ohmic", "reaction", "diffusion", "entropic")


@pytest.fixture(scope="module")
def discharge():
    return pybamm_heat("ORegan2022", c_rate_per_h=1.0, temperature_K=303.15)


def test_heat_is_the_sum_of_its_parts(discharge):
    parts = np.sum([discharge.parts_W[name] for name in NAMES], axis=0)
    assert np.asarray(discharge.heat_W) == pytest.approx(parts, abs=1e-9)
    assert min(discharge.parts_W["ohmic"]) > 0.0
    assert discharge.current_A[0] == pytest.approx(5.0)
    assert discharge.temperature_K[-1] == pytest.approx(303.15)
    assert len(discharge.time_s) <= 400


def test_irreversible_heat_is_what_a_slow_discharge_gives_more(discharge):
    slow = pybamm_heat("ORegan2022", c_rate_per_h=0.02, temperature_K=303.15)
    charge = 5.0 * np.asarray(discharge.time_s)
    rest = np.interp(charge, slow.current_A[0] * np.asarray(slow.time_s), slow.voltage_V)
    lost = np.trapezoid(5.0 * (rest - np.asarray(discharge.voltage_V)), discharge.time_s)
    irreversible = discharge.energy_J - np.trapezoid(
        discharge.parts_W["entropic"], discharge.time_s
    )
    # What the slow discharge itself loses is within the tolerance.
    assert irreversible == pytest.approx(lost, rel=0.03)


def test_diffusion_is_a_large_part_of_the_loss(discharge):
    share = {name: np.trapezoid(discharge.parts_W[name], discharge.time_s) for name in NAMES}
    assert share["diffusion"] > 0.4 * (share["ohmic"] + share["reaction"] + share["diffusion"])


def test_the_program_scales_with_capacity_and_ends_with_the_current(discharge):
    assert discharge.capacity_C == pytest.approx(18000.0)
    whole, half = discharge.program(), discharge.program(9000.0)
    assert whole.value[-1] == pytest.approx(0.0)
    assert np.asarray(half.value) == pytest.approx(0.5 * np.asarray(whole.value))
    assert float(whole.at(whole.time_s[-1] + 1.0)) == pytest.approx(0.0)
    area = np.trapezoid(whole.value, whole.time_s)
    assert area == pytest.approx(discharge.energy_J)
    with pytest.raises(InputError, match="not positive"):
        discharge.program(0.0)


def test_charging_turns_the_current():
    charge = pybamm_heat("ORegan2022", c_rate_per_h=1.0, charge=True, duration_s=600.0)
    assert charge.current_A[0] == pytest.approx(-5.0)
    assert charge.time_s[-1] == pytest.approx(600.0)


def test_a_solution_of_the_users_own():
    import pybamm

    model = pybamm.lithium_ion.SPM({"thermal": "lumped"})
    solution = pybamm.Simulation(model, parameter_values=pybamm.ParameterValues("Chen2020")).solve(
        [0.0, 100.0]
    )
    heat = heat_of_solution(solution)
    assert heat.heat_W[-1] > 0.0
    with pytest.raises(MissingDatumError, match="no nominal capacity"):
        heat.program(3600.0)
    cold = pybamm.Simulation(
        pybamm.lithium_ion.SPM(), parameter_values=pybamm.ParameterValues("Chen2020")
    ).solve([0.0, 100.0])
    with pytest.raises(MissingDatumError, match="computes no heat"):
        heat_of_solution(cold)


def test_wrong_names_and_numbers():
    with pytest.raises(InputError, match="ORegan2022"):
        pybamm_heat("ORegan2021")
    with pytest.raises(InputError, match="one of SPM, SPMe, DFN"):
        pybamm_heat("ORegan2022", model="P2D")
    with pytest.raises(InputError, match="not positive"):
        pybamm_heat("ORegan2022", c_rate_per_h=0.0)
    with pytest.raises(InputError, match="between 0 and 1"):
        pybamm_heat("ORegan2022", state_of_charge=2.0)
    with pytest.raises(UnreadableFileError, match="no such file"):
        pybamm_heat("nowhere.json")


def test_without_pybamm_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pybamm", None)
    with pytest.raises(MissingDatumError, match=r"davylamp\[pybamm\]"):
        pybamm_heat("ORegan2022")


def test_without_the_reader_of_bpx_the_error_names_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "bpx", None)
    path = tmp_path / "cell.json"
    path.write_text(json.dumps({"Header": {"BPX": 1.0}}))
    with pytest.raises(MissingDatumError, match="pip install bpx"):
        pybamm_heat(path)


def test_telemetry_stays_off_and_the_environment_as_it_was(monkeypatch):
    monkeypatch.delenv("PYBAMM_DISABLE_TELEMETRY", raising=False)
    pybamm_heat("ORegan2022", duration_s=10.0)
    assert "PYBAMM_DISABLE_TELEMETRY" not in os.environ
