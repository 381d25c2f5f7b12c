"""The rules that turn a number into a severity. Their thresholds are stated in every dossier."""

from __future__ import annotations

from typing import Final

from davylamp.dossier.rule import Rule
from davylamp.dossier.rules_gas import GAS_RULES
from davylamp.dossier.severity import Severity

__all__ = ["RULES", "Rule", "judge"]


def judge(rule: str, value: float | None) -> Severity:
    """Return the severity of a value by the rule of this id.

    Examples
    --------
    >>> judge("toxic-gas", 456.0).value
    'danger'
    >>> judge("toxic-gas", None).value
    'unknown'
    >>> judge("toxic-gas", float("nan")).value
    'unknown'
    """
    return RULES[rule].judge(value)


def _table(*rules: Rule) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules}


RULES: Final[dict[str, Rule]] = _table(
    Rule(
        "reaction-energy",
        "energy released where two materials react, per atom (mutual)",
        "meV/atom",
        "above",
        None,
        100.0,
        24.0,
        "24 meV/atom is the standard deviation of computed reaction energies of oxides (Hautier "
        "et al. 2012, 10.1103/PhysRevB.85.155208): below it the sign is undecided. Four times it "
        "is beyond doubt. Whether a reaction goes on depends on the layer it makes, so this rule "
        "has no danger level.",
    ),
    Rule(
        "interphase-class",
        "class of the layer on lithium metal",
        "",
        "above",
        None,
        None,
        None,
        "By words: I (stable) is of no concern; III (blocks electrons, limits itself) is a "
        "notice; II (conducts electrons, keeps growing) is a warning; a class that cannot be "
        "told is unknown.",
    ),
    Rule(
        "reaction-heat",
        "heat released where two materials react completely, per gram of both",
        "J/g",
        "above",
        1000.0,
        300.0,
        50.0,
        "With a specific heat of about 1 J/g/K, 50, 300 and 1000 J/g warm the reacting mixture "
        "by about 50, 300 and 1000 K when no heat is lost.",
    ),
    Rule(
        "reaction-heat-foil",
        "the same where one of the two is a current collector",
        "J/g",
        "above",
        None,
        300.0,
        50.0,
        "As above. A film of oxide or salt shields a foil until the metal melts, and cells of "
        "every kind are built on such foils, so this rule has no danger level.",
    ),
    Rule(
        "beyond-window",
        "how far the potential at a place lies outside the window of the material there",
        "V",
        "above",
        None,
        0.5,
        -0.05,
        "A material outside its window is reduced or oxidised unless its products shield it. "
        "Edges are known to about 0.05 V at best, so a margin below that is no margin, and unknown "
        "where the edge is only estimated or assumed; up to 0.5 V beyond thin product layers often "
        "hold, further out rarely over the life of a cell.",
    ),
    Rule(
        "above-hull",
        "energy of a material above the most stable mixture of its composition",
        "meV/atom",
        "above",
        None,
        100.0,
        25.0,
        "Materials up to about 25 meV/atom above the hull, the thermal energy at 298 K, are "
        "commonly made; above 100 meV/atom decomposition is a serious drive.",
    ),
    Rule(
        "toxic-gas",
        "toxic gas that one gram can give off, at most (25 °C, 1 bar)",
        "cm3/g",
        "above",
        10.0,
        1.0,
        0.1,
        "10 cm³/g from 1 kg spread in a room of 100 m³ is 100 ppm, where hydrogen sulfide is "
        "immediately dangerous to life and health (IDLH); 1 and 0.1 cm³/g give 10 and 1 ppm.",
    ),
    Rule(
        "flammable-gas",
        "flammable gas that one gram can give off, at most (25 °C, 1 bar)",
        "cm3/g",
        "above",
        1000.0,
        100.0,
        1.0,
        "1 kg that gives 1000 cm³/g fills 25 m³ with 4 % of gas, the lower flammability limit of "
        "hydrogen in air; a tenth of it fills a fume cupboard.",
    ),
    Rule(
        "toxic-ppm",
        "toxic gas in the air of the place when all water in it has reacted, by volume",
        "ppm",
        "above",
        10.0,
        1.0,
        0.1,
        "10 ppm of hydrogen sulfide is a usual limit for a working day; chlorine and arsine are "
        "immediately dangerous at or below it. Each step down is a tenth.",
    ),
    Rule(
        "flammable-ppm",
        "flammable gas in the air of the place when all water in it has reacted, by volume",
        "ppm",
        "above",
        40000.0,
        10000.0,
        1000.0,
        "4 % is the lower flammability limit of hydrogen and of hydrogen sulfide in air; gas "
        "alarms are usually set to a quarter of it.",
    ),
    Rule(
        "thermal-margin",
        "temperature at which a material decomposes or reacts, less the operating temperature",
        "K",
        "below",
        50.0,
        100.0,
        200.0,
        "A hot spot, a fault or a hot day takes up 50 K; external heating tests take up 100 K "
        "and more.",
    ),
    Rule(
        "heat-over-liquid",
        "most heat that the cell can set free over that of a liquid cell of equal capacity",
        "1",
        "above",
        None,
        1.0,
        0.5,
        "From 1 up the cell holds no less heat than the cells that are known to burn, and being "
        "solid is no argument about how much. It is a ceiling, not a course of events, so this "
        "rule has no danger level. The liquid cell is assumed.",
    ),
    Rule(
        "adiabatic-temperature",
        "temperature of the cell if everything reacted and no heat were lost",
        "degC",
        "above",
        None,
        660.0,
        180.5,
        "At 660 °C aluminium foils and housings melt, at 180.5 °C lithium does. It is a ceiling, "
        "not a course of events, so this rule has no danger level.",
    ),
    Rule(
        "runaway-margin",
        "temperature of runaway (60 K/min) in an adiabatic calorimeter, less the operating one",
        "K",
        "below",
        50.0,
        100.0,
        200.0,
        "As for the thermal margin: a hot spot, a fault or a hot day takes up 50 K; external "
        "heating tests take up 100 K and more. The median of the steps of known rate is judged; "
        "where a rate is unknown, or the band reaches another level, no better than unknown.",
    ),
    Rule(
        "oxygen-heat",
        "heat released when the charged cathode gives off its oxygen, per gram",
        "J/g",
        "above",
        500.0,
        200.0,
        1.0,
        "With a specific heat of about 1 J/g/K, this is the warming of the cathode in kelvin "
        "when no heat is lost.",
    ),
    Rule(
        "oxygen-drive",
        "Gibbs energy released per mole of oxygen that the charged cathode gives off",
        "kJ/mol O2",
        "above",
        None,
        25.0,
        0.0,
        "A cathode for which losing oxygen is downhill is held by slow kinetics alone. 25 kJ/mol "
        "is about the error of the energies per mole of O2.",
    ),
    Rule(
        "short-probability",
        "share of the draws in which lithium gets through at the cell's current",
        "%",
        "above",
        50.0,
        5.0,
        1.0,
        "From half of the draws up a short is to be expected; one in twenty is the risk that "
        "ranges of 95 % leave open; one cell in a hundred is still too many for a pack of "
        "hundreds. The draws carry what is not known of the numbers more than the scatter between "
        "cells. Where a mechanism cannot be told, no better than unknown.",
    ),
    Rule(
        "pressure-window",
        "stack pressure over the nearer end of the window between voids and extrusion",
        "1",
        "below",
        None,
        1.0,
        2.0,
        "Inside the window fewer than half of the draws fail. The pressure of a fixture changes "
        "with the charge of the cell, by up to about a factor of two. What fails at this pressure "
        "is judged by its own rule, so this one has no danger level.",
    ),
    Rule(
        "current-ratio",
        "operating current density over the critical current density of the electrolyte",
        "1",
        "above",
        1.0,
        0.5,
        0.2,
        "At the critical current density lithium has shorted a test cell; a factor of two covers "
        "the scatter between cells, of five that between test conditions.",
    ),
    Rule(
        "current-ratio-pressure",
        "the same where the limit was measured at another stack pressure",
        "1",
        "above",
        None,
        0.5,
        0.2,
        "As above. Stack pressure shifts the limit several times over, so a limit from another "
        "pressure proves no short, and this rule has no danger level.",
    ),
    Rule(
        "electronic-conductivity",
        "electronic conductivity of an electrolyte",
        "S/cm",
        "above",
        1e-6,
        1e-8,
        1e-10,
        "Electrons inside the electrolyte let lithium deposit there and discharge the cell. Han "
        "et al. 2019 (10.1038/s41560-018-0312-z) ask for less than 10⁻¹⁰ S/cm at 1 mA/cm²; each "
        "step up is a hundred times that.",
    ),
    Rule(
        "combustion-heat",
        "heat of complete combustion, per gram",
        "J/g",
        "above",
        None,
        10000.0,
        1000.0,
        "A substance of 10 kJ/g and more counts as fuel, of less than 1 kJ/g hardly. It needs "
        "oxygen from outside or from the cathode, so this rule has no danger level.",
    ),
    Rule(
        "gas-onset",
        "highest potential of the place, less the potential at which gas was measured",
        "V",
        "above",
        None,
        0.0,
        -0.2,
        "Above the onset gas comes in use; 0.2 V is a usual overpotential.",
    ),
    Rule(
        "n-to-p",
        "areal capacity of the anode over that of the cathode",
        "1",
        "below",
        1.0,
        1.05,
        1.1,
        "At 1 or less a full charge plates metallic lithium on a host; the reserve covers uneven "
        "coating and slow diffusion.",
    ),
    *GAS_RULES,
)
