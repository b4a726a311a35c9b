"""Plots as inline SVG, in the page's own colours; each says in words what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 440, 300, 52, 44, 12, 14
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def risk_coverage_plot(curve: Sequence[Sequence[float]]) -> str:
    """The share of wrong answers over the share of questions answered."""
    top = _ceiling(max((risk for _, risk in curve), default=0.0))
    points = " ".join(f"{_x(coverage):.1f},{_y(risk, top):.1f}" for coverage, risk in curve)
    told = "; ".join(f"{coverage:.0%} answered, {risk:.1%} of that wrong" for coverage, risk in sampled_points(curve, 5))
    return _frame(
        "Risk and coverage", told, "questions answered, most confident first", "wrong answers", top, f'<polyline points="{points}"/>'
    )


def reliability_plot(bins: Sequence[Sequence[float]]) -> str:
    """How many answers are right over how sure they were."""
    diagonal = f'<line class="ideal" x1="{_x(0):.1f}" y1="{_y(0, 1):.1f}" x2="{_x(1):.1f}" y2="{_y(1, 1):.1f}"/>'
    points = " ".join(f"{_x(confidence):.1f},{_y(right, 1):.1f}" for confidence, right, _ in bins)
    most = max((count for _, _, count in bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(confidence):.1f}" cy="{_y(right, 1):.1f}" r="{3 + 3 * (count / most) ** 0.5:.1f}">'
        f"<title>confidence {confidence:.1%}, right {right:.1%}, {count:.0f} answers</title></circle>"
        for confidence, right, count in bins
    )
    told = "; ".join(f"confidence {confidence:.0%}: {right:.0%} right" for confidence, right, _ in bins)
    return _frame("Reliability", told, "confidence", "right", 1.0, f'{diagonal}<polyline points="{points}"/>{dots}')


def sampled_points(curve: Sequence[Sequence[float]], count: int) -> list[tuple[float, float]]:
    """``count`` points at equal steps along a curve, straight lines between its own."""
    import numpy as np

    if not curve:
        return []
    places = np.linspace(curve[0][0], curve[-1][0], count)
    heights = np.interp(places, [point[0] for point in curve], [point[1] for point in curve])
    return [(float(place), float(height)) for place, height in zip(places, heights, strict=True)]


def _ceiling(value: float) -> float:
    """A round number above ``value`` for the axis."""
    return next((top for top in (0.05, 0.1, 0.2, 0.3, 0.5) if value <= top), 1.0)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float, top: float) -> float:
    return HEIGHT - BOTTOM - share / top * (HEIGHT - BOTTOM - TOP)


def _frame(title: str, told: str, across: str, up: str, top: float, content: str) -> str:
    parts = [f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(title)}</title><desc>{escape(told)}</desc>']
    for tick in _TICKS:
        x, y = _x(tick), _y(tick * top, top)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{tick:.0%}</text>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick * top:.3g}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>')
    side = (HEIGHT - BOTTOM + TOP) / 2
    parts.append(f'<text transform="translate(12 {side:.1f}) rotate(-90)" text-anchor="middle">{escape(up)}</text>')
    return "".join([*parts, content, "</svg>"])
