"""The treatment of an exhaust: gases in, gases out, reagents, columns, what burns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from davylamp.core.errors import BalanceError
from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.gas.exhaust.column import Column
from davylamp.gas.exhaust.fuel import FuelTreatment
from davylamp.gas.exhaust.wash import Wash
from davylamp.gas.exhaust.ways import Way
from davylamp.gas.mixture import GasMixture, element_imbalance, mixture_of

__all__ = ["TreatedGas", "Treatment"]


@dataclass(frozen=True, slots=True)
class TreatedGas:
    """One gas.

    Parameters
    ----------
    gas : str
        Id.
    way : Way
        What takes it out.
    inlet_mol : float
        Before [mol].
    outlet_mol : float or None
        After [mol]; None where nobody knows.
    inlet_ppm : float
        Before [ppm].
    outlet_ppm : float or None
        After [ppm]; None where nobody knows, or nothing carries the gas.
    limit_ppm : float or None
        What may leave [ppm]; None where no limit was given or is stored.
    limit_from : str
        Where the limit comes from.
    """

    gas: str
    way: Way
    inlet_mol: float
    outlet_mol: float | None
    inlet_ppm: float
    outlet_ppm: float | None
    limit_ppm: float | None
    limit_from: str = ""

    @property
    def meets(self) -> bool | None:
        """Whether what leaves is within the limit; None where either is not known."""
        if self.outlet_ppm is None or self.limit_ppm is None:
            return None
        return self.outlet_ppm <= self.limit_ppm * (1.0 + 1e-6)

    @property
    def removal(self) -> float | None:
        """Share taken out [1]; None where nobody knows."""
        if self.outlet_mol is None or not self.inlet_mol > 0.0:
            return None
        return 1.0 - self.outlet_mol / self.inlet_mol


@dataclass(frozen=True, slots=True)
class Treatment:
    """Answer of `treat`.

    Parameters
    ----------
    inlet, outlet : GasMixture
        Before and after, with the air that carries it. What nobody knows to be absorbed is still
        in the outlet.
    gases : tuple of TreatedGas
        All but the carrier.
    caustic, acid : Wash or None
        Stages; None where nothing asks for one.
    caustic_range_mol : tuple of float or None
        Caustic soda without any of the carbon dioxide, and with all of it [mol].
    co2_share : float
        Share of the carbon dioxide reckoned as taken up [1].
    co2_from : str
        Where that share comes from.
    caustic_column, acid_column : Column or None
        None where the flow is not known.
    fuel : FuelTreatment or None
        What burns after the stages; None where nothing does. A gas whose outlet is not known
        counts with all of it.
    fuel_before : FuelTreatment or None
        What burns before them; None where nothing does or there is no stage.
    duration_s : float or None
        Over how long [s].
    kind : Kind
        Weakest evidence.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    sources : tuple of str
        Bibliography keys.
    """

    inlet: GasMixture
    outlet: GasMixture
    gases: tuple[TreatedGas, ...]
    caustic: Wash | None
    acid: Wash | None
    caustic_range_mol: tuple[float, float] | None
    co2_share: float
    co2_from: str
    caustic_column: Column | None
    acid_column: Column | None
    fuel: FuelTreatment | None
    duration_s: float | None
    kind: Kind
    fuel_before: FuelTreatment | None = None
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def closure(self) -> float:
        """Largest imbalance of an element over its amount, in gas, reagents and liquors [1]."""
        before = dict(self.inlet.elements_mol)
        after = dict(self.outlet.elements_mol)
        for stage in (self.caustic, self.acid):
            if stage is None or stage.solution is None:
                continue
            gas = mixture_of(stage.absorbed_mol).elements_mol
            for element, amount in stage.elements_in_mol.items():
                brought = amount - gas.get(element, 0.0)
                before[element] = before.get(element, 0.0) + brought
            for element, amount in stage.solution.elements_mol.items():
                after[element] = after.get(element, 0.0) + amount
        return element_imbalance(before, after)

    def check_closure(self, tolerance: float = 1e-9) -> None:
        """Raise where elements do not balance.

        Raises
        ------
        BalanceError
            If an element differs by more than `tolerance` of its amount.
        """
        if not self.closure <= tolerance:
            raise BalanceError(f"treatment: elements differ by {self.closure:.1e} of their amount")

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "inlet_mol": dict(self.inlet.amounts_mol),
            "outlet_mol": dict(self.outlet.amounts_mol),
            "gases": [
                {
                    "gas": item.gas,
                    "way": item.way.value,
                    "inlet_mol": item.inlet_mol,
                    "outlet_mol": item.outlet_mol,
                    "removal": item.removal,
                    "inlet_ppm": item.inlet_ppm,
                    "outlet_ppm": item.outlet_ppm,
                    "limit_ppm": item.limit_ppm,
                    "limit_from": item.limit_from,
                    "meets": item.meets,
                }
                for item in self.gases
            ],
            "caustic": None if self.caustic is None else self.caustic.record(),
            "caustic_range_mol": None
            if self.caustic_range_mol is None
            else list(self.caustic_range_mol),
            "acid": None if self.acid is None else self.acid.record(),
            "co2_share": self.co2_share,
            "co2_from": self.co2_from,
            "caustic_column": None if self.caustic_column is None else self.caustic_column.record(),
            "acid_column": None if self.acid_column is None else self.acid_column.record(),
            "fuel": None if self.fuel is None else self.fuel.record(),
            "fuel_before": None if self.fuel_before is None else self.fuel_before.record(),
            "duration_s": self.duration_s,
            "closure": self.closure,
            "kind": self.kind.value,
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
            "sources": list(self.sources),
        }
