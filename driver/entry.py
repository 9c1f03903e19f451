"""Where the command lines start, before anything heavy is imported."""

from __future__ import annotations

import gc
import os
import sys

from qir.driver.lazy import lazily


def qir() -> None:
    """The command `qir`."""
    gc.disable()  # One short run: looking for cycles costs a tenth of it and frees next to nothing.
    from qir.driver.cli import main

    main()


def qopt() -> None:
    """The command `qopt`."""
    gc.disable()
    lazily("numpy")  # Half of the time that qopt takes to start, and little text needs it.
    from qir.driver.qopt import main

    main()
    # All is written by now. Taking apart what was imported would be a tenth of a short run.
    sys.stderr.flush()
    os._exit(0)
