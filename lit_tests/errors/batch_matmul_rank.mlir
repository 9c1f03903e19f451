// RUN: not %qopt %s 2>&1 | filecheck %s

// Both sides of a product are matrices.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}operand 1 has shape [3]; expected rank 2 or more
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3xf32>, %y: tensor<3xf32>) {
  %z = "tfl.batch_matmul"(%x, %y) : (tensor<1x3xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
