// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @depth
// CHECK: dense<[[[[[1.000000e+00]]], [[[1.200000e+01]]], [[[2.000000e+01]]]]]>
func.func @depth() -> tensor<1x3x1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 3, 1, 1, 1]> : tensor<5xi32>}> : () -> tensor<5xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[[1.0]]]], [[[[10.0]]]]]> : tensor<2x1x1x1x1xf32>}> : () -> tensor<2x1x1x1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[[[[1.0]]], [[[2.0]]]]]> : tensor<1x2x1x1x1xf32>}> : () -> tensor<1x2x1x1x1xf32>
  %0 = "tfl.conv_3d_transpose"(%x, %y, %z) <{padding = "VALID", stride_d = 1 : i32, stride_h = 1 : i32, stride_w = 1 : i32, dilation_d_factor = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<5xi32>, tensor<2x1x1x1x1xf32>, tensor<1x2x1x1x1xf32>) -> tensor<1x3x1x1x1xf32>
  func.return %0 : tensor<1x3x1x1x1xf32>
}
