// RUN: not %qopt %s 2>&1 | filecheck %s

// Condition and both sides broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select_v2 "attention/mask": condition [4, 1] and x [2, 3] and y [2, 3] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<4x1xi1>, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) {
  %output = "tfl.select_v2"(%condition, %x, %y) {qir.tensors = [{name = "attention/mask"}]} : (tensor<4x1xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return
}
