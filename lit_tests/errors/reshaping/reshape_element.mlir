// RUN: not %qopt %s 2>&1 | filecheck %s

// A reshape does not convert.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: output holds i32; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[3, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.reshape"(%input, %shape) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xi32>
  func.return
}
