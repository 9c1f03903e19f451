// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// There are three loops over batches.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.batch_matmul: no C kernel: 4 axes of batches; kernels take up to 3
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2x1x4xf32>, %y: tensor<2x2x2x2x4x3xf32>) -> tensor<2x2x2x2x1x3xf32> {
  %z = "tfl.batch_matmul"(%x, %y) : (tensor<2x2x2x2x1x4xf32>, tensor<2x2x2x2x4x3xf32>) -> tensor<2x2x2x2x1x3xf32>
  func.return %z : tensor<2x2x2x2x1x3xf32>
}
