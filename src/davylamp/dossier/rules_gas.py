"""Rules for gas where it comes out: poison, fire, want of oxygen, pressure."""

from __future__ import annotations

from typing import Final

from davylamp.dossier.rule import Rule

__all__ = ["GAS_RULES"]

GAS_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "gas-idlh",
        "highest concentration of each gas in the place over its IDLH, summed over gases",
        "1",
        "above",
        1.0,
        0.25,
        0.1,
        "IDLH is the concentration that is immediately dangerous to life or health (NIOSH), in the "
        "table of limits with edition and date. Gas does not spread evenly: near the cell it is "
        "several times the mean of the room, so that a quarter of the limit is a warning.",
    ),
    Rule(
        "gas-aegl2",
        "highest mean of each gas over its AEGL-2, summed over gases, at the worst averaging time",
        "1",
        "above",
        None,
        1.0,
        0.1,
        "From AEGL-2 up people suffer lasting harm or cannot escape (EPA), so that it is a "
        "warning; IDLH and AEGL-3 are beyond it. The sum treats all gases as if they added up.",
    ),
    Rule(
        "gas-lfl",
        "gas in the place, evenly mixed, over its lower flammability limit",
        "%",
        "above",
        100.0,
        25.0,
        10.0,
        "At 100 % the whole place can explode. Gas alarms are usually set to 10 and 25 % of the "
        "limit, and ventilation is laid out for a quarter of it.",
    ),
    Rule(
        "gas-oxygen",
        "oxygen in the air of the place, by volume",
        "%",
        "below",
        16.0,
        19.5,
        20.5,
        "Air has 20.9 %. Below 19.5 % it counts as deficient in oxygen (OSHA 29 CFR 1910.134); at "
        "16 % thinking and coordination suffer.",
    ),
    Rule(
        "gas-corrosion",
        "highest concentration of acid gases and halogens in the place, summed",
        "ppm",
        "above",
        None,
        1.0,
        0.01,
        "0.01 ppm of hydrogen fluoride or chlorine as a mean of months is severe for electronics "
        "(ISA-71.04). A puff of a hundred times that lasts hours, but leaves halides that go on "
        "eating.",
    ),
    Rule(
        "gas-opens",
        "share of the draws in which gas opens the casing while the cell is in use",
        "%",
        "above",
        50.0,
        5.0,
        1.0,
        "A cell that opens in use sets its gas free among people. From half of the draws up it is "
        "to be expected; one in twenty is the risk that ranges of 95 % leave open. Where an amount "
        "or a pressure is not known, no better than unknown.",
    ),
    Rule(
        "gas-bursts",
        "share of the draws in which the casing of a failing cell tears before a vent opens",
        "%",
        "above",
        50.0,
        5.0,
        1.0,
        "A vent lets gas out where it was meant to go; a casing that tears throws parts. Where the "
        "pressures are not known, no better than unknown.",
    ),
    Rule(
        "gas-enclosure",
        "pressure that burning gas can make in the enclosure over what the enclosure stands",
        "1",
        "above",
        1.0,
        0.5,
        0.1,
        "Evenly mixed, burnt at constant volume without loss of heat: an upper bound for gas that "
        "does not detonate. A factor of two covers uneven mixing.",
    ),
)
