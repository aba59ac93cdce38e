"""Charts drawn on the server: inline SVG with the numbers in a table below each.

Widths are percentages or one fixed drawing area, so no inline style and no script is needed.
"""

import math
from collections.abc import Sequence
from typing import Any

from django.template import Library

from midas.hub.kernel import money
from midas.hub.ui.tags.formats import NOTHING, percent, won

register = Library()
HUES = 6  # distinct fills .hue-1 … .hue-6 in components.css
AMOUNTS = ("원", "KRW", "won", "%")  # units written on every number
LAYER_HUES = {"state": 1, "local": 2, "host": 3, "own": 4, "loan": 5}


def _read(row: Any, index: int, *names: str) -> Any:
    """A value of a chart row given as a tuple, dictionary or object."""
    if isinstance(row, tuple | list):
        return row[index] if index < len(row) else None
    for name in names:
        found = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
        if found is not None:
            return found
    return None


@register.inclusion_tag("ui/parts/money_bar.html")
def money_bar(layers: Any, title: Any = "") -> dict[str, Any]:
    """Money by layer as one bar: rows (label, amount) or {label, amount, layer}."""
    rows = [(_read(r, 0, "label"), int(_read(r, 1, "amount") or 0), r) for r in layers]
    total, at, parts = sum(max(amount, 0) for _l, amount, _r in rows), 0.0, []
    for number, (label, amount, row) in enumerate(rows):
        share = float(money.share_percent(max(amount, 0), total))
        layer = row.get("layer", "") if isinstance(row, dict) else getattr(row, "layer", "")
        parts.append(
            {
                "label": label,
                "amount": amount,
                "share": percent(share),
                "x": f"{at:.3f}",
                "width": f"{share:.3f}",
                "middle": f"{at + share / 2:.3f}",
                "named": share >= 14,
                "hue": LAYER_HUES.get(layer, number % HUES + 1),
            }
        )
        at += share
    return {"parts": parts, "total": total, "title": title}


def _scale(values: Sequence[float]) -> float:
    return max([v for v in values if v > 0], default=0.0)


def _written(value: Any, unit: str) -> str:
    if value is None:
        return NOTHING
    if unit in ("원", "KRW", "won"):
        return won(value)
    if unit == "%":
        return percent(value)
    number = f"{value:,}" if isinstance(value, int) else f"{float(value):,.1f}".removesuffix(".0")
    return f"{number}{unit}"


@register.inclusion_tag("ui/parts/bars.html")
def bars(
    rows: Any, unit: str = "", title: Any = "", maximum: float | None = None
) -> dict[str, Any]:
    """Horizontal bars from zero: rows (label, value[, target]) or {label, value, target, url}.

    `unit` follows each number; "won" writes amounts, "%" percentages.
    """
    read = [
        (_read(r, 0, "label"), _read(r, 1, "value"), _read(r, 2, "target"), _read(r, 3, "url"))
        for r in rows
    ]
    top = float(maximum or _scale([float(v or 0) for _l, a, t, _u in read for v in (a, t)]) or 1)
    shown = [
        {
            "label": label,
            "value": value,
            "written": _written(value, "" if target is not None and unit not in AMOUNTS else unit),
            "width": f"{max(0.0, min(100.0, float(value or 0) / top * 100)):.3f}",
            "target": None if target is None else _written(target, unit),
            "mark": None if target is None else f"{min(100.0, float(target) / top * 100):.3f}",
            "url": url or "",
        }
        for label, value, target, url in read
    ]
    return {"rows": shown, "title": title, "has_targets": any(r["mark"] for r in shown)}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: float, of: float, label: Any = "", unit: str = "") -> dict[str, Any]:
    """How far `value` is on the way to `of`."""
    share = min(100.0, max(0.0, float(value) / float(of) * 100)) if of else 0.0
    return {
        "label": label,
        "value": _written(value, unit),
        "of": _written(of, unit),
        "share": percent(share),
        "width": f"{share:.3f}",
    }


