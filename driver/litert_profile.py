"""How long LiteRT takes for each op of a model, told by its own profiler.

The profiler belongs to LiteRT's C interface, which ai-edge-litert brings as a library, and not to
its Python one. XNNPACK reports each of its operators under its own name, as `Fully Connected (NC,
QDU8, F32, QC8W) GEMM`; several ops of the file may be one of these. Needs the extra `runtime`.
"""

from __future__ import annotations

import ctypes
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from ctypes import byref, c_char_p, c_int, c_int32, c_size_t, c_uint, c_uint32, c_uint64, c_void_p
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from qir.diagnostics import QirError

Array = npt.NDArray[Any]
LIBRARY = "libLiteRt.so"
OPTIONS = {"runtime_options_string": "enable_profiling = true\n", "xnnpack": "num_threads = 1\n"}
"""Of the runtime and of XNNPACK, as texts that they read."""
CPU = 1
FOR_WRITING = 1
RUN = "Invoke"
"""The event that all ops of a run are in."""
OF_OPS = (2, 8)
"""The types of events of ops: of LiteRT's own kernels, and of XNNPACK's."""
CONTROL = ("CALL_ONCE", "IF", "WHILE")
"""Ops whose time is that of others."""
RANK = 0x7F
WARMING = 2


@dataclass(frozen=True, slots=True)
class ProfiledOp:
    """An op as LiteRT calls it, and the mean of its microseconds over the faster half of runs."""

    name: str
    us: float


def profile(model: bytes, inputs: Sequence[Array], runs: int) -> list[ProfiledOp]:
    """The ops of the first signature of a model, as they are run on one thread with XNNPACK.

    Raises QirError where LiteRT is not installed, has no profiler, or does not take the model: its
    compiled models have no variable tensors, which recurrent ops have.
    """
    context = get_context("spawn")  # LiteRT prints, and might end the process.
    with ProcessPoolExecutor(1, context, _silence) as pool:
        try:
            return pool.submit(_profile, model, list(inputs), runs).result()
        except BrokenProcessPool as error:
            raise QirError("LiteRT ended the process that profiled a model") from error


def _silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


class _Type(ctypes.Structure):
    """`LiteRtRankedTensorType`."""

    _fields_: ClassVar = [
        ("element", c_int),
        ("rank", c_uint),
        ("sizes", c_int32 * 8),
        ("strides", c_uint32 * 8),
    ]


class _Event(ctypes.Structure):
    """`ProfiledEventData`."""

    _fields_: ClassVar = [
        ("tag", c_char_p),
        ("type", c_int),
        ("start_us", c_uint64),
        ("us", c_uint64),
        ("memory", c_size_t * 6),
        ("metadata", c_uint64 * 2),
        ("source", c_int),
    ]


def _profile(model: bytes, inputs: Sequence[Array], runs: int) -> list[ProfiledOp]:
    return _Compiled(model, inputs).profile(runs)


