"""What a user may choose of C; without the compiler, as command lines need only this."""

from __future__ import annotations

from enum import StrEnum


class Weights(StrEnum):
    """Where constants are."""

    C = "c"
    """In `weights.c`, as strings."""
    INCBIN = "incbin"
    """In `weights.bin`, which the assembler includes in `weights.c`: compiled at once."""
    BLOB = "blob"
    """In `weights.bin`, which the user loads, and says where it is."""
