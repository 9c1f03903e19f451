// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has the shape of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dynamic_update_slice: output has shape [1, 1]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %update: tensor<1x1xf32>, %start_indices: tensor<2xi32>) {
  %output = "tfl.dynamic_update_slice"(%input, %update, %start_indices) : (tensor<2x3xf32>, tensor<1x1xf32>, tensor<2xi32>) -> tensor<1x1xf32>
  func.return
}
