// RUN: not %qopt %s 2>&1 | filecheck %s

// An update has the rank of what it is put in.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dynamic_update_slice: update has shape [3]; expected rank 2 as input
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %update: tensor<3xf32>, %start_indices: tensor<2xi32>) {
  %output = "tfl.dynamic_update_slice"(%input, %update, %start_indices) : (tensor<2x3xf32>, tensor<3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
