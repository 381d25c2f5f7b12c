"""Every published case beside what Davylamp computes, hits and misses alike."""

from davylamp.validation.case import Case, CaseResult, run_cases

__all__ = ["Case", "CaseResult", "run_cases"]
