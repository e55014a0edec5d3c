"""Arithmetic of a share, in percent of GRDP: growth needed, a fall of a part, the digital part of the rest."""

from ..errors import ModelError


def needed_growth(level: float, goal: float, years: int, grdp_growth):
    """Yearly growth of digital value added, percent, that takes a share from `level` to `goal` in some years.

    share_T = share_0 ((1 + g_d) / (1 + g))^n solved for g_d; both rates at the same prices, or both deflated alike.

    Args:
        level: Share today, percent, above 0; `goal` the share asked for.
        grdp_growth: Yearly growth of GRDP, percent; a number or an array.

    Raises:
        ModelError: A share outside 0 to 100, or no year left.
    """
    if not (0 < level < 100 and 0 < goal < 100 and years > 0):
        raise ModelError(f"from {level} to {goal} % in {years} years: shares lie between 0 and 100, with a year to go")
    return 100 * ((1 + grdp_growth / 100) * (goal / level) ** (1 / years) - 1)


def share_after(level: float, digital_growth, grdp_growth, years: int):
    """The share, percent, after some years of growth of digital value added and of GRDP (percent a year)."""
    return level * ((1 + digital_growth / 100) / (1 + grdp_growth / 100)) ** years


def after_fall(level: float, part: float, fall: float) -> float:
    """The share after a part of it (points of GRDP) fell by `fall` percent and all else stood still.

    The fall leaves GRDP too: (s - c f) / (1 - c f).
    """
    lost = part * fall / 100
    return 100 * (level - lost) / (100 - lost)


def break_even(level: float, part: float, goal: float) -> float:
    """By how many percent a part of the share must fall for the share to come down to a goal; above 100: it cannot.

    f = (s - T) / (c (1 - T)); negative where the share is short of the goal already.
    """
    return 100 * (level - goal) / (part * (1 - goal / 100))


def mean_coefficient(level: float, core: float) -> float:
    """The digital part, percent, of the value added outside the core industries: (s - c) / (100 - c)."""
    return 100 * (level - core) / (100 - core)


def core_needed(goal: float, level: float, core: float) -> float:
    """The core's part of GRDP, percent, that brings the share to a goal while the rest stays as digital as it is.

    (T - k) / (1 - k), k the mean digital part of the rest.
    """
    rest = mean_coefficient(level, core)
    return 100 * (goal - rest) / (100 - rest)


def share_from_sectors(sectors: dict[str, float], coefficients: dict[str, float]) -> float:
    """The share that the reader's coefficients give: the sum of each sector's share times its digital part.

    Args:
        sectors: Value added of each sector, percent of GRDP; together at most 100.
        coefficients: Digital part of each sector's value added, percent; the reader's assumption. A sector without
            one counts as not digital at all.

    Raises:
        ModelError: A coefficient outside 0 to 100, or one of a sector the table does not hold.
    """
    if unknown := sorted(set(coefficients) - set(sectors)):
        raise ModelError(f"coefficients for {', '.join(unknown)}: the sectors are {', '.join(sorted(sectors))}")
    if wrong := sorted(s for s, k in coefficients.items() if not 0 <= k <= 100):
        raise ModelError(f"coefficient of {', '.join(wrong)} outside 0 to 100: give the digital part in percent")
    return sum(sectors[s] * k / 100 for s, k in coefficients.items())
