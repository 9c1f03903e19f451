"""Patterns, and what carries them out until none applies.

A pattern looks at one op and builds what may stand in its place. The rewriter then decides: what
would make the file larger or slower, or take away a name that the model is known by, is taken back.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import Float32Type, ModuleOp, NoneType, UnitAttr, f32, i32
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Attribute, Block, Operation, OpResult, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import Pure
from xdsl.transforms.dead_code_elimination import is_trivially_dead

from qir.attributes import TENSORS, element_type, int_attr, string
from qir.diagnostics import Remarks
from qir.dialects.qir import RANGES, StateOp
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import Option, build, build_constant, option_attributes
from qir.dialects.tfl.constants import (
    ConstOp,
    NoValueOp,
    constant_integers,
    constant_value,
)
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.notes import name_of, note, notes_of
from qir.numerics.intervals import Interval
from qir.numerics.ranges import UNKNOWN
from qir.passes.analysis.ranges import Ranges, analyze_ranges
from qir.passes.analysis.weights import constant_bytes, is_only_weights
from qir.runtimes import version_of
from qir.targets import Target
from qir.weights import Blob, unused_name

Array = npt.NDArray[Any]
Replacement = SSAValue | Sequence[SSAValue] | None
"""What takes the place of an op's result, or of each of its results; None where nothing does."""

RECORD_BYTES = 64
"""What an operator takes in a file, or a constant beside its bytes, about. Those of constants of
no more, such as shapes, are not counted."""
OF_RESULTS = (TENSORS, RANGES)
"""Attributes that say something of what an op computes, which is not that of its like."""
NUMBERS = ("tfl.pseudo_const", "tfl.dequantize")
"""What makes the values that `Rewriting.numbers` gives."""
_Key = tuple[Block, tuple[int, ...], bytes]
"""Where a constant of int32 is, its shape, and its bytes."""


@dataclass(frozen=True)
class Pattern:
    """A rewrite: `algebra` says in a line what it makes of what.

    `roots`: the ops it looks at, by name; none for every op.
    `of`: sets of ops by name; of each, one must make an operand of the root.
    `pays`: where it is worth it on a target that runs what it makes slower, since other patterns
    go on from there.
    """

    name: str
    algebra: str
    roots: tuple[str, ...]
    rewrite: Callable[[TflOp, Rewriting], Replacement]
    of: tuple[Collection[str], ...] = ()
    pays: Callable[[TflOp], bool] = lambda _: False


