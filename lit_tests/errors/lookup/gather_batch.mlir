// RUN: not %qopt %s 2>&1 | filecheck %s

// Both operands have the same common axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather: indices has shape [3, 1]; expected [2] first, as params has
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<3x1xi32>) {
  %output = "tfl.gather"(%params, %indices) <{axis = 1 : i32, batch_dims = 1 : i32}> : (tensor<2x3xf32>, tensor<3x1xi32>) -> tensor<2x1xf32>
  func.return
}
