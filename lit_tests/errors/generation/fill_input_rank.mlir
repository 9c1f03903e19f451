// RUN: not %qopt %s 2>&1 | filecheck %s

// A tensor is filled with a scalar.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fill: input has shape [1]; expected a scalar
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1xf32>) {
  %dims = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.fill"(%dims, %input) : (tensor<2xi32>, tensor<1xf32>) -> tensor<2x3xf32>
  func.return
}
