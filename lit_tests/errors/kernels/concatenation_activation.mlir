// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// LiteRT's kernel has none either.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.concatenation: no C kernel: fused_activation_function is RELU; kernels take NONE
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2xf32>, %b: tensor<2xf32>) -> tensor<4xf32> {
  %y = "tfl.concatenation"(%a, %b) <{axis = 0 : i32, fused_activation_function = "RELU"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
