"""A model in C, compiled and called from Python."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from qir.backends.c.compiler import FLAGS, find_compiler, library_of, opened
from qir.backends.c.description import FILE, Description, is_c_folder, read_description
from qir.backends.c.interface import Interface, Tensor
from qir.diagnostics import QirError

Array: TypeAlias = npt.NDArray[Any]
DTYPES: Mapping[str, npt.DTypeLike] = {
    "f32": np.float32,
    "f16": np.float16,
    "i1": np.bool_,
    "i8": np.int8,
    "ui8": np.uint8,
    "i16": np.int16,
    "ui16": np.uint16,
    "i32": np.int32,
    "ui32": np.uint32,
    "i64": np.int64,
}
"""By the elements of a tensor, as the IR spells them; each as large as its C type."""


def load(
    folder: str | PathLike[str],
    compiler: str | None = None,
    flags: Sequence[str] = FLAGS,
) -> CompiledModel:
    """The model of a folder that QIR wrote, compiled with the C compiler of this system.

    `compiler`: a command, as `clang`; by default that of $CC, else cc, gcc or clang.
    `flags`: of the compiler.

    A library is compiled once for all folders of the same content, and kept in $XDG_CACHE_HOME/qir,
    or else ~/.cache/qir.

    Raises QirError where the folder holds no model in C, where there is no compiler, or where it
    cannot compile the model.
    """
    if isinstance(flags, str):
        raise QirError(f"flags is the text {flags!r}; expected a list of flags")
    path = Path(folder).absolute()
    if not is_c_folder(path):
        raise QirError(f"{folder}: has no {FILE}; expected a folder of C that QIR wrote")
    described = read_description(path)
    library = library_of(path, described, find_compiler(compiler), tuple(flags))
    return CompiledModel(described, opened(library, path, described))


class CompiledModel:
    """A model with an arena of its own, and in it what the model remembers from call to call.

    Threads may run at once, each its own instance.
    """

    def __init__(self, described: Description, library: ctypes.CDLL) -> None:
        self.interface: Interface = described.interface
        interface, name = self.interface, self.interface.name
        self._inputs = _structure(interface.inputs)
        self._outputs = _structure(interface.outputs)
        self._invoke = getattr(library, f"{name}_invoke")
        # Of all instances, each of which has structures of its own.
        self._invoke.argtypes, self._invoke.restype = [ctypes.c_void_p] * 3, None
        self._reset = getattr(library, f"{name}_reset")
        self._reset.argtypes, self._reset.restype = [ctypes.c_void_p], None
        memory = np.zeros(interface.arena_bytes + interface.alignment, np.uint8)
        self._arena = memory[-memory.ctypes.data % interface.alignment :]
        self.reset()

    @property
    def inputs(self) -> Sequence[Tensor]:
        """Name, elements and shape of each input, in order."""
        return self.interface.inputs

    @property
    def outputs(self) -> Sequence[Tensor]:
        """The same of each output."""
        return self.interface.outputs

    def reset(self) -> None:
        """Forget what the model remembers: the next call is as the first."""
        self._reset(self._arena.ctypes.data)

    def __call__(self, *inputs: npt.ArrayLike) -> Any:
        """The output for inputs in order; a tuple where there are several.

        Raises QirError where an input has another shape or other elements.
        """
        if len(inputs) != len(self.inputs):
            names = ", ".join(each.name for each in self.inputs)
            raise QirError(f"{len(inputs)} inputs; expected {len(self.inputs)}: {names}")
        found = self._run([np.asarray(each) for each in inputs])
        return found[0] if len(found) == 1 else tuple(found)

    def run(self, inputs: Mapping[str, npt.ArrayLike]) -> dict[str, Array]:
        """The outputs by name, for inputs by name.

        Raises QirError where an input is missing or unknown, has another shape or other elements.
        """
        names = [each.name for each in self.inputs]
        if sorted(inputs) != sorted(names):
            given = ", ".join(inputs) or "none"
            raise QirError(f"inputs are {given}; expected {', '.join(names) or 'none'}")
        found = self._run([np.asarray(inputs[name]) for name in names])
        return {each.name: array for each, array in zip(self.outputs, found, strict=True)}

    def _run(self, inputs: Sequence[Array]) -> list[Array]:
        given = [_fitted(*pair) for pair in zip(inputs, self.inputs, strict=True)]
        made: list[Array] = [np.empty(each.shape, DTYPES[each.elements]) for each in self.outputs]
        self._invoke(
            ctypes.byref(self._inputs(*(array.ctypes.data for array in given))),
            ctypes.byref(self._outputs(*(array.ctypes.data for array in made))),
            self._arena.ctypes.data,
        )
        return made


def _structure(tensors: Sequence[Tensor]) -> type[ctypes.Structure]:
    """As the header declares it: a pointer for each tensor."""
    fields = [(each.name, ctypes.c_void_p) for each in tensors] or [("unused", ctypes.c_char)]
    return type("Tensors", (ctypes.Structure,), {"_fields_": fields})


def _fitted(array: Array, tensor: Tensor) -> Array:
    """An array as C reads it: contiguous and aligned."""
    dtype = np.dtype(DTYPES[tensor.elements])
    if array.shape != tensor.shape or array.dtype != dtype:
        held = f"{array.dtype} of shape {_shown(array.shape)}"
        raise QirError(f"{tensor.name} is {held}; expected {dtype} of shape {tensor.text}")
    return np.require(array, requirements=("C", "A"))


def _shown(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape)) or "scalar"
