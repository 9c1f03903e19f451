// RUN: not %qopt %s 2>&1 | filecheck %s

// A product has the rows of the left side and the columns of the right one.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: output has shape [2, 5, 4]; expected [2, 4, 5]
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4x3xf32>, %y: tensor<2x3x5xf32>) {
  %output = "tfl.batch_matmul"(%x, %y) : (tensor<2x4x3xf32>, tensor<2x3x5xf32>) -> tensor<2x5x4xf32>
  func.return
}
