// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// How much is padded says how the call goes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.pad: no C kernel: padding is computed as the model runs; kernels need a constant
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>, %p: tensor<1x2xi32>) -> tensor<4xf32> {
  %y = "tfl.pad"(%x, %p) : (tensor<2xf32>, tensor<1x2xi32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
