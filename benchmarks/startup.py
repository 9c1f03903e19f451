"""How long `qopt` takes to read and print a small text, beside importing xDSL's own driver.

Both are whole processes and run in turn; the ratio is taken pair by pair, and its median printed.

    python benchmarks/startup.py --runs 21
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import quantizers

SMALL = """
func.func @main(%x: tensor<1x8xf32>) -> tensor<2x4xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[2, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  func.return %r : tensor<2x4xf32>
}
"""


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the start of qopt.")
    parser.add_argument("--runs", type=int, default=21)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "small.mlir")
        text.write_text(SMALL)
        qopt = [quantizers.find("qopt"), str(text)]
        xdsl = [sys.executable, "-c", "import xdsl.xdsl_opt_main"]
        pairs = [(seconds(qopt), seconds(xdsl)) for _ in range(args.runs + 1)][1:]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"qopt, a small text: {ours:.3f} s; import xdsl.xdsl_opt_main: {theirs:.3f} s")
    print(f"ratio: {ratio:.2f}")


if __name__ == "__main__":
    main()