class Rewriting:
    """One run of patterns over a module.

    A pattern asks it what is around an op, and builds with it; all that it builds stands before
    the op, and is taken back where the pattern returns None.
    """

    def __init__(
        self,
        module: ModuleOp,
        patterns: Iterable[Pattern],
        target: Target,
        remarks: Remarks,
        *,
        for_quantization: bool = False,
    ) -> None:
        self.module = module
        self.target = target
        self.fired: Counter[str] = Counter()
        self._refused: set[tuple[str, Operation]] = set()
        self._remarks = remarks
        self._for_quantization = for_quantization
        self._by_root: dict[str, list[Pattern]] = {}
        self._by_name: dict[str, tuple[Pattern, ...]] = {}
        self._for_all = [pattern for pattern in patterns if not pattern.roots]
        for pattern in patterns:
            for root in pattern.roots:
                self._by_root.setdefault(root, []).append(pattern)
        self._queue: deque[Operation] = deque()
        self._queued: set[Operation] = set()
        self._ranges: Ranges | None = None
        self._sharing = Counter[Blob]()
        self._names = set[str]()
        self._integers: dict[_Key, SSAValue] = {}
        self._root: Operation | None = None
        self._made: list[Operation] = []

    def run(self) -> None:
        """Apply patterns until none applies to any op."""
        for op in list(self.module.walk(reverse=True, region_first=True)):
            if op is not self.module and is_trivially_dead(op):
                Rewriter.erase_op(op)
        before = -1
        while before != self.fired.total():
            before = self.fired.total()
            self._ranges = None
            self._refused.clear()
            self._survey()
            self._push(op for op in self.module.walk() if isinstance(op, TflOp))
            while self._queue:
                op = self._queue.popleft()
                self._queued.discard(op)
                if op.parent is not None and isinstance(op, TflOp):
                    self._visit(op)

    def _survey(self) -> None:
        """What constants there are; anew each time, so that the last round is as a first one."""
        weights = [weight for op in self.module.walk() if (weight := constant_value(op))]
        self._sharing = Counter(weight.blob.data for weight in weights)
        self._names |= {blob.name for blob in self._sharing}
        self._integers = dict(_leading_integers(self.module))

    @property
    def refused(self) -> Counter[str]:
        """On how many ops each pattern was taken back, of those that are left."""
        return Counter(name for name, _ in self._refused)

    # What patterns ask.

    def producer(self, value: SSAValue, *names: str) -> TflOp | None:
        """The op of one of these names that computes a value, and nothing else, for the root alone.

        It may be computed where the root is: it has no effects, and reads no state, which an op
        in between might change.
        """
        op, root = value.owner, self._root
        if not isinstance(op, TflOp) or op.name not in names or len(op.results) != 1:
            return None
        is_private = value.has_one_use() or all(use.operation is root for use in value.uses)
        return op if is_private and _is_movable(op) else None

    def numbers(self, value: SSAValue) -> Array | None:
        """The values of a float32 constant, also of a float16 one that a DEQUANTIZE widens.

        None for anything else, and where they were elided from the text they came in.
        """
        if not isinstance(element_type(value), Float32Type):
            return None
        owner = value.owner
        if isinstance(owner, TflOp) and owner.name == "tfl.dequantize":
            weight = constant_value(owner.operands[0].owner)
            is_half = weight is not None and str(weight.type.element_type) == "f16"
            if weight is None or not is_half or weight.blob.data.is_elided:
                return None
            return weight.array().astype(np.float32)
        weight = constant_value(owner) if type(owner) is ConstOp else None
        return None if weight is None or weight.blob.data.is_elided else weight.array()

    def interval(self, value: SSAValue) -> Interval:
        """Where the elements of a value lie."""
        if self._ranges is None:
            self._ranges = analyze_ranges(self.module)
        return self._ranges.get(value, UNKNOWN).interval()

    def is_returned(self, value: SSAValue) -> bool:
        return any(isinstance(use.operation, ReturnOp) for use in value.uses)

    # What patterns build with.

    def op(
        self,
        builtin: str,
        operands: Sequence[SSAValue],
        result: Attribute,
        *,
        version: int = 1,
        name: str | None = None,
        **options: Option,
    ) -> SSAValue:
        """A new op before the root; its result. `name`: of the tensor."""
        made = build(builtin, operands, [result], version=version, options=options)
        assert self._root is not None
        self._remarks.succeed(made, self._root)
        return self._insert(made, name)

    def like(
        self,
        op: TflOp,
        operands: Sequence[SSAValue],
        *,
        result: Attribute | None = None,
        version: int = 1,
        **options: Option,
    ) -> SSAValue:
        """The op again, before the root, on other operands or with other options; its result.

        `version`: the least that the operator must have.
        """
        attributes = {name: held for name, held in op.attributes.items() if name not in OF_RESULTS}
        version = max(version, version_of(op))
        made = type(op).create(
            operands=operands,
            result_types=[result or op.results[0].type],
            properties=op.properties | option_attributes(op.OPERATOR.name, options),
            attributes=attributes | {"qir.version": int_attr(version)},
        )
        made.complete()
        self._remarks.succeed(made, op)
        return self._insert(made, None)

    def constant(
        self,
        of: SSAValue | str,
        shape: Sequence[int],
        compute: Callable[[], Array],
        element: Attribute = f32,
    ) -> SSAValue:
        """A new constant; `of`: the one it is made from, whose name it takes, or its name.

        `compute` gives its elements, those of quantized type as integers; not several to a byte.

        A large one is computed each time it is read, so that few are in memory at a time.
        """
        name = of if isinstance(of, str) else name_of(of) or "constant"
        made = build_constant(self.unused(name), shape, compute, element)
        return self._insert(made, name)

    def integers(
        self, of: SSAValue | str, values: Sequence[int], shape: Sequence[int] | None = None
    ) -> SSAValue:
        """A constant of int32, in one dimension where no `shape` is given; one that is there, or a
        new one, at the start of the function, where all ops can use it."""
        assert self._root is not None
        block = self._root.parent
        assert block is not None
        array = np.array(values, np.int32).reshape(shape or -1)
        key = block, array.shape, array.tobytes()
        known = self._integers.get(key)
        if known is None or known.owner.parent is not block:
            first = block.first_op
            known = self.constant(of, array.shape, lambda: array, i32)
            made = known.owner
            assert isinstance(made, Operation) and first is not None
            if first is not self._root:
                made.detach()
                block.insert_op_before(made, first)
            self._integers[key] = known
        return known

    def table(self, of: SSAValue, values: Sequence[int]) -> SSAValue:
        """Integers in the shape of the constant that they take the place of, or that constant."""
        if constant_integers(of) == tuple(values):
            return of
        shape = [size or 0 for size in shape_of(of) or ()]
        return self.integers(of, values, shape)

    def absent(self) -> SSAValue:
        """What stands for an operand that is left out."""
        made = NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
        return self._insert(made, None)

    def insert(self, op: Operation) -> SSAValue:
        """An op that the pattern made, put before the root; its first result."""
        return self._insert(op, None)

    def _insert(self, op: Operation, name: str | None) -> SSAValue:
        assert self._root is not None
        op.location = self._root.location
        if name is None and isinstance(op, TflOp) and (of := name_of(self._root.results[0])):
            name = f"{of}/{op.OPERATOR.name.lower()}"
        if name is not None:
            note(op.results[0], {"name": string(name)})
        Rewriter.insert_op(op, InsertPoint.before(self._root))
        self._made.append(op)
        return op.results[0]

    def unused(self, name: str) -> str:
        """A name for the bytes of a constant that no other has."""
        return unused_name(name, self._names)

    # How they are carried out.

    def _visit(self, op: TflOp) -> None:
        patterns = self._by_name.get(op.name)
        if patterns is None:
            patterns = self._by_name[op.name] = (*self._by_root.get(op.name, ()), *self._for_all)
        makers = {
            owner.name for value in op.operands if isinstance(owner := value.owner, Operation)
        }
        for pattern in patterns:
            if any(makers.isdisjoint(names) for names in pattern.of):
                continue
            self._root, self._made = op, []
            found = pattern.rewrite(op, self)
            values = (found,) if isinstance(found, SSAValue) else found
            if values is None:
                self._take_back()
            elif not (self._pays(pattern, op) and self._runs() and self._may_replace(op, values)):
                self._refused.add((pattern.name, op))
                self._take_back()
            else:
                self.fired[pattern.name] += 1
                self._replace(op, values)
                return

    def _pays(self, pattern: Pattern, op: TflOp) -> bool:
        return pattern.name not in self.target.slow_rewrites or pattern.pays(op)

    def _runs(self) -> bool:
        """Whether the runtime has all that was made."""
        made = (op for op in self._made if isinstance(op, TflOp))
        problem_of = self.target.problem_of
        return not any(problem_of(op.OPERATOR.name, version_of(op)) for op in made)

    def _take_back(self) -> None:
        for made in reversed(self._made):
            Rewriter.erase_op(made)

    def _may_replace(self, op: TflOp, values: Sequence[SSAValue]) -> bool:
        """Whether names stay, copies of states stay copies, and the file does not grow."""
        for result, value in zip(op.results, values, strict=True):
            is_made = isinstance(value, OpResult) and value.op in self._made
            is_copied = isinstance(value.owner, StateOp)
            if not is_made and (is_copied or self.is_returned(result)):
                return False
        added = sum(self._bytes(made) for made in self._made)
        return not added or self.may_become_constant(op, added)

    def _bytes(self, op: Operation) -> int:
        if isinstance(op, TflOp):
            return RECORD_BYTES
        if isinstance(op, NoValueOp):
            return 0
        weight = constant_value(op)
        if weight is not None and self._sharing[weight.blob.data] > 1:
            return RECORD_BYTES  # other constants read the same bytes
        nbytes = constant_bytes(op, as_quantized=self._for_quantization)
        return RECORD_BYTES + (0 if nbytes <= RECORD_BYTES else nbytes)

    def may_become_constant(self, op: TflOp, nbytes: int) -> bool:
        """Whether the file would not grow by so many bytes of constants in place of an op."""
        freed = self.freed_bytes(op)
        if nbytes <= freed + RECORD_BYTES:
            return True
        # What is quantized later shrinks by it, unless it would have shrunk as it is.
        is_weight = all(is_only_weights(result) for result in op.results)
        elements = sum(math.prod(size or 0 for size in shape_of(r) or ()) for r in op.results)
        quantized = elements + RECORD_BYTES * len(op.results)
        return self._for_quantization and is_weight and quantized < freed

    def freed_bytes(self, op: TflOp) -> int:
        """What the file loses with what is of no use without an op."""
        gone: list[Operation] = [op]
        dead: set[Operation] = {op}
        position = 0
        while position < len(gone):
            for operand in gone[position].operands:
                owner = operand.owner
                if isinstance(owner, Operation) and owner not in dead and _dies(owner, dead):
                    gone.append(owner)
                    dead.add(owner)
            position += 1
        return sum(self._bytes(each) for each in gone[1:])

    def _replace(self, op: TflOp, values: Sequence[SSAValue]) -> None:
        ranges = self._ranges
        for result, value in zip(op.results, values, strict=True):
            if isinstance(value, OpResult) and value.op in self._made:
                note(value, notes_of(result))
                if ranges is not None and result in ranges:
                    ranges[value] = ranges[result]
            self._push(use.operation for use in result.uses)
            result.replace_all_uses_with(value)
        self._push(self._made)
        self._erase(op)

    def _erase(self, op: Operation) -> None:
        """Erase an op, and what is of no use without it."""
        dead = [op]
        while dead:
            gone = dead.pop()
            owners = {operand.owner: None for operand in gone.operands}
            Rewriter.erase_op(gone)
            for owner in owners:
                if not isinstance(owner, Operation):
                    continue
                if is_trivially_dead(owner):
                    dead.append(owner)
                else:  # it may now be the producer of one op only
                    self._push(
                        use.operation
                        for result in owner.results
                        if result.has_one_use()
                        for use in result.uses
                    )

    def _push(self, ops: Iterable[Operation]) -> None:
        for op in ops:
            if op not in self._queued:
                self._queued.add(op)
                self._queue.append(op)


@cache
def _is_pure(op_class: type[Operation]) -> bool:
    return op_class.has_trait(Pure)


def _is_movable(op: Operation) -> bool:
    return _is_pure(type(op)) and not any(
        isinstance(operand.owner, StateOp) for operand in op.operands
    )


def _dies(op: Operation, dead: set[Operation]) -> bool:
    """Whether an op is of no use without those that are dead."""
    return _is_pure(type(op)) and all(
        use.operation in dead for result in op.results for use in result.uses
    )


def _leading_integers(module: ModuleOp) -> Iterator[tuple[_Key, SSAValue]]:
    """The small constants of int32 that stand before all ops of their function."""
    for function in functions(module):
        block = function.body.block
        for op in block.ops:
            if isinstance(op, TflOp):
                break
            weight = constant_value(op)
            if weight is None or weight.type.element_type != i32:
                continue
            if weight.nbytes <= RECORD_BYTES and not weight.blob.data.is_elided:
                content = bytes(weight.blob.data.to_bytes())
                yield (block, weight.type.get_shape(), content), op.results[0]
