from dataclasses import replace

import numpy as np
import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.runaway._arrays import pack
from davylamp.runaway.abuse import AbuseTest
from davylamp.runaway.body import Body, constant_heat
from davylamp.runaway.critical import (
    critical_cooling,
    critical_cooling_spread,
    critical_size,
    critical_size_spread,
    critical_temperature,
    critical_temperature_spread,
    find_edge,
)
from davylamp.runaway.ensemble import (
    Circuit,
    Outcome,
    TestSpread,
    draw,
    draw_at,
    gas_mol,
    low_discrepancy,
    probability,
    quantiles,
    run_draws,
    run_ensemble,
    trials,
    uncertain_inputs,
    what_matters,
    wilson,
)
from davylamp.runaway.ensemble.bodies import network_of
from davylamp.runaway.lumped import Exchange
from davylamp.runaway.network import Gate, Network, Rate, Species, Step, Transport, kissinger_energy


def step(name, peak_K, heat, reactant, product=None, **extra):
    rate = Rate(
        Parameter(1e13, "1/s", Kind.ASSUMED, distribution=Distribution("decades", 2.0)),
        None,
        {reactant: 1.0},
        peak_K=Parameter(peak_K, "K", distribution=Distribution("normal", 10.0)),
        heating_rate_K_per_s=10.0 / 60.0,
        **extra,
    )
    made = {reactant: -1.0} | ({product: 0.5} if product else {})
    spread = Distribution("normal", 0.15 * heat)
    return Step(name, name, made, 1.0, Parameter(heat, "J/kg", distribution=spread), rate)


def body():
    species = (
        Species("A", Composition({"O": 1.0}), amount_mol_per_kg=1.0),
        Species("B", None, amount_mol_per_kg=1.0),
        Species("O2", Composition({"O": 1.0}), "gas"),
    )
    steps = (step("first", 500.0, 1.5e5, "A", None), step("second", 560.0, 4e5, "B"))
    made = replace(steps[0], stoichiometry={"A": -1.0, "O2": 1.0})
    network = Network("two steps", species, (made, steps[1]))
    return Body(
        "cell", 0.1, 5e-5, (0.1, 0.1, 0.005), 0.022, constant_heat(1000.0), None, network,
        emissivity=0.8, electrical_energy_J=5e4, voltage_V=4.2, voltage_empty_V=3.0,
    )  # fmt: skip


def test_wilson_is_the_published_interval():
    # Wilson's interval of 5 in 10, from its formula by hand with z = 1.96.
    low, high = wilson(5, 10)
    assert (low, high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))
    with pytest.raises(InputError):
        wilson(3, 2)


def test_draws_without_an_answer_make_a_range():
    happens = np.array([True] * 6 + [False] * 4)
    failed = np.array([True] + [False] * 7 + [True] * 2)
    found = probability(happens, failed)
    assert (found.low, found.high) == (pytest.approx(0.5), pytest.approx(0.8))
    assert found.value is None
    assert found.lower_95 == pytest.approx(wilson(5, 10)[0])
    assert found.upper_95 == pytest.approx(wilson(8, 10)[1])
    assert probability(happens, np.zeros(10, dtype=bool)).value == pytest.approx(0.6)


def test_quantiles_count_what_is_missing():
    values = np.array([1.0, 2.0, 3.0, np.nan, 9.0])
    found = quantiles(values, np.array([False, False, False, False, True]))
    assert (found.median, found.count, found.without, found.unknown) == (pytest.approx(2), 3, 1, 1)
    none = quantiles(np.full(3, np.nan), np.zeros(3, dtype=bool))
    assert none.median is None
    assert none.without == 3


def test_points_are_even_and_repeatable():
    points = low_discrepancy(1000, 3, seed=4)
    assert points.shape == (1000, 3)
    assert points.mean(axis=0) == pytest.approx(0.5, abs=3e-3)
    assert np.array_equal(points, low_discrepancy(1000, 3, seed=4))
    assert not np.array_equal(points, low_discrepancy(1000, 3, seed=5))
    assert low_discrepancy(7, 0).shape == (7, 0)


def test_draws_follow_their_distributions():
    drawn = draw(body().network, 4096, test=TestSpread.assumed())
    names = [item.name for item in drawn.inputs]
    frequency = drawn.value[:, names.index("first: frequency factor")]
    assert np.log10(frequency).mean() == pytest.approx(13.0, abs=0.01)
    assert np.log10(frequency).std() == pytest.approx(2.0, abs=0.02)
    assert drawn.networks.heat[:, 0].std() == pytest.approx(0.15 * 1.5e5, rel=0.01)
    assert drawn.capacity.std() == pytest.approx(0.05, rel=0.02)
    assert np.corrcoef(drawn.probability.T)[0, 1] == pytest.approx(0.0, abs=0.01)


