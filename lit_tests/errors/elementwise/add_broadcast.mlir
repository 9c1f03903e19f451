// RUN: not %qopt %s 2>&1 | filecheck %s

// Sizes are equal, or one of them is 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add "block_1_add": lhs [2, 3] and rhs [2, 4] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2x3xf32>, %rhs: tensor<2x4xf32>) {
  %output = "tfl.add"(%lhs, %rhs) {qir.tensors = [{name = "block_1_add"}]} : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return
}
