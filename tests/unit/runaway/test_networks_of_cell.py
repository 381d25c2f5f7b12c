import math
from dataclasses import replace

import pytest

from davylamp.cell import example_path, list_examples, parse_cell, read_cell
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.runaway._arrays import pack_one
from davylamp.runaway.ceiling import heat_ceiling
from davylamp.runaway.cell_body import cell_body
from davylamp.runaway.inventory import Portion, inventory
from davylamp.runaway.network import Network, Rate
from davylamp.runaway.network_checks import element_imbalance
from davylamp.runaway.networks import bounded, cell_network, largest_heat, parse_network
from davylamp.runaway.networks._oxygen import release
from davylamp.runaway.networks._pools import cell_pools
from davylamp.runaway.networks._reaction import react
from davylamp.store.load import load_library


def network_of(name: str, **more) -> Network:
    cell = read_cell(example_path(name))
    return cell_network(cell, inventory(cell), **more)


def step(network: Network, ident: str):
    return next(item for item in network.steps if item.id == ident)


@pytest.fixture(scope="module")
def sulfide() -> Network:
    return network_of("sulfide")


@pytest.mark.parametrize("name", list_examples())
def test_every_step_balances_and_has_heat(name):
    network = network_of(name)
    species = {item.id: item for item in network.species}
    assert network.steps
    for item in network.steps:
        assert not element_imbalance(item, species)
        assert all(species[s].composition is not None for s in item.stoichiometry)
        assert item.heat_J_per_kg.value != pytest.approx(0.0, abs=1.0)
        assert item.heat_J_per_kg.distribution.spread > 0.0


@pytest.mark.parametrize("name", list_examples())
def test_all_steps_together_stay_below_the_ceiling(name):
    cell = read_cell(example_path(name))
    body = cell_body(cell)
    _, at_once = bounded(body.network)
    ceiling = heat_ceiling(cell).everything.heat_J / body.mass_kg
    assert 0.0 < largest_heat(at_once) < ceiling
    # Competing steps counted together would pass it: sharing reactants is what holds them.
    assert body.network.heat_J_per_kg > largest_heat(at_once)


@pytest.mark.parametrize("name", list_examples())
def test_bounds_can_be_solved_and_keep_the_known_steps(name):
    network = network_of(name)
    without, at_once = bounded(network)
    assert {item.id for item in at_once.steps} == {item.id for item in network.steps}
    assert all(item.rate is not None for item in at_once.steps)
    pack_one(without)
    pack_one(at_once)
    for item in network.rate_unknown:
        rate = step(at_once, item.id).rate
        known_K = item.stable_to_K or 353.15
        # Up to where it was seen to be stable, not a tenth is gone after 30 days; 3 K above it, it
        # is over within a tenth of a second.
        assert constant(rate, known_K) * 30.0 * 86400.0 < 0.101
        assert constant(rate, known_K + 3.0) > 100.0


def constant(rate: Rate, temperature_K: float) -> float:
    gate = rate.gate
    opening = 1.0 / (1.0 + math.exp(-(temperature_K - gate.temperature_K.value) / gate.width_K))
    return rate.frequency_per_s.value * opening


def test_amounts_are_those_of_the_inventory(sulfide):
    stock = inventory(read_cell(example_path("sulfide")))
    species = {item.id: item for item in sulfide.species}
    lithium = sum(stock.at(f).amount_mol for f in ("anode", "anode.plated"))
    assert species["lithium"].amount_mol_per_kg * stock.mass_kg == pytest.approx(lithium)
    active = stock.at("cathode.active").amount_mol
    assert species["cathode"].amount_mol_per_kg * stock.mass_kg == pytest.approx(active)
    assert species["O2"].amount_mol_per_kg == pytest.approx(0.0)


def test_competing_steps_share_oxygen_and_lithium(sulfide):
    takes_oxygen = [s.id for s in sulfide.steps if s.stoichiometry.get("O2", 0.0) < 0.0]
    takes_lithium = [s.id for s in sulfide.steps if s.stoichiometry.get("lithium", 0.0) < 0.0]
    assert {"oxygen-cathode.catholyte", "oxygen-cathode.carbon", "Li-oxygen"} <= set(takes_oxygen)
    assert {"Li-oxygen", "Li-SO2", "Li-electrolyte.0", "Li-cathode"} <= set(takes_lithium)


def test_two_ways_to_the_same_products_set_free_the_same_heat():
    pools = cell_pools(inventory(read_cell(example_path("sulfide"))))
    # Lithium enough for all oxygen, so that both ways end in the same phases.
    plenty = replace(pools.lithium, available_mol=20.0 * pools.cathode.pool.available_mol)
    left = release(pools.cathode)
    direct = react((pools.cathode.pool, plenty), 600.0)
    after = react((left.residue, plenty), 600.0)
    burning = react((left.oxygen, plenty), 600.0)
    oxygen = left.oxygen.available_mol / pools.cathode.pool.available_mol
    way_round = (
        left.reaction.heat_J_per_mol + after.heat_J_per_mol + oxygen * burning.heat_J_per_mol
    )
    assert direct.heat_J_per_mol == pytest.approx(way_round, rel=1e-6)


def test_glass_ceramic_sulfide_burns_to_sulfur_dioxide():
    text = example_path("sulfide").read_text().replace("Li6PS5Cl", "Li3PS4")
    cell = parse_cell(text)
    burning = step(cell_network(cell, inventory(cell)), "oxygen-cathode.catholyte")
    assert burning.stoichiometry["SO2"] > 0.0
    assert burning.kind is Kind.ESTIMATED
    assert burning.rate.peak_K.sources == ("rui2023-ees",)
    # 250 to 260 degC for an onset of 200.
    assert 515.0 < burning.rate.peak_K.value < 540.0


