// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis that is kept has size 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mean: output has shape [2]; expected [2, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.mean"(%input, %axes) <{keep_dims = true}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return
}
