// RUN: not %qopt %s 2>&1 | filecheck %s

// There is an index for each value.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.topk_v2: indices has shape [2, 3]; expected [2, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %k = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %values, %indices = "tfl.topk_v2"(%input, %k) : (tensor<2x3xf32>, tensor<i32>) -> (tensor<2x2xf32>, tensor<2x3xi32>)
  func.return
}
