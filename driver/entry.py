"""Where the command lines start, before anything heavy is imported."""

from __future__ import annotations

import gc


def qir() -> None:
    """The command `qir`."""
    gc.disable()  # One short run: looking for cycles costs a tenth of it and frees next to nothing.
    from qir.driver.cli import main

    main()


def qopt() -> None:
    """The command `qopt`."""
    gc.disable()
    from qir.driver.qopt import main

    main()
