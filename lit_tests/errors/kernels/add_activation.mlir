// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Bounds are all that sums are given to.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.add: no C kernel: fused_activation_function is TANH; kernels take NONE, RELU, RELU6, RELU_N1_TO_1
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xi32>, %y: tensor<2xi32>) -> tensor<2xi32> {
  %z = "tfl.add"(%x, %y) <{fused_activation_function = "TANH"}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %z : tensor<2xi32>
}
