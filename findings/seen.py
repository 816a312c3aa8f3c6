"""How a finding reports: what was run, what one would guess, what was seen, and whether that is still so.

A script prints its figures with `seen(label, value, expected)` and ends with `done()`, which exits with 1 if a value is
not the expected one. `expected` is a value, numbers equal to four decimals, or a function that says whether the value
is as described.
"""

import math
import sys
from importlib.metadata import version

_changed = []


def about(packages, guess, behaviour):
    print("Packages:  " + ", ".join(f"{package} {version(package)}" for package in packages))
    print("Guess:     " + guess)
    print("Behaviour: " + behaviour)
    print()


def seen(label, value, expected):
    same = expected(value) if callable(expected) else _equal(value, expected)
    print(f"  {label}: {_text(value)}" + ("" if same else "   <- changed"))
    if not same:
        _changed.append(label)


def done():
    print()
    print("Changed: " + "; ".join(_changed) if _changed else "As described.")
    sys.exit(1 if _changed else 0)


def _equal(value, expected):
    if isinstance(expected, float):
        return math.isclose(value, expected, abs_tol=5e-5)
    if isinstance(expected, (list, tuple)):
        return len(value) == len(expected) and all(_equal(v, e) for v, e in zip(value, expected))
    return value == expected


def _text(value):
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(v) for v in value) + "]"
    return str(value)
