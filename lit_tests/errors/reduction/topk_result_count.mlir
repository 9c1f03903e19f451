// RUN: not %qopt %s 2>&1 | filecheck %s

// The values come with their indices.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.topk_v2: 1 result; expected 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %k = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %values = "tfl.topk_v2"(%input, %k) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x2xf32>
  func.return
}
