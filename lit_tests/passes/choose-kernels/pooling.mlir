// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// A window that reaches over the edge, by one here, looks at less.
func.func @average(%x: tensor<1x3x3x8xf32>) -> tensor<1x3x3x8xf32> {
  %y = "tfl.average_pool_2d"(%x) <{padding = "SAME", filter_height = 3 : i32, filter_width = 2 : i32, stride_h = 1 : i32, stride_w = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x3x3x8xf32>) -> tensor<1x3x3x8xf32>
  func.return %y : tensor<1x3x3x8xf32>
}
// CHECK-LABEL:   @average
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "average_pool_2d_f32", parameters = {{.*}}pad_top = 1 : i32, {{.*}}pad_left = 0 : i32, {{.*}}

func.func @max(%x: tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32> {
  %y = "tfl.max_pool_2d"(%x) <{padding = "VALID", filter_height = 2 : i32, filter_width = 2 : i32, stride_h = 2 : i32, stride_w = 2 : i32, fused_activation_function = "RELU"}> : (tensor<1x4x4x8xf32>) -> tensor<1x2x2x8xf32>
  func.return %y : tensor<1x2x2x8xf32>
}
// CHECK-LABEL:   @max
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "max_pool_2d_f32"
