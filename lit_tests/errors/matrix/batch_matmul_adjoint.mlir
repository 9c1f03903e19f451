// RUN: not %qopt %s 2>&1 | filecheck %s

// A side may be transposed, and then its columns are its rows.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: y transposed has 5 rows; expected 3 as x has columns
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4x3xf32>, %y: tensor<2x3x5xf32>) {
  %output = "tfl.batch_matmul"(%x, %y) <{adj_y = true}> : (tensor<2x4x3xf32>, tensor<2x3x5xf32>) -> tensor<2x4x5xf32>
  func.return
}
