"""Energy of a charged cathode from measurement: formation enthalpy and open-circuit voltage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.cell.potentials import mean_voltage
from davylamp.core.composition import Composition
from davylamp.core.constants import (
    AVOGADRO_PER_MOL,
    EV_PER_ATOM_IN_J_PER_MOL,
    FARADAY_C_PER_MOL,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials._subject import Subject, Target, resolve
from davylamp.store.load import load_thermochemistry
from davylamp.store.materials import Material
from davylamp.store.thermochemistry import CathodeThermochemistry
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, known_phase

__all__ = ["ChargedCathode", "charged_cathode"]

#: Largest share of lithium between the end of the curve and the discharged formula that is bridged.
_LARGEST_BRIDGE: Final = 0.15
#: How far the voltage over that stretch may lie below the last measured one [V].
_BRIDGE_DROP_V: Final = 0.5


@dataclass(frozen=True, slots=True)
class ChargedCathode:
    """Answer of `charged_cathode`, per mole of the host formula.

    Parameters
    ----------
    name : str
        The material.
    record : CathodeThermochemistry
        Thermochemistry of the discharged compound.
    lithium : float
        Lithium per host formula.
    composition : Composition
        Composition at this lithium content.
    charge_energy_J_per_mol : float
        F times the integral of the voltage from `lithium` to the discharged content [J/mol].
    bridged_lithium : float
        Lithium between the end of the curve and the discharged formula, over which the last
        measured voltage is held.
    extrapolated : bool
        Whether the curve was extended to this lithium content.
    enthalpy_J_per_mol : float
        Enthalpy of formation at 298.15 K [J/mol].
    uncertainty_J_per_mol : float or None
        Standard uncertainty of it [J/mol]; None where that of the discharged compound is not
        reported.
    volume_A3 : float or None
        Volume per atom at the volume per host formula of the discharged compound [cubic angstrom];
        None where that is not known.
    kind : Kind
        Weakest of enthalpy, entropy, curve and bridge.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    record: CathodeThermochemistry
    lithium: float
    composition: Composition
    charge_energy_J_per_mol: float
    bridged_lithium: float
    extrapolated: bool
    enthalpy_J_per_mol: float
    uncertainty_J_per_mol: float | None
    volume_A3: float | None
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    def gibbs_J_per_mol(self, temperature_K: float = STANDARD_TEMPERATURE_K) -> float:
        """Gibbs energy [J/mol], with the voltage taken as independent of temperature."""
        removed = self.record.discharged.get("Li", 0.0) - self.lithium
        lithium = load_thermochemistry().elements["Li"].model
        discharged = self.record.model.gibbs_J_per_mol(temperature_K, extrapolate=True)
        metal = lithium.gibbs_J_per_mol(temperature_K, extrapolate=True)
        return float(discharged - removed * metal) + self.charge_energy_J_per_mol

    @property
    def user_phase(self) -> UserPhase:
        """The charged cathode as a phase for `davylamp.thermo.Conditions`."""
        per_atom = self.enthalpy_J_per_mol / (EV_PER_ATOM_IN_J_PER_MOL * self.composition.atoms)
        return UserPhase(
            name=f"{self.name} at x = {self.lithium:g}",
            composition=self.composition,
            formation_energy_eV=per_atom,
            volume_A3=self.volume_A3,
            kind=self.kind,
            origin=f"{self.record.source} and the open-circuit voltage",
        )


