"""Field of a pouch cell against exact solutions, balances, symmetry and order of convergence."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.operation import FoilSheet, Pouch, Tab, solve_pouch, tabs

COPPER, ALUMINIUM = 5.8e7 * 4e-6, 3.7e7 * 6e-6
OHM_M2, WIDTH, HEIGHT = 4e-4, 0.05, 0.3


def constant(value):
    return lambda temperature_K: value


def pouch(negative=COPPER, positive=ALUMINIUM, ends=None, **changes) -> Pouch:
    ends = ends or tabs("same", 0.1, 0.2, 0.03)
    plain = Pouch(
        "test", 0.1, 0.2, 5e-3, 20, FoilSheet(1.0, constant(negative)),
        FoilSheet(1.0, constant(positive)), *ends, 4.0, 0.0, constant(OHM_M2), 20.0, 10.0, 300.0,
    )  # fmt: skip
    return replace(plain, **changes)


def strip(ends: tuple[str, str], rows: int):
    """A strip with tabs over a whole edge: the one-dimensional collector."""
    sheet = (FoilSheet(1.0, constant(COPPER)), FoilSheet(1.0, constant(ALUMINIUM)))
    sides = tuple(Tab(side, 0.5, WIDTH) for side in ends)
    plain = Pouch(
        "strip", WIDTH, HEIGHT, 5e-3, 1, *sheet, *sides, 4.0, 0.0, constant(OHM_M2), 20.0, 10.0,
        300.0,
    )  # fmt: skip
    return solve_pouch(plain, 1.0, cells=(1, rows))


def exact(ends: tuple[str, str], y):
    """J'' = J / L2 with L2 = R / (r_n + r_p), and the slopes that the tabs impose."""
    rn, rp = 1.0 / COPPER, 1.0 / ALUMINIUM
    length = math.sqrt(OHM_M2 / (rn + rp))
    per_width = 1.0 / WIDTH
    if ends == ("top", "top"):
        at_bottom, at_top = 0.0, (rn + rp) * per_width / OHM_M2
    else:
        at_bottom, at_top = -rn * per_width / OHM_M2, rp * per_width / OHM_M2
    sine = at_bottom * length
    cosine = (at_top * length - sine * math.cosh(HEIGHT / length)) / math.sinh(HEIGHT / length)
    return cosine * np.cosh(y / length) + sine * np.sinh(y / length)


@pytest.mark.parametrize("ends", [("top", "top"), ("bottom", "top")])
def test_the_strip_follows_the_hyperbolic_solution_at_second_order(ends):
    errors = []
    for rows in (20, 40, 80):
        field = strip(ends, rows)
        wanted = exact(ends, field.y_m)
        errors.append(np.abs(field.current_density_A_per_m2[:, 0] - wanted).max() / wanted.max())
    orders = [math.log2(a / b) for a, b in itertools.pairwise(errors)]
    assert errors[-1] < 2e-5
    assert all(1.9 < order < 2.2 for order in orders)


def test_voltage_lost_in_the_strip():
    # With both tabs at one end: (r_n + r_p) L I / W coth(H / L).
    resistance = 1.0 / COPPER + 1.0 / ALUMINIUM
    length = math.sqrt(OHM_M2 / resistance)
    lost = resistance * length / WIDTH / math.tanh(HEIGHT / length)
    assert 4.0 - strip(("top", "top"), 160).voltage_V == pytest.approx(lost, rel=2e-5)


@pytest.mark.parametrize("arrangement", ["same", "opposite", "long"])
@pytest.mark.parametrize("sheet", [30.0, 1e3, 1e6])
def test_charge_and_energy_are_conserved(arrangement, sheet):
    field = solve_pouch(
        pouch(sheet, 0.6 * sheet, tabs(arrangement, 0.1, 0.2, 0.03), entropy_V_per_K=1e-4),
        -60.0, cells=(16, 24),
    )  # fmt: skip
    area = 0.1 * 0.2 / (16 * 24)
    carried = field.current_density_A_per_m2.sum() * area * 20
    assert carried == pytest.approx(-60.0, rel=1e-10)
    assert max(field.charge_closure, field.energy_closure, field.heat_closure) < 1e-10
    off = 2.0 * 10.0 * area * (field.temperature_K - 300.0).sum()
    assert off == pytest.approx(field.total_heat_W, rel=1e-10)


def test_equal_foils_with_mirrored_tabs_give_a_mirrored_field():
    field = solve_pouch(pouch(COPPER, COPPER), 40.0, cells=(20, 30))
    for values in (field.temperature_K, field.current_density_A_per_m2):
        assert values == pytest.approx(values[:, ::-1], rel=1e-10)
    assert field.spread_K > 1e-3


def test_a_map_of_the_mirrored_cell_is_the_mirrored_map():
    first = solve_pouch(pouch(), 40.0, cells=(20, 30))
    negative, positive = tabs("same", 0.1, 0.2, 0.03)
    swapped = pouch(ends=(replace(negative, centre=0.75), replace(positive, centre=0.25)))
    second = solve_pouch(swapped, 40.0, cells=(20, 30))
    assert second.temperature_K == pytest.approx(first.temperature_K[:, ::-1], rel=1e-11)


def test_perfect_foils_make_all_even():
    field = solve_pouch(pouch(math.inf, math.inf), 40.0, cells=(12, 18))
    mean = 40.0 / 20 / 0.02
    assert field.current_density_A_per_m2 == pytest.approx(mean, rel=1e-6)
    rise = mean**2 * OHM_M2 * 20 / (2.0 * 10.0)
    assert field.temperature_K == pytest.approx(300.0 + rise, abs=1e-4)
    assert 4.0 - field.voltage_V == pytest.approx(mean * OHM_M2, rel=1e-6)


def test_resistance_that_falls_with_temperature_lowers_heat_and_rise():
    # Even field: T solves J^2 R(T) n = 2 h (T - T_s).
    def falling(temperature_K):
        return OHM_M2 * math.exp(4000.0 * (1.0 / temperature_K - 1.0 / 300.0))

    field = solve_pouch(
        pouch(math.inf, math.inf, area_resistance_ohm_m2=falling), 80.0, cells=(6, 8)
    )
    density = 80.0 / 20 / 0.02
    hot = field.mean_K
    assert density**2 * falling(hot) * 20 == pytest.approx(2.0 * 10.0 * (hot - 300.0), rel=1e-6)


def test_order_of_convergence_of_the_whole_field():
    # Tabs over whole grid edges, so that the grid, not the tab's end, sets the error.
    ends = Tab("top", 0.5, 0.1), Tab("bottom", 0.5, 0.1)
    made = pouch(ends=ends, entropy_V_per_K=-1e-4, conductivity_W_per_m_K=5.0)
    means = [solve_pouch(made, 40.0, cells=(n, 2 * n)).voltage_V for n in (4, 8, 16)]
    spreads = [solve_pouch(made, 40.0, cells=(n, 2 * n)).mean_K for n in (4, 8, 16)]
    for values in (means, spreads):
        order = math.log2(abs(values[0] - values[1]) / abs(values[1] - values[2]))
        assert 1.8 < order < 2.2


def test_lost_contact_makes_a_hot_spot_around_it():
    contact = np.ones((30, 20))
    contact[10:20, 4:10] = 0.0
    bad = solve_pouch(pouch(), 40.0, cells=(20, 30), contact=contact)
    good = solve_pouch(pouch(), 40.0, cells=(20, 30))
    assert bad.current_density_A_per_m2[15, 6] == pytest.approx(0.0, abs=1e-12)
    assert bad.current_peak > good.current_peak
    assert bad.total_heat_W > good.total_heat_W
    assert bad.charge_closure < 1e-10


def test_a_cooled_tab_draws_heat():
    ends = tuple(replace(tab, conductance_W_per_K=0.5) for tab in tabs("same", 0.1, 0.2, 0.03))
    cooled = solve_pouch(pouch(ends=ends), 40.0, cells=(20, 30))
    plain = solve_pouch(pouch(), 40.0, cells=(20, 30))
    assert cooled.mean_K < plain.mean_K
    assert cooled.heat_closure < 1e-10


def test_cooled_edges_against_a_fin():
    # Even heat, edges alone cooled: k L T'' + q = 0 gives q H^2 / (8 k L) in the middle.
    made = pouch(
        math.inf, math.inf, ends=(Tab("top", 0.5, 0.1), Tab("bottom", 0.5, 0.1)),
        cooling_W_per_m2_K=0.0, edge_cooling_W_per_m2_K=1e6, width_m=10.0, height_m=0.2,
        unit_cells=1,
    )  # fmt: skip
    field = solve_pouch(made, 40.0, cells=(200, 41))
    density = 40.0 / (10.0 * 0.2)
    middle = field.temperature_K[20, 100] - 300.0
    assert middle == pytest.approx(density**2 * OHM_M2 * 0.2**2 / (8.0 * 20.0 * 5e-3), rel=2e-3)


def test_errors_say_what_to_mend():
    with pytest.raises(InputError, match="nothing cools it"):
        solve_pouch(pouch(cooling_W_per_m2_K=0.0), 1.0)
    with pytest.raises(InputError, match="shape"):
        solve_pouch(pouch(), 1.0, cells=(4, 6), contact=np.ones((4, 6)))
    with pytest.raises(InputError, match="outside 0 and 1"):
        solve_pouch(pouch(), 1.0, cells=(4, 6), contact=np.full((6, 4), np.nan))
    with pytest.raises(InputError, match="nothing is in contact"):
        solve_pouch(pouch(), 1.0, cells=(4, 6), contact=np.zeros((6, 4)))
    with pytest.raises(InputError, match="leaves the top side"):
        pouch(ends=(Tab("top", 0.05, 0.03), Tab("top", 0.5, 0.03)))
    with pytest.raises(InputError, match="not positive"):
        pouch(thickness_m=0.0)
    with pytest.raises(InputError, match="not known"):
        tabs("middle", 0.1, 0.2, 0.03)

    # A resistance that rises steeply with temperature runs away.
    def steep(temperature_K):
        return OHM_M2 * math.exp(min(0.5 * (temperature_K - 300.0), 600.0))

    rising = pouch(area_resistance_ohm_m2=steep)
    with pytest.raises(NoConvergenceError, match="no steady temperature"):
        solve_pouch(rising, 400.0, cells=(4, 6))
