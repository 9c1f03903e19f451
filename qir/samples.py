"""Samples of a model's inputs, read one after another, from files or from Python."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, TypeGuard, cast
from zipfile import BadZipFile, ZipFile

import numpy as np
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import Shape, may_be_same, shape_of, shown
from qir.interp.values import Array, result_dtype
from qir.notes import name_of

EXTENSION = ".npy"
GivenSample = Array | Sequence[Array] | Mapping[str, Array]
"""An array of a model with one input; an array for each input, in order or by name."""
GivenSamples = Iterable[GivenSample] | Callable[[], Iterable[GivenSample]]


class Sample(NamedTuple):
    """An array for each input of a model, and where they come from, for messages."""

    label: str
    inputs: list[Array]


class Samples(Protocol):
    """What can be read from any sample on; `count` is None where it is not known before."""

    @property
    def count(self) -> int | None: ...

    def read(self, skip: int = 0) -> Iterator[Sample]:
        """The samples after the first `skip`; one at a time is in memory.

        Raises QirError where one cannot be read or does not fit the model.
        """
        ...


def input_names(function: FuncOp) -> list[str]:
    """The inputs of a function by their names; `input N` where one has none."""
    arguments = enumerate(function.body.block.args)
    return [name_of(argument) or f"input {number}" for number, argument in arguments]


def open_samples(given: str | PathLike[str] | GivenSamples, function: FuncOp) -> Samples:
    """The samples of an `.npz` file, of a folder of `.npy` files, or what Python gives.

    Raises QirError where there are none, or it is seen that they do not fit the function.
    """
    if not isinstance(given, str | PathLike):
        return PythonSamples(given, function)
    path = Path(cast("str | PathLike[str]", given))
    samples = FolderSamples(path, function) if path.is_dir() else NpzSamples(path, function)
    if not samples.count:
        raise QirError(f"{path}: holds no samples; expected an .npz file or a folder of .npy files")
    return samples


# --- .npz ---------------------------------------------------------------------------------------


class _Header(NamedTuple):
    """What an array of a file is, before its elements are read."""

    member: str
    shape: tuple[int, ...]
    in_columns: bool
    dtype: np.dtype[Any]


class _Column(NamedTuple):
    """One input's samples: an array in the file, and the shape of each sample in it."""

    header: _Header
    shape: tuple[int, ...]
    samples: int


class NpzSamples:
    """The samples of an `.npz` file: an array for each input, by its name or in order.

    An array has the shape of its input, or one more axis in front for several samples; where the
    first size of the input is 1, or not known, that axis may be the samples'.
    """

    def __init__(self, path: Path, function: FuncOp) -> None:
        self._path = path
        headers = self._headers()
        arguments, names = function.body.block.args, input_names(function)
        by_name = sorted(headers) == sorted(names)
        if not by_name and (len(headers) != len(names) or any(name in headers for name in names)):
            held, expected = ", ".join(headers), ", ".join(names)
            raise QirError(f"{path}: holds {held}; expected the inputs {expected}")
        ordered = [headers[name] for name in names] if by_name else list(headers.values())
        self._columns: list[_Column] = []
        for name, argument, header in zip(names, arguments, ordered, strict=True):
            found = _divided(header.shape, shape_of(argument))
            if found is None or header.dtype != result_dtype(argument):
                raise QirError(
                    f"{path}: {name} holds {header.dtype} of shape {shown(header.shape)}; "
                    f"expected {argument.type}, or one more axis of samples"
                )
            self._columns.append(_Column(header, *found))
        counts = [column.samples for column in self._columns] or [1]
        if len(set(counts)) > 1:
            numbers = ", ".join(map(str, counts))
            raise QirError(f"{path}: holds {numbers} samples of its inputs; expected as many")
        self.count = counts[0]

    def read(self, skip: int = 0) -> Iterator[Sample]:
        with ExitStack() as stack:
            stack.enter_context(_reading_zip(self._path))
            file = stack.enter_context(ZipFile(self._path))
            streams = [
                stack.enter_context(_Stream(file, column).opened()) for column in self._columns
            ]
            rows = zip(*streams, strict=True) if streams else iter([()])
            for number, row in enumerate(islice(rows, skip, None), skip):
                yield Sample(f"{self._path}: sample {number}", list(row))

    def _headers(self) -> dict[str, _Header]:
        with _reading_zip(self._path), ZipFile(self._path) as file:
            found: dict[str, _Header] = {}
            for member in file.namelist():
                if not member.endswith(EXTENSION):
                    raise ValueError(f"{member} is no array")
                with file.open(member) as stream:
                    found[member.removesuffix(EXTENSION)] = _header(member, stream)
            return found


class _Stream:
    """The samples of one array, as they come out of the file."""

    def __init__(self, file: ZipFile, column: _Column) -> None:
        self._file, self._column = file, column

    @contextmanager
    def opened(self) -> Generator[Iterator[Array]]:
        header = self._column.header
        with self._file.open(header.member) as stream:
            yield self._in_memory(stream) if header.in_columns else self._samples(stream)

    def _samples(self, stream: IO[bytes]) -> Iterator[Array]:
        header, shape, count = self._column
        _header(header.member, stream)
        size = math.prod(shape) * header.dtype.itemsize
        for _ in range(count):
            content = stream.read(size)
            if len(content) < size:
                raise EOFError(f"{header.member} ends early")
            yield np.frombuffer(content, header.dtype).reshape(shape)

    def _in_memory(self, stream: IO[bytes]) -> Iterator[Array]:
        """Of an array whose first axis varies fastest, a sample lies all over the file."""
        array: Array = np.lib.format.read_array(stream, allow_pickle=False)
        yield from np.ascontiguousarray(array).reshape(self._column.samples, *self._column.shape)


