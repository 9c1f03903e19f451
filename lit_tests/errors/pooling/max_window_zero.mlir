// RUN: not %qopt %s 2>&1 | filecheck %s

// A window has at least one pixel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.max_pool_2d: filter_height is 0; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %output = "tfl.max_pool_2d"(%input) <{filter_height = 0 : i32, filter_width = 2 : i32, padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x4x4x2xf32>) -> tensor<1x2x2x2xf32>
  func.return
}
