// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @valid
// CHECK: dense<[[[[5.000000e+00], [6.000000e+00]]]]>
func.func @valid() -> tensor<1x1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]]> : tensor<1x2x3x1xf32>}> : () -> tensor<1x2x3x1xf32>
  %0 = "tfl.max_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 2 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x2x3x1xf32>) -> tensor<1x1x2x1xf32>
  func.return %0 : tensor<1x1x2x1xf32>
}

// CHECK-LABEL: func.func @not_a_number
// Passed over (rule C21).
// CHECK: dense<-2.000000e+00>
func.func @not_a_number() -> tensor<1x1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0x7FC00000], [-2.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %0 = "tfl.max_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 1 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x2x1xf32>) -> tensor<1x1x1x1xf32>
  func.return %0 : tensor<1x1x1x1xf32>
}

// CHECK-LABEL: func.func @quantized
// What is stored is compared (rule C21), and clamped to the zero point (rule A4).
// CHECK: dense<7>
func.func @quantized() -> tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>, value = dense<[[[[3], [2], [-5]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>
  %0 = "tfl.max_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 1 : i32, filter_width = 2 : i32, fused_activation_function = "RELU"}> : (tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>>
  func.return %0 : tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5:7>>
}