def charged_cathode(
    material: Target, lithium: float | None = None, *, extrapolate: bool = False
) -> ChargedCathode:
    """Return the energy of a cathode at a lithium content, from measurement.

    ``H(Li_x M) = H(Li_n M) + F integral_x^n V dx``, and likewise for G with the lithium that left
    at its own Gibbs energy: ``G(Li_x M) = G(Li_n M) - (n - x) G(Li) + F integral_x^n V dx``.

    Parameters
    ----------
    material : Material or str
        A cathode of the store.
    lithium : float, optional
        Lithium per host formula; by default the charged end of the material's range.
    extrapolate : bool
        Below the end of the curve, hold its last voltage; otherwise that is refused.

    Returns
    -------
    ChargedCathode

    Raises
    ------
    MissingDatumError
        If the formation enthalpy or the curve is not known.
    OutsideValidityError
        If the curve does not reach the lithium content.
    InputError
        If the lithium content is negative or above that of the discharged compound.

    Notes
    -----
    The voltage is a Gibbs energy; taking it as an enthalpy leaves out the entropy of taking
    lithium out (dV/dT within about 0.3 mV/K: 9 kJ per mole of lithium at 298 K). Between the end
    of the curve and the discharged formula the last voltage is held, which can be up to about
    0.5 V too high: the uncertainty carries it.

    Examples
    --------
    >>> half = charged_cathode("LiCoO2", 0.5)
    >>> round(half.enthalpy_J_per_mol / 1e3), half.user_phase.kind.value
    (-490, 'assumed')
    """
    subject = resolve(material)
    found, record = _known(subject)
    full = record.discharged.get("Li", 0.0)
    x = lithium
    if x is None:
        x = found.ocv[0].x if found.lithium_range is None else found.lithium_range[0]
    if not 0.0 <= x <= full + 1e-9:
        raise InputError(f"lithium content {x:g} of {subject.name} is outside 0 to {full:g}")
    energy, bridged, extrapolated = _charge_energy(found, x, full, extrapolate=extrapolate)
    composition = record.host + Composition({"Li": x}) if x > 0.0 else record.host
    enthalpy = float(record.model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K))
    own = record.model.uncertainty_kJ_per_mol
    bridge_J = _BRIDGE_DROP_V * FARADAY_C_PER_MOL * bridged
    kinds = [record.kind, Kind.UNKNOWN if found.ocv_datum is None else found.ocv_datum.kind]
    unknown: list[Unknown] = []
    if bridged > 1e-3:
        kinds.append(Kind.ESTIMATED)
        unknown.append(
            Unknown(
                f"the voltage of {subject.name} from x = {full - bridged:.3f} to {full:g}",
                "measure the open-circuit voltage down to full discharge",
            )
        )
    if extrapolated:
        kinds.append(Kind.ASSUMED)
        unknown.append(
            Unknown(
                f"the voltage of {subject.name} below x = {found.ocv[0].x:g}: the last one is held",
                "measure the open-circuit voltage to this lithium content",
            )
        )
    return ChargedCathode(
        name=subject.name,
        record=record,
        lithium=x,
        composition=composition,
        charge_energy_J_per_mol=energy,
        bridged_lithium=bridged,
        extrapolated=extrapolated,
        enthalpy_J_per_mol=enthalpy + energy,
        uncertainty_J_per_mol=None if own is None else float((1e6 * own**2 + bridge_J**2) ** 0.5),
        volume_A3=_volume(found, record, composition),
        kind=weakest(kinds),
        sources=tuple(
            dict.fromkeys([record.source, *([found.ocv_datum.source] if found.ocv_datum else [])])
        ),
        unknown=tuple(unknown),
    )


def _known(subject: Subject) -> tuple[Material, CathodeThermochemistry]:
    """Return the material with a curve, and its thermochemistry."""
    record = load_thermochemistry().cathodes.get(subject.name)
    if subject.material is None or record is None:
        raise MissingDatumError(
            f"no formation enthalpy of {subject.name} is stored as a cathode",
            remedy="measure it by solution calorimetry of the discharged compound",
        )
    if not subject.material.ocv:
        raise MissingDatumError(
            f"no open-circuit voltage of {subject.name} against its lithium content is stored",
            remedy="measure it at low rate against lithium",
        )
    return subject.material, record


def _charge_energy(
    material: Material, x: float, full: float, *, extrapolate: bool
) -> tuple[float, float, bool]:
    """Return F times the integral of V [J/mol], the bridged lithium, and if it was extended."""
    curve = material.ocv
    low, high = curve[0].x, curve[-1].x
    if full - high > _LARGEST_BRIDGE * full:
        raise OutsideValidityError(
            f"the curve of {material.id} ends at x = {high:g}, too far from its discharged formula",
            remedy="store the voltage down to full discharge",
        )
    extended = x < low - 1e-9
    if extended and not extrapolate:
        raise OutsideValidityError(
            f"the open-circuit curve of {material.id} ends at x = {low:g} and does not reach "
            f"x = {x:g}",
            remedy="measure the voltage there, or extrapolate on purpose",
        )
    bridged = max(0.0, full - max(high, x))
    area = bridged * curve[-1].voltage_V
    start = max(x, low)
    if start < high - 1e-12:
        area += mean_voltage(curve, start, high) * (high - start)
    if extended:
        area += curve[0].voltage_V * (low - x)
    return FARADAY_C_PER_MOL * area, bridged, extended


def _volume(
    material: Material, record: CathodeThermochemistry, composition: Composition
) -> float | None:
    """Return the volume per atom, from the table's discharged compound or its density."""
    formula_A3: float | None = None
    phase = known_phase(record.discharged, Conditions("safety"))
    density = material.get("density")
    if phase is not None and phase.volume_A3 is not None:
        formula_A3 = phase.volume_A3 * record.discharged.atoms
    elif density is not None:
        # g/mol over g/cm3 is cm3/mol; 1 cm3 is 1e24 cubic angstrom.
        formula_A3 = 1e24 * record.discharged.mass_g_per_mol / density.value / AVOGADRO_PER_MOL
    return None if formula_A3 is None else formula_A3 / composition.atoms
