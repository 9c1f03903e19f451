"""Cannot be loaded."""

NEVER = 1 / 0
