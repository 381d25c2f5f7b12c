"""A damaged network file gives an error that can be mended, never a crash."""

from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.core.errors import CaseFileError
from davylamp.runaway.network import Network
from davylamp.runaway.networks import parse_network

GOOD = """
species:
  - {id: Li, formula: Li, amount: 3 mol/kg}
  - {id: O2, formula: O2, phase: gas, amount: 1 mol/kg}
  - {id: Li2O, formula: Li2O}
steps:
  - id: burn
    reaction: 4 Li + O2 -> 2 Li2O
    heat: {value: 1190 kJ/mol, uncertainty: 2 %}
    rate:
      frequency: {value: 1e13 1/s, decades: 2}
      activation_energy: 1.4 eV
      orders: {Li: 1, O2: 0.5}
      layer: {shape: parabolic, scale: 0.1, growth: {burn: 1}}
      gate: {temperature: 180.5 degC, width: 2 K}
"""
WORDS = ["", "-1", "1e400", "nan", "[]", "{}", "null", "x", "135 J", "0 kJ/mol", "1 mol/kg", "->"]


def refuses_or_reads(text: str) -> None:
    said = "a network"
    try:
        assert isinstance(parse_network(text), Network)
    except CaseFileError as error:
        said = str(error).strip()
    assert said


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_word_replaced(data):
    parts = GOOD.split(" ")
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = data.draw(st.sampled_from(WORDS))
    refuses_or_reads(" ".join(parts))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 40))
def test_a_stretch_cut_out(start, length):
    refuses_or_reads(GOOD[:start] + GOOD[start + length :])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text):
    refuses_or_reads(text)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "species", "steps", "rate", "heat", "reaction", "value"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_structure(structure):
    import yaml

    refuses_or_reads(yaml.safe_dump({"species": structure, "steps": structure}))
