"""What C calls the tensors of a model: short names, made of those in the IR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, BlockArgument, OpResult, SSAValue

from qir.backends.c.interface import C_TYPES, Interface, identifiers
from qir.backends.c.library import definitions
from qir.backends.c.weights import Constant
from qir.dialects.c import CallOp, IfOp, WhileOp, YieldOp, integers_of, memory_of
from qir.dialects.qir import StateOp
from qir.notes import name_of

Path = tuple[str, ...]
MOST = 40
"""Characters of a tensor's name, but for what makes it the only one."""
TAKEN = frozenset(
    (*C_TYPES.values(), "inputs", "outputs", "arena", "memory", "memcpy", "memset", "main")
)
TAKEN_BY_MODEL = frozenset(("weights", "inputs", "outputs", "reset", "invoke"))
_TYPE = re.compile(r"_(f32|f16|[iuw]\d+)$")


def local_names(function: FuncOp, interface: Interface) -> dict[SSAValue, str]:
    """A name for each state and each result that has memory of its own, no two alike.

    It is of the tensor's name what no other has: of `m/fc_1/Relu` its end `relu`, or else `fc_1`,
    or else `fc_1_relu`. What has no name is called what the kernel calls it, and whose it is.
    """
    values = list(_stored(function))
    short = _short_names([name for value in values if (name := _name(value))])
    wanted = dict[SSAValue, str]()
    end = function.body.block.last_op
    for value, output in zip(end.operands if end else (), interface.outputs, strict=True):
        wanted[memory_of(value)] = output.name
    for value, argument in zip(function.body.block.args, interface.inputs, strict=True):
        wanted[value] = argument.name
    # A state is called by what is computed with it.
    for value in sorted(values, key=lambda value: isinstance(value.op, StateOp)):
        if value not in wanted:
            wanted[value] = _wanted(value, short, wanted)
    unique = identifiers((_free(wanted[value], interface) for value in values), TAKEN)
    return dict(zip(values, unique, strict=True))


def name_constants(
    function: FuncOp, constants: Mapping[SSAValue, Constant], names: Mapping[SSAValue, str]
) -> dict[SSAValue, Constant]:
    """The same constants, each with a name: of what is computed of it, and as what.

    As `fc_1_bias`; one that several calls read is `shared_bias`.
    """
    readers: dict[int, dict[tuple[str, str], None]] = {}
    for reader, role, value in _reads(function, names):
        if (constant := constants.get(memory_of(value))) is not None:
            readers.setdefault(constant.number, {})[reader, role] = None
    numbers = list({c.number: None for c in constants.values()})
    unique = identifiers((_read_as(list(readers.get(n, ()))) for n in numbers), TAKEN_BY_MODEL)
    by_number = dict(zip(numbers, unique, strict=True))
    return {value: replace(c, name=by_number[c.number]) for value, c in constants.items()}


def _stored(function: FuncOp) -> Iterator[OpResult]:
    for op in function.walk():
        if isinstance(op, StateOp | WhileOp | IfOp):
            yield from op.results
        elif isinstance(op, CallOp):
            yield from op.results[len(integers_of(op.tied)) :]


def _name(value: OpResult) -> str | None:
    """The name of a tensor, or else of the one that it is a part of."""
    while not (name := name_of(value)):
        tied = (
            use.operation.results[list(ties).index(use.index)]
            for use in value.uses
            if isinstance(use.operation, CallOp)
            and use.index in (ties := integers_of(use.operation.tied))
        )
        if (whole := next(tied, None)) is None:
            return None
        value = whole
    return name


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """For each name a part of its path that no other has, or else an end of it."""
    paths = {name: _path(name) for name in names}
    every = {*paths.values()}
    parts = Counter(part for path in every for part in {*path})
    ends = Counter(path[n:] for path in every for n in range(len(path)))
    found = dict[str, str]()
    for name, path in paths.items():
        # What is fused is called by its layer rather than by the op that came last.
        layers, last = path[-2::-1], path[-1:]
        order = (*layers, *last) if ";" in name else (*last, *layers)
        own = next((part for part in order if parts[part] == 1), None)
        several = (path[n:] for n in reversed(range(len(path))) if ends[path[n:]] == 1)
        found[name] = own or "_".join(next(several, path))
    return found


