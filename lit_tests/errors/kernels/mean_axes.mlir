// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// What is known of axes is in the sizes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.mean: no C kernel: the tensor of axes is computed; kernels take a constant
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x3xf32>, %a: tensor<1xi32>) -> tensor<2xf32> {
  %y = "tfl.mean"(%x, %a) <{keep_dims = false}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
