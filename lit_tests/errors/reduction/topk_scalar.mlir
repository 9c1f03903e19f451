// RUN: not %qopt %s 2>&1 | filecheck %s

// A scalar has no rows.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.topk_v2: input is a scalar; expected rank 1 or more
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %k = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %values, %indices = "tfl.topk_v2"(%input, %k) : (tensor<f32>, tensor<i32>) -> (tensor<f32>, tensor<i32>)
  func.return
}
