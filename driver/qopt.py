"""The command line `qopt`: read a model, run passes on it, print or write it.

xDSL's optimizer driver with QIR's dialects, frontends, passes and outputs added.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.utils.exceptions import (
    DiagnosticException,
    ParseError,
    PassFailedException,
    VerifyException,
)
from xdsl.xdsl_opt_main import xDSLOptMain

from qir import __version__
from qir.backends.mlir import MlirPrinter, MlirSyntaxPrinter, PrintWeights, print_mlir
from qir.context import QirContext
from qir.contracts import check_promise
from qir.diagnostics import QirError
from qir.driver.pipelines import make_verifier, verify
from qir.driver.plugins import Pluggable, plugins
from qir.driver.problems import fail, reported
from qir.driver.registry import load_pass_file, make_passes, own_passes, summary
from qir.driver.report import number_ops
from qir.files import is_special, write_atomically
from qir.frontends.adoption import adopt
from qir.frontends.mlir import decode, one_line
from qir.frontends.mlir_parser import MlirParser
from qir.safetensors import EXTENSION, write_safetensors
from qir.weights import WeightAttr

TOOL = "qopt"
BINARY = "tflite"
C, C_STUBS = "c", "c-stubs"


class QOpt(xDSLOptMain):
    """xDSL's driver; what it does not override is documented by `qopt --help`."""

    version_format = f"qopt {__version__} built from xdsl version {{xdsl_version}}"

    def __init__(self, args: Sequence[str] | None = None) -> None:
        super().__init__("Run QIR's passes on MLIR text or a TFLite model.", args)
        self.weights_file: Path | None = None
        self.named: dict[str, WeightAttr] = {}

    @property
    def context(self) -> QirContext:
        return cast(QirContext, self.ctx)

    def register_all_dialects(self) -> None:
        self.ctx: Context = QirContext(lambda: plugins().all_dialects)

    def register_all_frontends(self) -> None:
        def parse_mlir(file: IO[bytes]) -> ModuleOp:
            name = self.get_input_name()
            parser = MlirParser(self.context, decode(file.read(), name), name)
            module = parser.parse_module(not self.args.no_implicit_module)
            try:
                adopt(module, self.context, Path(self.args.input_file or "").parent)
            except VerifyException as error:
                raise QirError(f"{name}: {error}") from error
            return module

        def parse_tflite(file: IO[bytes]) -> ModuleOp:
            from qir.frontends.tflite import read_tflite

            path = self.args.input_file
            return read_tflite(file.read() if path is None else Path(path))

        self.available_frontends = {"mlir": parse_mlir, BINARY: parse_tflite}

    def prepare_input(self) -> tuple[list[tuple[IO[bytes], int]], str]:
        path = Path(self.args.input_file or "stdin.mlir")
        kind = self.args.frontend or path.suffix.removeprefix(".")
        if kind not in self.available_frontends and path.is_file():
            known = ", ".join(f".{name}" for name in self.available_frontends)
            raise QirError(f"{path}: unknown kind of model {path.suffix!r}; expected {known}")
        return super().prepare_input()

    def register_all_passes(self) -> None:
        own: dict[str, Any] = dict(own_passes())
        self.passes = Pluggable(own, lambda: plugins().all_passes)
        self.available_passes = self.passes

    def register_all_targets(self) -> None:
        def emit_tflite(module: ModuleOp, out: IO[str]) -> NoReturn:
            raise QirError("a .tflite file is binary; name it with -o FILE.tflite")

        own: dict[str, Any] = {BINARY: emit_tflite, "mlir": self._print}
        targets: Any = Pluggable(own, lambda: plugins().all_targets)
        self.available_targets = targets

    def _print(self, module: ModuleOp, out: IO[str]) -> None:
        make = MlirSyntaxPrinter if self.args.syntax_highlight else MlirPrinter
        printer = make(
            out,
            print_generic_format=self.args.print_op_generic,
            print_properties_as_attributes=self.args.print_no_properties,
            print_debuginfo=self.args.print_debuginfo,
            weights=PrintWeights(self.args.print_weights),
        )
        print_mlir(module, printer, self.weights_file.name if self.weights_file else "")
        self.named = printer.named

    def register_all_arguments(self, arg_parser: argparse.ArgumentParser) -> None:
        super().register_all_arguments(arg_parser)
        arg_parser.allow_abbrev = False
        arg_parser.error = _refuse_arguments
        arg_parser.add_argument(
            "--pass",
            dest="pass_steps",
            action="append",
            default=[],
            metavar="NAME{OPTIONS}",
            help="Run a pass; repeatable, in order, after those of --passes.",
        )
        arg_parser.add_argument(
            "--list-passes", action="store_true", help="Print the passes and what they do."
        )
        arg_parser.add_argument(
            "--load",
            action="append",
            default=[],
            type=Path,
            metavar="FILE.py",
            help="Load passes from a Python file; repeatable.",
        )
        arg_parser.add_argument(
            "--emit",
            choices=["mlir", BINARY, C, C_STUBS],
            help="What to write; the default follows the extension of -o, else mlir. c is a folder "
            "of C, c-stubs one whose kernels are apart, for others to take their place; ops that "
            "are no calls of kernels yet are made so first.",
        )
        arg_parser.add_argument(
            "--verify-passes",
            action="store_true",
            help="Run the module before and after each pass on drawn inputs, and stop at the first "
            "pass that changes what it computes.",
        )
        arg_parser.add_argument(
            "--print-pattern-stats",
            action="store_true",
            help="Print how often each rewrite of canonicalize was applied, on stderr.",
        )
        arg_parser.add_argument(
            "--print-weights",
            choices=[mode.value for mode in PrintWeights],
            default=PrintWeights.ELIDE.value,
            help="How constants of more than a few elements are printed: by name only, with their "
            "values in FILE.safetensors beside -o FILE.mlir, or with their values in the text.",
        )

    def setup_pipeline(self) -> None:
        self.listed = own_passes()
        for path in self.args.load:
            self.listed.update(load_pass_file(path))
        self.available_passes.update(self.listed)
        given = [self.args.passes] if self.args.passes else []
        passes = make_passes(",".join((*given, *self.args.pass_steps)), self.available_passes)
        is_verified = not self.args.disable_verify
        # What xDSL's own set-up would do again: make the passes, and verify between them.
        self.args.passes, self.args.disable_verify = "", True
        super().setup_pipeline()
        checked = self._with_checks(self.pipeline.callback, is_verified=is_verified)
        self.pipeline = PassPipeline(passes, checked)

    def _with_checks(self, inherited: Any, *, is_verified: bool) -> Callable[..., None]:
        """xDSL's own callback, which times and prints, after our checks."""
        verifier = make_verifier(self.get_input_name()) if self.args.verify_passes else None

        def callback(before: ModulePass | None, module: ModuleOp, after: ModulePass | None) -> None:
            if before is None:
                self.context.remarks.numbers = number_ops(module)
            if is_verified:
                verify(module, self.get_input_name(), before)
            if before is not None:
                check_promise(before, module)
            if verifier is not None:
                verifier.check(before, module, after)
            inherited(before, module, after)

        return callback

    def list_passes(self) -> None:
        """The passes that --pass takes: ours with what they do, then xDSL's by name."""
        self.passes.add_plugins()
        ours = self.listed.keys()
        width = max(map(len, ours))
        for name in sorted(ours):
            print(f"{name:<{width}}  {summary(self.available_passes[name]())}")
        others = sorted(self.available_passes.keys() - ours)
        print(f"\nfrom xDSL and plugins: {', '.join(others)}")

    def run(self) -> None:
        if self.args.list_passes:
            self.list_passes()
            return
        self._run()
        if self.args.print_pattern_stats:
            from qir.driver.view import print_pattern_stats

            print_pattern_stats(self.context.remarks)

    def _run(self) -> None:
        path = Path(self.args.output_file) if self.args.output_file else None
        emit = self.args.emit
        if emit is None and path is not None and path.suffix == f".{BINARY}":
            emit = BINARY
        is_said = emit is not None or self.args.target != "mlir"
        if path is not None and not is_said and path.suffix != ".mlir" and not is_special(path):
            raise QirError(
                f"{path}: unknown kind of output {path.suffix!r}; expected .mlir or .{BINARY}, "
                "or --emit to say what to write"
            )
        if emit == BINARY:
            self._run_to_tflite(path)
            return
        if emit in (C, C_STUBS):
            self._run_to_c(path, stubs=emit == C_STUBS)
            return
        if self.args.print_weights == PrintWeights.SIDE:
            self.weights_file = self._beside(path)
        if path is None:
            super().run()
        else:
            self._run_to_text(path)

    def _run_to_tflite(self, path: Path | None) -> None:
        from qir.backends.tflite.writer import write_tflite

        if path is None:
            raise QirError("a .tflite file is binary; name it with -o FILE.tflite")
        write_tflite(self._one_module("one .tflite file"), path)

    def _run_to_c(self, path: Path | None, *, stubs: bool) -> None:
        from qir.backends.c.writer import c_folder, emit_c, is_lowered
        from qir.driver.outputs import check_folder
        from qir.driver.pipelines import LOWERING, run

        if path is None:
            raise QirError("C is several files; name a folder with -o FOLDER")
        check_folder(path)
        with c_folder(path) as folder:
            module = self._one_module("one folder of C")
            if not is_lowered(module):
                run(LOWERING, module, self.context)
            emit_c(module, folder, stubs=stubs)

    def _one_module(self, output: str) -> ModuleOp:
        """What is read, after the passes."""
        chunks, extension = self.prepare_input()
        if len(chunks) > 1:
            raise QirError(f"--split-input-file cannot be written to {output}")
        chunk, offset = chunks[0]
        with chunk:
            module = self.parse_chunk(chunk, extension, offset)
        assert module is not None
        self.apply_passes(module)
        return module

    def _beside(self, path: Path | None) -> Path:
        """The file of weights that goes with a text."""
        if path is None or is_special(path):
            raise QirError("weights beside the text need a name; give one with -o FILE.mlir")
        if self.args.split_input_file:
            raise QirError("weights beside the text are those of one text, not of several")
        if path.suffix == EXTENSION:
            raise QirError(f"{path}: the weights go there; name the text otherwise")
        return path.with_suffix(EXTENSION)

    def _run_to_text(self, path: Path) -> None:
        """Collect the text, so that the file appears only when all of it is there."""
        self.args.output_file = None
        text = io.StringIO()
        with redirect_stdout(text):
            super().run()
        with write_atomically(path) as file:
            file.write(text.getvalue().encode())
            if self.weights_file:
                with write_atomically(self.weights_file) as weights:
                    write_safetensors(self.named.values(), weights)


def _refuse_arguments(message: str) -> NoReturn:
    fail(TOOL, message, code=2)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; a user's problem is one line on stderr and exit code 1 or 2."""
    try:
        with reported(TOOL):
            QOpt(args).run()
    except ParseError as error:
        fail(TOOL, f"{error.span.input.name}: {one_line(error)}")
    except (VerifyException, DiagnosticException, PassFailedException) as error:
        fail(TOOL, str(error))


if __name__ == "__main__":
    main()