def test_the_most_severe_observation_counts_unless_another_is_asked_for(sulfide):
    severe = step(sulfide, "cathode-charged-cathode.catholyte")
    assert severe.rate.peak_K.sources == ("kim2022-cm",)
    assert any("rui2023-ees" in note for note in severe.notes)
    other = step(network_of("sulfide", prefer={severe.id: "argyrodite-ncm"}), severe.id).rate.peak_K
    assert other.sources == ("rui2023-ees",)
    assert other.value > severe.rate.peak_K.value + 100.0


def test_an_observation_of_another_pair_is_refused():
    with pytest.raises(InputError, match="no observation of this pair"):
        network_of("sulfide", prefer={"cathode-charged-cathode.catholyte": "lagp-lithium"})


def test_a_preference_for_no_step_is_refused():
    with pytest.raises(InputError, match="no step"):
        network_of("sulfide", prefer={"cathode-charged": "argyrodite-ncm"})


def test_lagp_waits_for_molten_lithium():
    known = step(network_of("lagp"), "Li-electrolyte.0")
    assert known.rate.gate.temperature_K.value == pytest.approx(453.65)
    assert known.kind is Kind.ESTIMATED or known.kind is Kind.ASSUMED


def test_argyrodite_with_lithium_is_unknown_beyond_400_degC(sulfide):
    known = step(sulfide, "Li-electrolyte.0")
    assert known.rate is None
    assert known.stable_to_K == pytest.approx(673.15)
    assert any("Li with Li6PS5Cl" in item.what for item in sulfide.unknown)


def test_iron_phosphate_keeps_its_oxygen():
    network = network_of("polymer")
    assert not any(item.id == "oxygen" for item in network.steps)
    assert any("keeps its oxygen" in note for note in network.notes)


def test_less_lithium_in_the_cathode_gives_off_more_oxygen():
    cell = read_cell(example_path("sulfide"))
    full, half = (
        step(cell_network(cell, inventory(cell, charge)), "oxygen").stoichiometry["O2"]
        for charge in (1.0, 0.5)
    )
    assert full > half > 0.0


def test_a_liquid_in_the_pores_brings_its_own_step():
    cell = read_cell(example_path("sulfide"))
    stock = inventory(cell)
    solvent = replace(load_library()["PEO"], id="EC", family="liquid")
    wet = Portion("electrolyte.0.liquid", "electrolyte", solvent, None, 1e-3, None, Kind.ASSUMED)
    stock = replace(stock, portions=(*stock.portions, wet))
    network = cell_network(cell, stock)
    liquid = step(network, "liquid-electrolyte.0.liquid")
    assert liquid.heat_J_per_kg.value == pytest.approx(155e3 * 1e-3 / stock.mass_kg)
    assert any("with lithium" in item.what and "EC" in item.what for item in network.unknown)


def test_the_body_is_the_whole_cell():
    cell = read_cell(example_path("sulfide"))
    body, stock = cell_body(cell), inventory(cell)
    assert body.mass_kg == pytest.approx(stock.mass_kg)
    assert body.electrical_energy_J == pytest.approx(stock.electrical_energy_J)
    assert body.voltage_V > body.voltage_empty_V
    assert cell_body(cell, state_of_charge=0.0).electrical_energy_J == pytest.approx(0.0, abs=1e-6)


def test_a_network_of_the_users_own_replaces_that_of_the_materials():
    mine = parse_network(
        "species: [{id: A, amount: 1 mol/kg}, {id: B}]\n"
        "steps: [{id: s, reaction: A -> B, heat: 1 J/g, rate: unknown}]\n"
    )
    assert cell_body(read_cell(example_path("lagp")), network=mine).network is mine


def test_largest_heat_counts_a_shared_reactant_once():
    text = (
        "species: [{id: A, amount: 1 mol/kg}, {id: B}, {id: C}]\n"
        "steps:\n"
        "  - {id: one, reaction: A -> B, heat: 1 J/g, rate: unknown}\n"
        "  - {id: two, reaction: A -> C, heat: 3 J/g, rate: unknown}\n"
    )
    network = parse_network(text)
    assert network.heat_J_per_kg == pytest.approx(4000.0)
    assert largest_heat(network) == pytest.approx(3000.0)


def test_gas_of_oxygen_release_is_conserved_in_what_is_left(sulfide):
    species = {item.id: item for item in sulfide.species}
    release = step(sulfide, "oxygen")
    left = species["cathode without its oxygen"].composition
    start = species["cathode"].composition
    assert isinstance(left, Composition)
    assert start["O"] - left["O"] == pytest.approx(2.0 * release.stoichiometry["O2"])


def test_hydrogen_of_a_polymer_in_use_is_told_where_the_voltage_reaches_it():
    text = example_path("polymer").read_text().replace("LiFePO4", "LiCoO2")
    told = []
    for volts in ("4.3 V", "4.1 V"):
        lines = [
            f"  voltage_max: {volts}" if line.strip().startswith("voltage_max") else line
            for line in text.splitlines()
        ]
        cell = parse_cell("\n".join(lines))
        network = cell_network(cell, inventory(cell))
        told.append(any("in use, from 4.2 V" in item.what for item in network.unknown))
    assert told == [True, False]
