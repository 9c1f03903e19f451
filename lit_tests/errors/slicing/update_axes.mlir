// RUN: not %qopt %s 2>&1 | filecheck %s

// An update starts somewhere on each axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dynamic_update_slice "kv_cache/update": start_indices has 1 elements; expected 2 as input [2, 3] has axes
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %update: tensor<1x1xf32>, %start_indices: tensor<1xi32>) {
  %output = "tfl.dynamic_update_slice"(%input, %update, %start_indices) {qir.tensors = [{name = "kv_cache/update"}]} : (tensor<2x3xf32>, tensor<1x1xf32>, tensor<1xi32>) -> tensor<2x3xf32>
  func.return
}
