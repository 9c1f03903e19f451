// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Kernels have four axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.add: no C kernel: operands are repeated along 5 groups of axes in turn; kernels take up to 4
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x1x2x1x2xf32>, %y: tensor<1x2x1x2x1xf32>) -> tensor<2x2x2x2x2xf32> {
  %z = "tfl.add"(%x, %y) : (tensor<2x1x2x1x2xf32>, tensor<1x2x1x2x1xf32>) -> tensor<2x2x2x2x2xf32>
  func.return %z : tensor<2x2x2x2x2xf32>
}
