// RUN: not %qopt %s 2>&1 | filecheck %s

// Where an element is, is an integer.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_max: output holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.arg_max"(%input, %axis) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2xf32>
  func.return
}
