// RUN: not %qopt %s 2>&1 | filecheck %s

// A scalar has no axis to seek along.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_min: input is a scalar; expected rank 1 or more
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.arg_min"(%input, %axis) : (tensor<f32>, tensor<i32>) -> tensor<i32>
  func.return
}
