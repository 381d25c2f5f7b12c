"""Numbers of the assessment's sentences in plain digits."""

from __future__ import annotations

__all__ = ["digits"]


def digits(value: float, most: int = 2) -> str:
    """Return a number with `most` digits, a large one whole, never as a power of ten.

    Examples
    --------
    >>> digits(0.0123), digits(162.3), digits(2523.4), digits(2646.0, 3)
    ('0.012', '162', '2,523', '2,646')
    """
    return f"{value:,.0f}" if value >= 10**most else f"{value:.{most}g}"
