"""Numbers as they are rounded and written: half up, decimal comma, dots between thousands."""

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Decimal | Fraction | int, places: int) -> Decimal:
    """Exact rounding, halves away from zero as in a spreadsheet; never minus zero."""
    if places < 0:
        raise ValueError(f"places must not be negative: {places}")
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = int(value < 0 and units > 0)
    return Decimal((sign, tuple(map(int, str(units))), -places))


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """Vietnamese text of a number: "1.234,5"; without `places` exact, no trailing zeros."""
    exact = Decimal(value) if places is None else round_half_up(value, places)
    whole, _, decimals = f"{exact.copy_abs():f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if exact < 0 else "") + grouped + ("," + decimals if decimals else "")


def format_share(value: Decimal | Fraction, places: int = 1) -> str:
    """A share of one as a percentage with fixed decimals: 0.714 is "71,4%"."""
    return format_number(round_half_up(Fraction(value) * 100, places), places) + "%"


def count_of(n: int, total: int) -> str:
    """Counts as official texts write them, at least two digits: "07/07"."""
    return f"{n:02d}/{total:02d}"
