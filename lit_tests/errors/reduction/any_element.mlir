// RUN: not %qopt %s 2>&1 | filecheck %s

// Whether any holds is asked of booleans.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reduce_any: input holds f32; expected i1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.reduce_any"(%input, %axes) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xi1>
  func.return
}
