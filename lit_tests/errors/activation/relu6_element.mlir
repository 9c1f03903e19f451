// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation of integers is of those that stand for floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu6 "conv1/Relu6": input holds i32; expected f32, f16, ui8, i16, i8 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4xi32>) {
  %output = "tfl.relu6"(%input) {qir.tensors = [{name = "conv1/Relu6"}]} : (tensor<4xi32>) -> tensor<4xi32>
  func.return
}