def _lines_of(label: str, limit: int = 11) -> list[str]:
    """A label cut at spaces so that it fits beside a spoke; at most three lines."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + len(word) < limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if len(lines) <= 3 else [*lines[:2], " ".join(lines[2:])]


CENTRE, RADIUS = (180, 142), 84


def _spoke(number: int, count: int, reach: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / count - math.pi / 2
    return CENTRE[0] + reach * math.cos(angle), CENTRE[1] + reach * math.sin(angle)


def _points(values: Sequence[float]) -> str:
    spots = (_spoke(i, len(values), RADIUS * v) for i, v in enumerate(values))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _axis(number: int, count: int, label: str) -> dict[str, Any]:
    x, y = _spoke(number, count, RADIUS)
    at_x, at_y = _spoke(number, count, RADIUS + 14)
    side = "middle" if abs(at_x - CENTRE[0]) < 20 else "start" if at_x > CENTRE[0] else "end"
    lines = _lines_of(label)
    lift = (len(lines) - 1) * 8 if abs(at_y - CENTRE[1]) < RADIUS - 4 else 0
    if at_y < CENTRE[1] - RADIUS + 4:
        lift = (len(lines) - 1) * 16
    shift = 10 if at_y > CENTRE[1] + RADIUS - 4 else 5
    return {
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "anchor": side,
        "lines": [
            {"text": text, "x": f"{at_x:.1f}", "y": f"{at_y - lift + shift + 16 * i:.1f}"}
            for i, text in enumerate(lines)
        ],
    }


@register.inclusion_tag("ui/parts/radar.html")
def radar(axes: Any, maximum: float = 5, title: Any = "", names: Any = None) -> dict[str, Any]:
    """A maturity profile: axes (label, value[, before]) or {label, value, before}, three or more.

    `names` are the two series' names; the second is drawn dashed, so colour is never alone.
    """
    read = [(str(_read(a, 0, "label")), _read(a, 1, "value"), _read(a, 2, "before")) for a in axes]
    count, series = len(read), list(names or ())

    def share(value: Any) -> float:
        return max(0.0, min(1.0, float(value or 0) / float(maximum)))

    has_before = any(before is not None for _l, _v, before in read)
    rings = [_points([step / 5] * count) for step in range(1, 6)] if count >= 3 else []
    return {
        "title": title,
        "drawn": count >= 3,
        "rings": rings,
        "axes": [_axis(i, count, label) for i, (label, _v, _b) in enumerate(read)],
        "shape": _points([share(v) for _l, v, _b in read]) if count >= 3 else "",
        "dots": [
            {"x": f"{x:.1f}", "y": f"{y:.1f}"}
            for x, y in (_spoke(i, count, RADIUS * share(r[1])) for i, r in enumerate(read))
        ],
        "before": _points([share(b) for _l, _v, b in read]) if has_before and count >= 3 else "",
        "rows": [
            {"label": label, "value": _written(value, ""), "before": _written(before, "")}
            for label, value, before in read
        ],
        "maximum": _written(maximum, ""),
        "now_name": series[0] if series else "",
        "before_name": series[1] if len(series) > 1 else "",
        "has_before": has_before,
    }


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(values: Any, label: Any = "", unit: str = "") -> dict[str, Any]:
    """A small line of a figure over time, oldest first; its last value is written beside it."""
    numbers = [float(v) for v in values]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    span, step = (high - low) or 1.0, 112 / max(len(numbers) - 1, 1)
    spots = [(4 + i * step, 28 - (v - low) / span * 24) for i, v in enumerate(numbers)]
    raw = list(values)
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in spots),
        "end": {"x": f"{spots[-1][0]:.1f}", "y": f"{spots[-1][1]:.1f}"} if spots else None,
        "label": label,
        "first": _written(raw[0], unit) if raw else NOTHING,
        "last": _written(raw[-1], unit) if raw else NOTHING,
    }
