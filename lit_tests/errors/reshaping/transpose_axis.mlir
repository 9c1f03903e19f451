// RUN: not %qopt %s 2>&1 | filecheck %s

// The order names axes of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose: perm holds 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %perm = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.transpose"(%input, %perm) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  func.return
}
