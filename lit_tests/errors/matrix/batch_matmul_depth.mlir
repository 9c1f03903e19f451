// RUN: not %qopt %s 2>&1 | filecheck %s

// Columns of the left side meet rows of the right one.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul "attention/scores": y has 4 rows; expected 3 as x has columns
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4x3xf32>, %y: tensor<2x4x5xf32>) {
  %output = "tfl.batch_matmul"(%x, %y) {qir.tensors = [{name = "attention/scores"}]} : (tensor<2x4x3xf32>, tensor<2x4x5xf32>) -> tensor<2x4x5xf32>
  func.return
}
