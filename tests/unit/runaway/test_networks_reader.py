import json
from pathlib import Path

import jsonschema
import pytest

import davylamp.runaway.networks
from davylamp.cell.problems import CellFileError
from davylamp.core.errors import UnreadableFileError
from davylamp.core.evidence import Kind
from davylamp.runaway.networks import network_schema, parse_network, read_network

SCHEMA_FILE = Path(davylamp.runaway.networks.__file__).parent / "network.schema.json"
GOOD = """
name: lithium in oxygen
species:
  - {id: Li, formula: Li, amount: 3 mol/kg}
  - {id: O2, formula: O2, phase: gas, amount: 1 mol/kg}
  - {id: Li2O, formula: Li2O}
  - {id: slag, amount: 10 %, formula: SiO2}
  - {id: glass, formula: SiO2}
steps:
  - id: burn
    title: lithium burns
    reaction: 4 Li + O2 -> 2 Li2O
    heat: {value: 1190 kJ/mol, uncertainty: 2 %, kind: measured, source: my notebook}
    rate:
      frequency: {value: 1e13 1/s, decades: 2, kind: estimated, source: my notebook}
      peak: {value: 200 degC, uncertainty: 10 degC}
      heating_rate: 5 degC/min
      orders: {Li: 1, O2: 0.5}
      transport: {frequency: 1e3 1/s}
      layer: {shape: parabolic, scale: 0.1, growth: {burn: 1}}
      gate: {temperature: 180.5 degC, width: 2 K, reason: lithium melts}
    partners: [Li, oxygen]
  - {id: more, reaction: slag -> glass, extent: 1 mol/kg, heat: 3 J/g, rate: unknown}
"""


def problems(text: str) -> dict[str, tuple[str, str]]:
    with pytest.raises(CellFileError) as caught:
        parse_network(text, "n.yaml")
    return {item.field: (item.message, item.remedy) for item in caught.value.problems}


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_reads_a_network(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD)
    network = read_network(path)
    burn, more = network.steps
    # 3 mol of lithium are scarcer than 1 mol of oxygen: 0.75 mol of step.
    assert burn.extent_mol_per_kg == pytest.approx(0.75)
    assert burn.heat_J_per_kg.value == pytest.approx(0.75 * 1190e3)
    assert burn.heat_J_per_kg.distribution.spread == pytest.approx(0.02 * 0.75 * 1190e3)
    assert burn.heat_J_per_kg.kind is Kind.MEASURED
    rate = burn.rate
    assert rate is not None
    assert rate.frequency_per_s.distribution.shape == "decades"
    assert rate.peak_K.value == pytest.approx(473.15)
    assert rate.peak_K.distribution.spread == pytest.approx(10.0)
    assert rate.heating_rate_K_per_s == pytest.approx(5.0 / 60.0)
    assert rate.gate.temperature_K.value == pytest.approx(453.65)
    assert rate.transport.activation_energy_J_per_mol.value == pytest.approx(0.0)
    assert more.rate is None
    assert "more" in network.unknown[0].what
    slag = network.species[3]
    assert slag.amount_mol_per_kg == pytest.approx(100.0 / 60.084, rel=1e-4)


def test_balanced_is_required_of_a_sum_per_kg():
    found = problems(changed("4 Li + O2 -> 2 Li2O", "4 Li + O2 -> Li2O"))
    assert "-2 Li" in found["steps.0.reaction"][0]


