// RUN: not %qopt %s 2>&1 | filecheck %s

// Both sides of a product are matrices.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: y has shape [3]; expected [*batch, y_rows, y_columns]
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3xf32>, %y: tensor<3xf32>) {
  %output = "tfl.batch_matmul"(%x, %y) : (tensor<1x3xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
