// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @root_of_mean_square
// CHECK: dense<3.53553391>
func.func @root_of_mean_square() -> tensor<1x1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[3.0], [4.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %0 = "tfl.l2_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 1 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x2x1xf32>) -> tensor<1x1x1x1xf32>
  func.return %0 : tensor<1x1x1x1xf32>
}
