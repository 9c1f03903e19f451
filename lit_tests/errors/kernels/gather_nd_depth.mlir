// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Rows of indices are as long as there are sizes in the kernel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.gather_nd: no C kernel: indices has rows of 7; kernels take 1 to 6
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2x2x2x2xf32>, %i: tensor<1x7xi32>) -> tensor<1xf32> {
  %y = "tfl.gather_nd"(%x, %i) : (tensor<2x2x2x2x2x2x2xf32>, tensor<1x7xi32>) -> tensor<1xf32>
  func.return %y : tensor<1xf32>
}