@pytest.mark.parametrize(
    ("old", "new", "field", "message", "remedy"),
    [
        ("peak: {value: 200 degC, uncertainty: 10 degC}\n      heating_rate: 5 degC/min",
         "activation_energy: 135 J", "steps.0.rate.activation_energy", "per mole", '"135 kJ/mol"'),
        ("peak: {value: 200 degC, uncertainty: 10 degC}\n      heating_rate: 5 degC/min",
         "activation_energy: 135 kJ", "steps.0.rate.activation_energy", "per mole", '"135 kJ/mol"'),
        ("peak: {value: 200 degC, uncertainty: 10 degC}\n      heating_rate: 5 degC/min",
         "activation_energy: 1.4", "steps.0.rate.activation_energy", "no unit", '"1.4 eV"'),
        ("peak: {value: 200 degC, uncertainty: 10 degC}\n      heating_rate: 5 degC/min",
         "activation_energy: 135 J/mol", "steps.0.rate.activation_energy", "not credible",
         '"135 kJ/mol"'),
        ("peak: {value: 200 degC, uncertainty: 10 degC}\n      heating_rate: 5 degC/min",
         "activation_energy: 16248 K", "steps.0.rate.activation_energy", "gas constant",
         "135.1 kJ/mol"),
        ("      heating_rate: 5 degC/min\n", "", "steps.0.rate", "needs its heating rate", "5 K"),
        ("heating_rate: 5 degC/min", "heating_rate: 5 K", "steps.0.rate.heating_rate", "K/s",
         "5 K/min"),
        ("1190 kJ/mol", "1190 kJ", "steps.0.heat", "per what", "1190 kJ/kg"),
        ("amount: 3 mol/kg", "amount: -3 mol/kg", "species.0.amount", "below zero", "at least 0"),
        ("amount: 3 mol/kg", "amount: 30", "species.0.amount", "above 1", "30 mol/kg"),
        ("O2 -> 2 Li2O", "Ox -> 2 Li2O", "steps.0.reaction", "'Ox' is not listed", "O2"),
        ("orders: {Li: 1, O2: 0.5}", "orders: {Li2O: 1}", "steps.0.rate.orders.Li2O",
         "not a reactant", "Li, O2"),
        ("orders: {Li: 1, O2: 0.5}", "orders: {Li: -1}", "steps.0.rate.orders.Li", "below zero",
         ""),
        ("      orders: {Li: 1, O2: 0.5}\n", "", "steps.0.rate.orders", "not given", "Li: 1"),
        ("growth: {burn: 1}", "growth: {brun: 1}", "steps.0.rate.layer.growth.brun",
         "no step", "burn"),
        ("rate: unknown", "rate: quick", "steps.1.rate", "not a rate law", "rate: unknown"),
        ("id: more", "id: burn", "steps.1.id", "twice", "rename"),
        ("{id: Li2O, formula: Li2O}", "{id: Li, formula: Li}", "species.2.id", "twice", "rename"),
        ("formula: Li2O}", "formula: Li2Oo}", "species.2.formula", "Oo", ""),
        ("extent: 1 mol/kg", "extent: 10 %", "steps.1.extent", "not a share", "mol/kg"),
        ("frequency: 1e3 1/s", "frequency: 1e3", "steps.0.rate.transport.frequency", "no unit",
         "1000 1/s"),
        ("kind: measured, source: my notebook", "kind: measured", "steps.0.heat", "needs a source",
         "source:"),
        ("10 %, formula: SiO2", "10 %", "species.3.amount", "needs its formula", "formula"),
        ("steps:", "stebs:", "stebs", "unknown field", "steps"),
    ],
)  # fmt: skip
def test_wrong_fields_say_what_was_meant(old, new, field, message, remedy):
    found = problems(changed(old, new))
    assert field in found
    assert message in found[field][0]
    assert remedy in found[field][1]


def test_all_problems_at_once_with_lines():
    text = changed("amount: 3 mol/kg", "amount: -3 mol/kg").replace("rate: unknown", "rate: quick")
    with pytest.raises(CellFileError) as caught:
        parse_network(text, "n.yaml")
    assert [item.line for item in caught.value.problems] == [4, 23]


def test_an_unbalanced_step_is_told_beside_a_wrong_unit():
    text = changed("slag -> glass", "slag -> 2 glass").replace("1190 kJ/mol", "1190 kJ")
    assert set(problems(text)) == {"steps.0.heat", "steps.1.reaction"}


def test_a_network_without_heat_is_refused():
    text = changed("value: 1190 kJ/mol", "value: 0 J/g").replace("heat: 3 J/g", "heat: 0 J/g")
    assert problems(text)["steps"][0] == "the network has no heat"


def test_nothing_to_use_up_needs_an_extent():
    text = changed("amount: 3 mol/kg", "reference: 3 mol/kg")
    assert "use up" in problems(text)["steps.0.reaction"][0]


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "just words"])
def test_what_is_no_network_file_is_refused(text):
    with pytest.raises(CellFileError):
        parse_network(text, "n.yaml")


def test_missing_file(tmp_path):
    with pytest.raises(UnreadableFileError):
        read_network(tmp_path / "no.yaml")


def test_published_schema_is_that_of_the_code():
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == network_schema()


def test_schema_accepts_what_the_reader_accepts():
    import yaml

    schema = network_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(GOOD), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(changed("rate: unknown", "rate: quick")), schema)


def test_reads_saturation_and_the_ceiling_of_a_layer():
    text = changed("orders: {Li: 1, O2: 0.5}", "orders: {Li: 1}\n      saturation: {O2: 0.02}")
    text = text.replace("scale: 0.1, growth", "scale: 0.1, ceiling: 0.3, growth")
    rate = parse_network(text, "n.yaml").steps[0].rate
    assert rate.saturation == pytest.approx({"O2": 0.02})
    assert rate.layer.ceiling == pytest.approx(0.3)
    plain = parse_network(GOOD, "n.yaml").steps[0].rate
    assert plain.layer.ceiling == float("inf")


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        ("{glass: 0.1}", "saturation.glass", "not a reactant"),
        ("{O2: 0}", "saturation.O2", "not above zero"),
    ],
)
def test_a_saturation_that_cannot_be_is_refused(given, path, message):
    found = problems(changed("transport:", f"saturation: {given}\n      transport:"))
    assert message in found[f"steps.0.rate.{path}"][0]