def test_energy_follows_frequency_and_peak():
    drawn = draw(body().network, 64)
    R = 8.314462618
    for k in (0, 17, 63):
        values = dict(zip((item.name for item in drawn.inputs), drawn.value[k], strict=True))
        energy = kissinger_energy(
            values["second: frequency factor"], values["second: peak temperature"], 10.0 / 60.0
        )
        assert drawn.networks.energy_K[k, 1] * R == pytest.approx(energy, rel=1e-9)
    # A drawn by itself: a faster factor has a higher energy.
    assert np.corrcoef(drawn.networks.ln_frequency[:, 0], drawn.networks.energy_K[:, 0])[0, 1] > 0.9


def test_a_draw_is_the_network_it_stands_for():
    thing = body()
    extra = (
        replace(
            thing.network.steps[0],
            rate=replace(
                thing.network.steps[0].rate,
                gate=Gate(Parameter(420.0, "K", distribution=Distribution("normal", 5.0)), 2.0),
                transport=Transport(
                    Parameter(1e3, "1/s", distribution=Distribution("decades", 1.0)),
                    Parameter(1e4, "J/mol", distribution=Distribution("normal", 1e3)),
                ),
            ),
        ),
        replace(
            thing.network.steps[1],
            rate=replace(
                thing.network.steps[1].rate,
                peak_K=None, heating_rate_K_per_s=None,
                activation_energy_J_per_mol=Parameter(
                    1.4e5, "J/mol", distribution=Distribution("uniform", low=1.3e5, high=1.5e5)
                ),
            ),
        ),
    )  # fmt: skip
    network = replace(thing.network, steps=extra)
    drawn = draw(network, 8)
    for k in (0, 5):
        alone = pack([network_of(network, drawn, k)])
        for given, expected in zip(drawn.take([k]).networks, alone, strict=True):
            assert given == pytest.approx(expected, rel=1e-9)


def test_medians_are_the_network_itself():
    network = body().network
    inputs = uncertain_inputs(network)
    middle = draw_at(network, inputs, np.full((1, len(inputs)), 0.5))
    for given, expected in zip(middle.networks, pack([network]), strict=True):
        assert given == pytest.approx(expected, rel=1e-9)


def test_an_unknown_rate_is_refused():
    network = body().network
    unknown = replace(network, steps=(replace(network.steps[0], rate=None),))
    with pytest.raises(InputError, match="unknown"):
        uncertain_inputs(unknown)


def test_ensemble_of_the_calorimeter():
    found = run_ensemble(body(), AbuseTest("arc"), draws=128, seed=1)
    assert found.runaway.draws == 128
    assert 0.0 <= found.runaway.lower_95 <= found.runaway.low <= found.runaway.upper_95
    assert found["T1"].low < found["T1"].median < found["T1"].high
    assert found["T1"].median < found["T2"].median < found["peak"].median
    # All of A gives off half a mole of O2 for 1 mol of O atoms counted as O: 0.1 kg of body.
    assert found["gas O2"].median == pytest.approx(0.1, rel=1e-3)
    assert found.kind is Kind.ASSUMED
    band = found.band
    reached = band.share > 0.99
    assert np.all(np.diff(band.median_K[reached]) > 0.0)
    assert np.all(band.low_K[reached] <= band.high_K[reached])
    with pytest.raises(KeyError):
        found["nothing"]


@pytest.mark.parametrize("kind", ["arc", "oven"])
def test_compiled_and_one_by_one_agree(kind):
    thing = body()
    drawn = draw(thing.network, 4, test=TestSpread.assumed(), seed=3)
    given = {"temperature": 433.15, "hold": 7200.0} if kind == "oven" else {"step": 10.0}
    test = AbuseTest(kind, given)
    together = run_draws(thing, drawn, test)
    single = trials._one_by_one(thing, drawn, test, test.settings(), None, None)
    assert together.peak_K == pytest.approx(single.peak_K, rel=1e-4)
    assert together.onset_K == pytest.approx(single.onset_K, rel=1e-4, nan_ok=True)
    # In an oven the one counts all heating, the other that of the reactions alone.
    assert together.runaway_K == pytest.approx(single.runaway_K, rel=5e-3, nan_ok=True)
    assert together.conversion == pytest.approx(single.conversion, abs=1e-3)


@pytest.mark.parametrize("kind", ["dsc", "ramp", "heater", "internal_short", "overcharge"])
def test_every_other_test_runs_as_an_ensemble(kind):
    seen = []
    found = run_ensemble(
        body(), AbuseTest(kind), draws=4, circuit=Circuit(0.05, 3.6e3), progress=seen.append
    )
    assert len(found.outcome) == 4
    assert found["peak"].count == 4
    assert seen[-1] == pytest.approx(1.0)
    assert found.band is None


def test_a_short_needs_the_resistance_of_the_cell():
    with pytest.raises(InputError, match="resistance"):
        run_ensemble(body(), AbuseTest("nail"), draws=2)


