// RUN: not %qopt %s 2>&1 | filecheck %s

// A fused activation is one that the format names.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add: fused_activation_function is "GELU"; expected one of NONE, RELU, RELU_N1_TO_1, RELU6, TANH, SIGN_BIT
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>, %rhs: tensor<2xf32>) {
  %output = "tfl.add"(%lhs, %rhs) <{fused_activation_function = "GELU"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
