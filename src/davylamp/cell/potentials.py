"""Potentials of the electrodes and lithium content of the cathode at a state of charge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from davylamp.cell.layers import Anode
from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, weakest
from davylamp.store.materials import CapacityPoint, Material

__all__ = [
    "CathodeState",
    "PotentialRange",
    "anode_potential",
    "cathode_potential_range",
    "cathode_state",
    "is_lithium_metal",
    "lithium_at_voltage",
    "lithium_window",
    "mean_voltage",
    "voltage_at_lithium",
]


@dataclass(frozen=True, slots=True)
class PotentialRange:
    """Potentials [V against Li/Li+] between which a place in the cell moves."""

    low_V: float
    high_V: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class CathodeState:
    """Cathode material at one state of charge.

    Parameters
    ----------
    state_of_charge : float
        0 when discharged, 1 when charged.
    lithium : float
        Lithium content x of the formula.
    potential_V : float or None
        Open-circuit potential [V against Li/Li+].
    composition : Composition
        Composition at that lithium content.
    kind : Kind
        Weakest evidence behind it.
    notes : tuple of str
        What a reader must know, such as a voltage beyond the known curve.
    """

    state_of_charge: float
    lithium: float
    potential_V: float | None
    composition: Composition
    kind: Kind
    notes: tuple[str, ...] = ()


def is_lithium_metal(material: Material) -> bool:
    """Return whether the material is lithium and nothing else."""
    return material.composition is not None and material.composition.elements == ("Li",)


def anode_potential(anode: Anode) -> PotentialRange | None:
    """Return the potential of the anode [V against Li/Li+], None when it is not known.

    Lithium metal defines zero. Otherwise the open-circuit curve of the material is used, then
    its average voltage.
    """
    material = anode.material
    if anode.anode_free or is_lithium_metal(material):
        return PotentialRange(0.0, 0.0, Kind.MEASURED)
    if material.ocv and material.ocv_datum is not None:
        voltages = [point.voltage_V for point in material.ocv]
        return PotentialRange(min(voltages), max(voltages), material.ocv_datum.kind)
    datum = material.get("average_voltage")
    if datum is None:
        return None
    return PotentialRange(datum.value, datum.value, datum.kind)


def cathode_potential_range(cell: Cell) -> PotentialRange | None:
    """Return the potential of the cathode over the operating window [V against Li/Li+].

    The cell voltage plus the lowest potential of the anode, which it has when the cell is
    charged: exact for the upper end, a bound for the lower one, where a host such as graphite
    may lie higher. None when the potential of the anode is not known.
    """
    anode = anode_potential(cell.anode)
    if anode is None:
        return None
    operation = cell.operation
    return PotentialRange(
        operation.voltage_min_V + anode.low_V, operation.voltage_max_V + anode.low_V, anode.kind
    )


def voltage_at_lithium(curve: tuple[CapacityPoint, ...], lithium: float) -> float:
    """Return the open-circuit potential at a lithium content, linear between the points [V].

    Raises
    ------
    OutsideValidityError
        If the content lies outside the curve.
    """
    if not curve[0].x <= lithium <= curve[-1].x:
        raise OutsideValidityError(
            f"lithium content {lithium:g} lies outside the open-circuit curve, "
            f"{curve[0].x:g} to {curve[-1].x:g}"
        )
    for before, after in pairwise(curve):
        if lithium <= after.x:
            share = (lithium - before.x) / (after.x - before.x)
            return before.voltage_V + share * (after.voltage_V - before.voltage_V)
    return curve[-1].voltage_V


def lithium_at_voltage(curve: tuple[CapacityPoint, ...], potential_V: float) -> float | None:
    """Return the lithium content at which the curve falls through a potential.

    Beyond the ends of the curve the answer is None. Where the curve is flat at that potential,
    the content in the middle of the plateau is returned.
    """
    hits: list[float] = []
    for before, after in pairwise(curve):
        high, low = before.voltage_V, after.voltage_V
        if min(low, high) <= potential_V <= max(low, high):
            if abs(high - low) < 1e-9:
                hits.extend((before.x, after.x))
            else:
                share = (high - potential_V) / (high - low)
                hits.append(before.x + share * (after.x - before.x))
    return 0.5 * (min(hits) + max(hits)) if hits else None


def mean_voltage(curve: tuple[CapacityPoint, ...], low: float, high: float) -> float:
    """Return the mean potential between two lithium contents [V]: integral over the curve.

    Raises
    ------
    OutsideValidityError
        If the contents lie outside the curve or are not in order.
    """
    if not low < high:
        raise OutsideValidityError(f"lithium contents {low:g} and {high:g} are not in order")
    inner = [point.x for point in curve if low < point.x < high]
    stations = [low, *inner, high]
    area = sum(
        0.5 * (voltage_at_lithium(curve, a) + voltage_at_lithium(curve, b)) * (b - a)
        for a, b in pairwise(stations)
    )
    return area / (high - low)


def cathode_state(cell: Cell, state_of_charge: float | None = None) -> CathodeState:
    """Return lithium content, potential and composition of the cathode material.

    Parameters
    ----------
    cell : Cell
        The cell.
    state_of_charge : float, optional
        0 to 1; the state given in the cell file, else fully charged.

    Raises
    ------
    MissingDatumError
        If the material has no host formula or lithium range.
    OutsideValidityError
        If the state of charge is not between 0 and 1.
    """
    soc = cell.operation.state_of_charge if state_of_charge is None else state_of_charge
    soc = 1.0 if soc is None else soc
    if not 0.0 <= soc <= 1.0:
        raise OutsideValidityError(f"a state of charge of {soc:g} is not between 0 and 1")
    material = cell.cathode.active.material
    if not material.host_formula:
        raise MissingDatumError(
            f"the host formula of {material.id} is not known",
            remedy="define the material with host_formula and lithium_range under 'materials:'",
        )
    charged, discharged, kinds, notes = lithium_window(cell)
    lithium = discharged + soc * (charged - discharged)
    potential: float | None = None
    if material.ocv and material.ocv[0].x <= lithium <= material.ocv[-1].x:
        potential = voltage_at_lithium(material.ocv, lithium)
    host = Composition.parse(material.host_formula)
    composition = host + Composition({"Li": lithium}) if lithium > 0.0 else host
    return CathodeState(soc, lithium, potential, composition, weakest(kinds), notes)


def lithium_window(cell: Cell) -> tuple[float, float, tuple[Kind, ...], tuple[str, ...]]:
    """Return lithium content charged and discharged, the kinds of evidence, and notes.

    The contents at the voltage limits are read from the open-circuit curve. Where a limit lies
    beyond the curve, the stored range of the material stands in for it, and a note says so.

    Raises
    ------
    MissingDatumError
        If neither curve nor range is known.
    OutsideValidityError
        If the curve has no lithium to give between the voltage limits.
    """
    material = cell.cathode.active.material
    span, curve = material.lithium_range, material.ocv
    potentials = cathode_potential_range(cell)
    if span is None and not curve:
        raise MissingDatumError(
            f"the lithium content of {material.id} is not known",
            remedy="define the material with lithium_range or ocv under 'materials:'",
        )
    ends = span if span is not None else (curve[0].x, curve[-1].x)
    if not curve or potentials is None or material.ocv_datum is None:
        why = "no open-circuit curve" if not curve else "the anode potential is not known"
        note = f"lithium content of {material.id} from its stored range ({why})"
        return ends[0], ends[1], (Kind.ASSUMED,), (note,)
    kinds: tuple[Kind, ...] = (material.ocv_datum.kind, potentials.kind)
    notes: list[str] = []
    contents: list[float] = []
    voltages = [point.voltage_V for point in curve]
    idle = potentials.low_V > max(voltages) or potentials.high_V < min(voltages)
    # Below the curve the cathode is simply full; above it, how much lithium is left is a guess.
    limits = (
        (potentials.high_V, min(ends[0], curve[0].x), Kind.ASSUMED),
        (potentials.low_V, ends[1], material.ocv_datum.kind),
    )
    for limit_V, fallback, kind in () if idle else limits:
        found = lithium_at_voltage(curve, limit_V)
        if found is None:
            found = fallback
            kinds = (*kinds, kind)
            notes.append(
                f"{limit_V:.2f} V lies beyond the open-circuit curve of {material.id}: lithium "
                f"content {found:g} is taken from its stored range"
            )
        contents.append(found)
    if idle or contents[0] >= contents[1]:
        raise OutsideValidityError(
            f"between {potentials.low_V:.2f} and {potentials.high_V:.2f} V against Li/Li+ "
            f"{material.id} takes up no lithium by its open-circuit curve",
            remedy="check the voltage limits and the materials of the electrodes",
        )
    return contents[0], contents[1], kinds, tuple(notes)
