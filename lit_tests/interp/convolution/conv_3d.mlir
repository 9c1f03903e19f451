// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @depth
// CHECK: dense<[[[[[2.150000e+01]]], [[[3.250000e+01]]]]]>
func.func @depth() -> tensor<1x2x1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[[1.0]]], [[[2.0]]], [[[3.0]]]]]> : tensor<1x3x1x1x1xf32>}> : () -> tensor<1x3x1x1x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[[1.0]]]], [[[[10.0]]]]]> : tensor<2x1x1x1x1xf32>}> : () -> tensor<2x1x1x1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.conv_3d"(%x, %y, %z) <{padding = "VALID", stride_d = 1 : i32, stride_h = 1 : i32, stride_w = 1 : i32, dilation_d_factor = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x3x1x1x1xf32>, tensor<2x1x1x1x1xf32>, tensor<1xf32>) -> tensor<1x2x1x1x1xf32>
  func.return %0 : tensor<1x2x1x1x1xf32>
}