@contextmanager
def _reading_zip(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (EOFError, NotImplementedError, RuntimeError, ValueError, BadZipFile, zlib.error) as why:
        raise QirError(f"{path}: is no .npz file of named arrays of numbers") from why


def _header(member: str, stream: IO[bytes]) -> _Header:
    """Read what is before the elements of an array; raises ValueError where that is not right."""
    version = np.lib.format.read_magic(stream)
    # A third version differs in the names of fields, which arrays of numbers do not have.
    old = version == (1, 0)
    read = np.lib.format.read_array_header_1_0 if old else np.lib.format.read_array_header_2_0
    shape, in_columns, dtype = read(stream)
    if dtype.hasobject or dtype.names:
        raise ValueError(f"{member} holds no numbers")
    return _Header(member, shape, in_columns and len(shape) > 1, dtype)


def _divided(held: tuple[int, ...], shape: Shape | None) -> tuple[tuple[int, ...], int] | None:
    """The shape of a sample and how many an array holds; None where it does not fit."""
    if may_be_same(shape, held):
        return held, 1
    if held and may_be_same(shape, held[1:]):
        return held[1:], held[0]
    if held and may_be_same(shape, (1, *held[1:])):
        return (1, *held[1:]), held[0]
    return None


# --- folders ------------------------------------------------------------------------------------


class FolderSamples:
    """One `.npy` file per sample, in the order of their names.

    For a model with several inputs, a folder for each, by its name, with files of the same names.
    """

    def __init__(self, path: Path, function: FuncOp) -> None:
        self._arguments = list(zip(input_names(function), function.body.block.args, strict=True))
        names = [name for name, _ in self._arguments]
        files = _arrays_in(path)
        if len(names) == 1 and (files or not (path / names[0]).is_dir()):
            self._folders = [path]
        else:
            self._folders = [path / name for name in names]
            files = _same_files(path, self._folders, names)
        self._files = files
        self.count = len(files)

    def read(self, skip: int = 0) -> Iterator[Sample]:
        for file in self._files[skip:]:
            paths = [folder / file for folder in self._folders]
            pairs = zip(paths, self._arguments, strict=True)
            inputs = [_fitted(_load(each), named, str(each)) for each, named in pairs]
            yield Sample(str(paths[0]), inputs)


def _arrays_in(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if each.suffix == EXTENSION)
    except OSError as error:
        raise QirError(f"{folder}: cannot be read: {error.strerror}") from error


def _same_files(path: Path, folders: list[Path], names: list[str]) -> list[str]:
    """The files that each folder has; raises QirError where one has others."""
    for folder, name in zip(folders, names, strict=True):
        if not folder.is_dir():
            every = ", ".join(names)
            raise QirError(f"{path}: has no folder {name}; expected one per input: {every}")
    files = [_arrays_in(folder) for folder in folders]
    for folder, held in zip(folders[1:], files[1:], strict=True):
        if others := set(files[0]) ^ set(held):
            missing = min(others)
            place = folder if missing in files[0] else folders[0]
            raise QirError(f"{place}: lacks {missing}, which is there for another input")
    return files[0] if files else []


def _load(path: Path) -> Array:
    try:
        array: object = np.load(path, allow_pickle=False)
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (EOFError, ValueError, BadZipFile) as error:
        raise QirError(f"{path}: is no .npy file of numbers") from error
    if not isinstance(array, np.ndarray):
        raise QirError(f"{path}: holds several arrays; expected one")
    return cast("Array", array)


# --- Python -------------------------------------------------------------------------------------


class PythonSamples:
    """What an iterable gives, or a function that returns one."""

    count: None = None

    def __init__(self, given: GivenSamples, function: FuncOp) -> None:
        self._given = given
        self._arguments = list(zip(input_names(function), function.body.block.args, strict=True))

    def read(self, skip: int = 0) -> Iterator[Sample]:
        given = iter(self._given() if callable(self._given) else self._given)
        if (skipped := sum(1 for _ in islice(given, skip))) < skip:
            raise QirError(f"there are {skipped} samples; expected the {skip} to skip, and more")
        for number, sample in enumerate(given, skip):
            label = f"sample {number}"
            arrays = zip(self._arrays(sample, label), self._arguments, strict=True)
            yield Sample(label, [_fitted(*pair, label) for pair in arrays])

    def _arrays(self, sample: GivenSample, label: str) -> list[Array]:
        names = [name for name, _ in self._arguments]
        expected = f"expected the inputs {', '.join(names)}"
        if isinstance(sample, Mapping):
            if sorted(sample) != sorted(names):
                raise QirError(f"{label}: holds {', '.join(sample)}; {expected}")
            return [np.asarray(sample[name]) for name in names]
        if not _is_sequence(sample):
            sample = [cast("Array", sample)]
        if len(sample) != len(names):
            raise QirError(f"{label}: holds {len(sample)} arrays; {expected}")
        return [np.asarray(array) for array in sample]


def _is_sequence(sample: object) -> TypeGuard[Sequence[Array]]:
    return isinstance(sample, list | tuple)


def _fitted(array: Array, named: tuple[str, SSAValue], label: str) -> Array:
    """The array as the input of this name takes it, whose first axis of 1 may be left out."""
    name, argument = named
    shape = shape_of(argument)
    if array.dtype == result_dtype(argument):
        if may_be_same(shape, array.shape):
            return np.ascontiguousarray(array).reshape(array.shape)
        if may_be_same(shape, (1, *array.shape)):
            return np.ascontiguousarray(array).reshape(1, *array.shape)
    held = f"{array.dtype} of shape {shown(array.shape)}"
    raise QirError(f"{label}: {name} holds {held}; expected {argument.type}")
