// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Bounds are numbers of 32 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.add: no C kernel: fused_activation_function of i64 is RELU; kernels take NONE
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xi64>, %y: tensor<2xi64>) -> tensor<2xi64> {
  %z = "tfl.add"(%x, %y) <{fused_activation_function = "RELU"}> : (tensor<2xi64>, tensor<2xi64>) -> tensor<2xi64>
  func.return %z : tensor<2xi64>
}
