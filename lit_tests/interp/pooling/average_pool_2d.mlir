// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @same
// Only what lies inside counts.
// CHECK: dense<[[[[3.000000e+00], [4.000000e+00], [4.500000e+00]], [[4.500000e+00], [5.500000e+00], [6.000000e+00]]]]>
func.func @same() -> tensor<1x2x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]]> : tensor<1x2x3x1xf32>}> : () -> tensor<1x2x3x1xf32>
  %0 = "tfl.average_pool_2d"(%x) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 2 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x2x3x1xf32>) -> tensor<1x2x3x1xf32>
  func.return %0 : tensor<1x2x3x1xf32>
}

// CHECK-LABEL: func.func @quantized
// 2.5 and -1.5 go away from zero, whatever the zero point (rule C20).
// CHECK: dense<[[[[3], [-2]]]]>
func.func @quantized() -> tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>, value = dense<[[[[3], [2], [-5]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>
  %0 = "tfl.average_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 1 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>>
  func.return %0 : tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>>
}
