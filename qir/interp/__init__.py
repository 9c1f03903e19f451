"""What every op computes, in numpy: the reference that passes and backends are held to.

`machine.py` runs the functions of a module. What the ops of `qir/dialects/tfl/FAMILY.py` compute is
in `FAMILY.py` here, one function per op, listed in its table `EVALS`. The rules they follow are
those of LiteRT's builtin kernels; docs/semantics.md states and numbers them.
"""

from qir.interp.machine import Machine, Weights

__all__ = ["Machine", "Weights"]
