// RUN: not %qopt %s 2>&1 | filecheck %s

// A sum holds what its terms do.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.sum: output holds i32; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.sum"(%input, %axes) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xi32>
  func.return
}