def _path(name: str) -> Path:
    """The parts of a name; of the names of several ops in one, of the first."""
    parts = map(_plain, name.split(";")[0].split("/"))
    return tuple(filter(None, parts)) or ("tensor",)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "_", text, flags=re.ASCII).strip("_").lower()


def _wanted(value: OpResult, short: Mapping[str, str], wanted: Mapping[SSAValue, str]) -> str:
    op, name = value.op, _name(value)
    if isinstance(op, StateOp):
        for use in value.uses:
            call = use.operation
            if isinstance(call, CallOp) and use.index in integers_of(call.states):
                for user in (wanted[each] for each in call.results if each in wanted):
                    return f"{user}_{_roles(call)[use.index]}"
    if name:
        return _short(short[name])
    if isinstance(op, WhileOp):
        return f"loop_{_yielded_name(op.body.block, value.index)}"
    if isinstance(op, IfOp):
        return f"if_{_yielded_name(op.then.block, value.index)}"
    if not isinstance(op, CallOp):
        return "state"
    role = dict(zip(op.pointed, _roles(op), strict=False)).get(value, "output")
    if role == "output":
        return _TYPE.sub("", op.kernel.data)
    first = [op.results[0]] if value.index and _name(op.results[0]) else []
    homes = map(_home, (*first, *op.arguments))
    return f"{next((wanted[home] for home in homes if home in wanted), '')}_{role}"


def _yielded_name(block: Block, index: int) -> str:
    """The end of the name of what a region yields, which is of no use elsewhere."""
    end = block.last_op
    assert isinstance(end, YieldOp)
    name = name_of(end.values[index]) or name_of(memory_of(end.values[index]))
    return _path(name)[-1] if name else str(index)


def _home(value: SSAValue) -> SSAValue:
    """What has the memory of a value: of a loop's argument, the loop's result."""
    value = memory_of(value)
    owner = value.owner.parent_op() if isinstance(value, BlockArgument) else None
    return owner.outputs[value.index] if isinstance(owner, WhileOp) else value  # type: ignore


def _roles(op: CallOp) -> list[str]:
    """What the kernel calls its pointers."""
    kernel = definitions().get(f"qir_{op.kernel.data}")
    return [each.name for each in kernel.parameters if each.is_pointer] if kernel else []


def _reads(function: FuncOp, names: Mapping[SSAValue, str]) -> Iterator[tuple[str, str, SSAValue]]:
    """What is read: for what, as what it is called there."""
    for op in function.walk():
        if isinstance(op, CallOp):
            homes = map(_home, (*op.results, *op.arguments))
            reader = next((names[home] for home in homes if home in names), "model")
            for role, value in zip(_roles(op), op.arguments, strict=False):
                yield reader, role, value
        elif isinstance(op, WhileOp | YieldOp):
            made = op if isinstance(op, WhileOp) else op.parent_op()
            role = "start" if made is op else "value"
            for result, value in zip(made.results if made else (), op.operands, strict=False):
                yield names[result], role, value
        elif not isinstance(op, ReturnOp):
            for value in op.operands:
                yield "model", "value", value


def _read_as(readers: Sequence[tuple[str, str]]) -> str:
    if len(readers) == 1:
        return "_".join(readers[0])
    roles = {role for _, role in readers}
    return f"shared_{roles.pop()}" if len(roles) == 1 else "shared"


def _free(name: str, interface: Interface) -> str:
    """A name that is none of a function or constant."""
    name = _plain(name) or "tensor"
    return f"t_{name}" if name.startswith(("qir_", f"{interface.name.lower()}_")) else name


def _short(name: str) -> str:
    """A name without its first words where it is too long."""
    while len(name) > MOST and "_" in name:
        name = name.partition("_")[2]
    return name[-MOST:]
