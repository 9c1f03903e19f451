"""What is said and drawn of a plan of memory."""

from __future__ import annotations

from xml.etree import ElementTree

from xdsl.dialects.func import FuncOp

from qir.context import QirContext
from qir.diagnostics import remarks_of
from qir.frontends.mlir import parse_mlir
from qir.functions import functions
from qir.passes.memory.picture import memory_picture, memory_summary
from qir.passes.plan_memory import PlanMemory

MODEL = """
func.func @main(%x: tensor<16xf32>) -> tensor<16xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<8xf32>}> {tfl.is_variable} : () -> tensor<8xf32>
  %a = "c.call"(%x) <{kernel = "wide", parameters = {}}> {qir.tensors = [{name = "a<b>"}]} : (tensor<16xf32>) -> tensor<32xf32>
  %b = "c.call"(%a, %s) <{kernel = "narrow", parameters = {}}> : (tensor<32xf32>, tensor<8xf32>) -> tensor<16xf32>
  %y = "c.call"(%b) <{kernel = "last", parameters = {}}> : (tensor<16xf32>) -> tensor<16xf32>
  func.return %y : tensor<16xf32>
}
"""  # noqa: E501  as qopt prints it
SVG = "{http://www.w3.org/2000/svg}"


def planned() -> tuple[QirContext, FuncOp]:
    ctx = QirContext()
    module = parse_mlir(MODEL, ctx)
    PlanMemory(alignment=32).apply(ctx, module)
    return ctx, next(functions(module))


def test_summary_counts_states_and_names_what_is_live_at_the_worst_time() -> None:
    summary = memory_summary(planned()[1])
    assert (summary.states, summary.lower_bound, summary.arena) == (32, 224, 224)
    assert summary.ratio == 1
    assert list(map(str, summary.largest)) == [
        "a<b>: 128 bytes at 32, ops 0-1",
        "narrow: 64 bytes at 160, ops 1-2",
    ]


def test_the_pass_leaves_a_note() -> None:
    (note,) = remarks_of(planned()[0]).notes
    numbers = "arena 224 bytes, 1.000 x the 224 that are live at op 1; states 32 of them"
    assert note == f"memory of @main: {numbers}"


def test_picture_has_a_rectangle_for_each_tensor_in_the_arena() -> None:
    root = ElementTree.fromstring(memory_picture(planned()[1]))
    boxes = {
        title.text: {key: float(box.attrib[key]) for key in ("x", "y", "width", "height")}
        for box in root.iter(f"{SVG}rect")
        if (title := box.find(f"{SVG}title")) is not None
    }
    wide, narrow = "a<b>: 128 bytes at 32, ops 0-1", "narrow: 64 bytes at 160, ops 1-2"
    assert list(boxes) == ["states: 32 bytes", wide, narrow]
    assert boxes[narrow]["y"] + boxes[narrow]["height"] <= boxes[wide]["y"] + 0.02
    assert boxes[narrow]["x"] > boxes[wide]["x"]
