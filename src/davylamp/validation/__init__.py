"""Every published case beside what Davylamp computes, hits and misses alike."""

from davylamp.validation.all_cases import all_cases
from davylamp.validation.case import Case, CaseResult, run_cases
from davylamp.validation.table import as_markdown, value_text

__all__ = ["Case", "CaseResult", "all_cases", "as_markdown", "run_cases", "value_text"]
