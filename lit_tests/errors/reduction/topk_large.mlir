// RUN: not %qopt %s 2>&1 | filecheck %s

// A row does not have more elements than it is long.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.topk_v2 "TopKV2": k is 4 for input [2, 3]; expected 0..3, a row's size
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %k = "tfl.pseudo_const"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
  %values, %indices = "tfl.topk_v2"(%input, %k) {qir.tensors = [{name = "TopKV2"}]} : (tensor<2x3xf32>, tensor<i32>) -> (tensor<2x4xf32>, tensor<2x4xi32>)
  func.return
}
