// RUN: not %qopt %s 2>&1 | filecheck %s

// The value holds what the input does.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.padv2: constant_values holds i32; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %constant_values: tensor<i32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.padv2"(%input, %padding, %constant_values) : (tensor<2x3xf32>, tensor<2x2xi32>, tensor<i32>) -> tensor<4x3xf32>
  func.return
}
