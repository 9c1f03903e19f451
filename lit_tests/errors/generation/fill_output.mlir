// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has the shape of operand 0.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fill: output has shape [3, 2]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %dims = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.fill"(%dims, %input) : (tensor<2xi32>, tensor<f32>) -> tensor<3x2xf32>
  func.return
}
