// RUN: not %qopt %s 2>&1 | filecheck %s

// A pool says its stride.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.average_pool_2d: stride_h is missing; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %output = "tfl.average_pool_2d"(%input) <{filter_height = 2 : i32, filter_width = 2 : i32, padding = "VALID"}> : (tensor<1x4x4x2xf32>) -> tensor<1x2x2x2xf32>
  func.return
}
