"""How lit runs these tests: `lit lit_tests`, or pytest, which calls it.

The tools are run by the Python that runs lit, so that they are found in any environment.
"""
# ruff: noqa: F821  lit defines `config`

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from in_process import InProcessTest  # noqa: E402  it lies beside this file

TOOLS = {
    "%qopt": "qir.driver.qopt",
    "%qir": "qir.driver.cli",
    r"\bfilecheck\b": "filecheck",
}

config.name = "qir"
config.test_format = InProcessTest(execute_external=False)
config.suffixes = [".mlir"]
config.excludes = ["Inputs"]
config.test_source_root = str(HERE)
config.test_exec_root = str(HERE.parent / "build" / "lit_tests")
config.substitutions.append(("%python", f'"{sys.executable}"'))
config.substitutions += [(name, f'"{sys.executable}" -m {tool}') for name, tool in TOOLS.items()]
