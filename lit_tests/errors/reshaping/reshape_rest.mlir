// RUN: not %qopt %s 2>&1 | filecheck %s

// What is left over is a whole number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: shape is [-1, 4] for input [2, 3]; expected one of 6 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[-1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.reshape"(%input, %shape) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<1x4xf32>
  func.return
}