def test_failed_draws_are_counted_and_said():
    thing = body()
    # Heats so large that the products would be hotter than any heat capacity is known for.
    hot = replace(thing.network.steps[1], heat_J_per_kg=exact(1e7, "J/kg"))
    network = replace(thing.network, steps=(thing.network.steps[0], hot))
    found = run_ensemble(replace(thing, network=network), AbuseTest("arc"), draws=16)
    assert found.runaway.fails == 16
    assert found.runaway.value is None
    assert (found.runaway.low, found.runaway.high) == (pytest.approx(0.0), pytest.approx(1.0))
    assert found["peak"].median is None
    assert any("no answer" in note for note in found.notes)


def test_what_matters_finds_the_number_that_does():
    thing = body()
    steps = tuple(
        replace(one, heat_J_per_kg=exact(one.heat_J_per_kg.value, "J/kg"))
        for one in thing.network.steps
    )
    wide = replace(steps[1], heat_J_per_kg=Parameter(
        4e5, "J/kg", distribution=Distribution("normal", 1e5, low=1e5)))  # fmt: skip
    thing = replace(thing, network=replace(thing.network, steps=(steps[0], wide)))
    found = what_matters(thing, AbuseTest("arc"), figure="peak", size=32, spread=TestSpread.none())
    assert found.sobol[0].name == "second: heat"
    assert found.sobol[0].total > 0.8
    effects = what_matters(thing, AbuseTest("arc"), method="morris", size=8)
    assert effects.morris[0].name == "second: heat"
    with pytest.raises(InputError, match="figure"):
        what_matters(thing, AbuseTest("arc"), figure="colour")


def test_gas_of_steps_that_take_it_up_counts_against():
    thing = body()
    amounts = gas_mol(thing, np.array([[1.0, 0.0], [0.5, 1.0]]))
    assert amounts["O2"] == pytest.approx([0.1, 0.05])
    nothing = replace(thing, network=Network("none", (), ()))
    assert gas_mol(nothing, np.zeros((2, 0))) == {}


def test_outcome_of_a_failed_draw_never_runs_away():
    nan, one = np.full(2, np.nan), np.ones(2)
    found = Outcome(nan, nan, one, one, one, one, np.zeros((2, 1)), np.array([True, False]))
    assert found.runs_away.tolist() == [False, True]


def test_spread_of_one_certain_network_is_the_single_answer():
    thing = body()
    steps = tuple(
        replace(
            one,
            heat_J_per_kg=exact(one.heat_J_per_kg.value, "J/kg"),
            rate=replace(
                one.rate, frequency_per_s=exact(1e13, "1/s"),
                peak_K=exact(one.rate.peak_K.value, "K"),
            ),
        )
        for one in thing.network.steps
    )  # fmt: skip
    thing = replace(thing, network=replace(thing.network, steps=steps), emissivity=0.0)
    sure = {"draws": 2, "spread": TestSpread.none()}
    exchange = Exchange.of(thing, 10.0)
    single = critical_temperature(thing, exchange)
    assert critical_temperature_spread(thing, exchange, **sure).value == pytest.approx(
        single.value, abs=0.3
    )
    cool = critical_cooling(thing, 430.0)
    assert critical_cooling_spread(thing, 430.0, **sure).value == pytest.approx(
        cool.value, rel=0.02
    )
    size = critical_size(thing, 430.0, 20.0)
    assert critical_size_spread(thing, 430.0, 20.0, **sure).value == pytest.approx(
        size.value, rel=0.02
    )


def test_no_edge_within_the_range_is_counted_and_said():
    thing = body()
    single = critical_temperature(thing, Exchange.of(thing, 10.0), high_K=330.0)
    assert single.value is None
    assert "does not say" in single.notes[0]
    always = critical_temperature(thing, Exchange.of(thing, 10.0), low_K=600.0, high_K=650.0)
    assert always.value is None
    assert always.runs_away == pytest.approx(600.0)
    spread = critical_temperature_spread(
        thing, Exchange.of(thing, 10.0), draws=8, high_K=330.0, step_K=20.0
    )
    assert spread.never == 8
    assert spread.quantiles.without == 8
    assert spread.quantiles.median is None


def test_find_edge_takes_the_first_of_two():
    edge = find_edge(lambda x: (2.0 < x < 3.0 or x > 5.0, x), 0.0, 10.0, step=0.5, tolerance=1e-3)
    assert edge.value == pytest.approx(2.0, abs=1e-3)
    with pytest.raises(InputError):
        find_edge(lambda x: (False, x), 0.0, 10.0, step=0.0, tolerance=1e-3)
    with pytest.raises(InputError):
        find_edge(lambda x: (False, x), -1.0, 10.0, step=2.0, tolerance=1e-3, logarithmic=True)
