// RUN: not %qopt %s 2>&1 | filecheck %s

// An update holds what it is put in.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dynamic_update_slice: update holds f16; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %update: tensor<1x1xf16>, %start_indices: tensor<2xi32>) {
  %output = "tfl.dynamic_update_slice"(%input, %update, %start_indices) : (tensor<2x3xf32>, tensor<1x1xf16>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
