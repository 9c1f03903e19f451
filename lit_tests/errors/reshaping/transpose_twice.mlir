// RUN: not %qopt %s 2>&1 | filecheck %s

// The order names no axis twice.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose: perm is [1, 1]; expected every axis once
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %perm = "tfl.pseudo_const"() <{value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.transpose"(%input, %perm) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x3xf32>
  func.return
}
