"""Money as whole won: integers only, nothing lost and nothing made when an amount is divided."""

from collections.abc import Mapping, Sequence
from fractions import Fraction


def percent_of(amount: int, percent: float | str) -> int:
    """`percent` % of `amount`, rounded down to a whole won."""
    return int(amount * Fraction(str(percent)) / 100)


def share_percent(part: int, whole: int) -> Fraction:
    """The exact percentage that `part` is of `whole`; 0 when the whole is 0."""
    return Fraction(part * 100, whole) if whole else Fraction(0)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide `amount` in proportion to `weights`; the parts always add up to `amount`.

    Won left over by rounding go to the largest remainders, the earlier part first on a tie.
    Raises ValueError when the amount or a weight is negative, or all weights are 0.
    """
    total = sum(weights)
    if amount < 0 or total <= 0 or min(weights) < 0:
        msg = "split needs a non-negative amount and non-negative weights with a positive sum"
        raise ValueError(msg)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def split_by_layer(amount: int, layers: Mapping[str, int]) -> dict[str, int]:
    """Divide `amount` over named layers in proportion to their agreed amounts."""
    return dict(zip(layers, split(amount, list(layers.values())), strict=True))


def reading(amount: int, language: str = "ko") -> str:
    """A won amount as people read it: 2억 5,000만 원 in Korean, KRW 250,000,000 in English."""
    if language != "ko":
        return f"KRW {amount:,}"
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    eok, rest = divmod(rest, 100_000_000)
    man, won = divmod(rest, 10_000)
    parts = [f"{value:,}{unit}" for value, unit in ((eok, "억"), (man, "만"), (won, "")) if value]
    return sign + (" ".join(parts) or "0") + " 원" if not won else f"{sign}{' '.join(parts)}원"