class _Compiled:
    """A model of LiteRT's C interface, which lives as long as the process does."""

    def __init__(self, model: bytes, inputs: Sequence[Array]) -> None:
        self._library = _library()
        self._environment = self._made("LiteRtCreateEnvironment", 0, None)
        self._held: list[object] = [content := ctypes.create_string_buffer(model, len(model))]
        made = self._made(
            "LiteRtCreateModelFromBuffer", self._environment, content, c_size_t(len(model))
        )
        options = self._options()
        self._model = self._made("LiteRtCreateCompiledModel", self._environment, made, options)
        signature = self._made("LiteRtGetModelSignature", made, c_size_t(0))
        self._inputs = self._buffers(signature, "Input")
        self._outputs = self._buffers(signature, "Output")
        for buffer, value in zip(self._inputs, inputs, strict=True):
            self._write(buffer, value)

    def profile(self, runs: int) -> list[ProfiledOp]:
        for _ in range(WARMING):
            self._run()
        profiler = self._made("LiteRtCompiledModelGetProfiler", self._model)
        self._call("LiteRtStartProfiler", profiler)
        for _ in range(runs):
            self._run()
        self._call("LiteRtStopProfiler", profiler)
        count = c_int()
        self._call("LiteRtGetNumProfilerEvents", profiler, byref(count))
        events = (_Event * count.value)()
        self._call("LiteRtGetProfilerEvents", profiler, count, events)
        return mean_ops([(event.tag.decode(), event.type, event.us) for event in events])

    def _call(self, function: str, *arguments: object) -> None:
        try:
            status = getattr(self._library, function)(*arguments)
        except AttributeError as error:
            raise QirError("LiteRT: this release has no profiler") from error
        if status:
            raise QirError(f"LiteRT: {function} ended with status {status}")

    def _made(self, function: str, *arguments: object) -> c_void_p:
        """What a function writes to the last of its parameters."""
        made = c_void_p()
        self._call(function, *arguments, byref(made))
        return made

    def _options(self) -> c_void_p:
        options = self._made("LiteRtCreateOptions")
        self._call("LiteRtSetOptionsHardwareAccelerators", options, CPU)
        keep = ctypes.CFUNCTYPE(None, c_void_p)(_keep)
        for name, text in OPTIONS.items():
            content = ctypes.create_string_buffer(text.encode())
            self._held += keep, content
            made = self._made("LiteRtCreateOpaqueOptions", name.encode(), content, keep)
            self._call("LiteRtAddOpaqueOptions", options, made)
        return options

    def _buffers(self, signature: c_void_p, kind: str) -> ctypes.Array[c_void_p]:
        count = c_size_t()
        self._call(f"LiteRtGetNumSignature{kind}s", signature, byref(count))
        found = [self._buffer(signature, kind, c_size_t(index)) for index in range(count.value)]
        return (c_void_p * len(found))(*found)

    def _buffer(self, signature: c_void_p, kind: str, index: c_size_t) -> c_void_p:
        tensor = self._made(f"LiteRtGetSignature{kind}TensorByIndex", signature, index)
        type = _Type()
        self._call("LiteRtGetRankedTensorType", tensor, byref(type))
        for axis in range(type.rank & RANK):
            type.sizes[axis] = max(type.sizes[axis], 1)
        asked = self._made(
            f"LiteRtGetCompiledModel{kind}BufferRequirements", self._model, c_size_t(0), index
        )
        made = "LiteRtCreateManagedTensorBufferFromRequirements"
        return self._made(made, self._environment, byref(type), asked)

    def _write(self, buffer: int, value: Array) -> None:
        size = c_size_t()
        self._call("LiteRtGetTensorBufferPackedSize", c_void_p(buffer), byref(size))
        if size.value != value.nbytes:
            raise QirError(f"LiteRT: an input has {size.value} bytes; expected {value.nbytes}")
        memory = c_void_p()
        self._call("LiteRtLockTensorBuffer", c_void_p(buffer), byref(memory), FOR_WRITING)
        ctypes.memmove(memory, np.ascontiguousarray(value).ctypes.data, value.nbytes)
        self._call("LiteRtUnlockTensorBuffer", c_void_p(buffer))

    def _run(self) -> None:
        ends = (part for each in (self._inputs, self._outputs) for part in (_count(each), each))
        self._call("LiteRtRunCompiledModel", self._model, c_size_t(0), *ends)


def _keep(_: int | None) -> None:
    """In place of what would free a text of ours."""


def _count(buffers: ctypes.Array[c_void_p]) -> c_size_t:
    return c_size_t(len(buffers))


def _library() -> ctypes.CDLL:
    found = find_spec("ai_edge_litert")
    if found is None or found.origin is None:
        raise QirError("LiteRT is not installed: pip install 'qir[runtime]'")
    try:
        return ctypes.CDLL(str(Path(found.origin).with_name(LIBRARY)))
    except OSError as error:
        raise QirError("LiteRT: this release has no profiler") from error


def mean_ops(events: Sequence[tuple[str, int, int]]) -> list[ProfiledOp]:
    """Of the events of runs, each a name, a type and whole microseconds; the means over the faster
    half of the runs, since what else runs on the machine makes some slower."""
    runs: list[dict[tuple[str, int], int]] = []
    seen = Counter[str]()
    for name, type, us in events:
        if name == RUN:
            runs.append({})
            seen.clear()
        elif type in OF_OPS and name not in CONTROL:
            runs[-1][name, seen[name]] = us
            seen[name] += 1
    runs = sorted(filter(None, runs), key=lambda run: sum(run.values()))
    fastest = runs[: -(-len(runs) // 2)]
    keys = dict.fromkeys(key for run in fastest for key in run)
    return [ProfiledOp(key[0], fmean(run.get(key, 0) for run in fastest)) for key in keys]
