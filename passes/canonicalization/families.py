"""All patterns, in the order in which they are tried on an op."""

from __future__ import annotations

from qir.passes.canonicalization import (
    affine,
    chains,
    clamps,
    folding,
    identities,
    layout,
    padding,
    products,
)
from qir.passes.canonicalization.rewriting import Pattern

FAMILIES = {
    "identities": identities.PATTERNS,
    "clamps": clamps.PATTERNS,
    "affine": affine.PATTERNS,
    "padding": padding.PATTERNS,
    "products": products.PATTERNS,
    "layout": layout.PATTERNS,
    "chains": chains.PATTERNS,
    "folding": folding.PATTERNS,
}
PATTERNS: tuple[Pattern, ...] = tuple(
    pattern for patterns in FAMILIES.values() for pattern in patterns
)
