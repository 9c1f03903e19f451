// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @rows
// CHECK: dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]>
func.func @rows() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[3.0, 4.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %0 = "tfl.concatenation"(%x, %y) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @of_other_scale
// 1 and 3 quarters are 0.5 and 1.5 steps of a half: both round away from zero (rule L4).
// CHECK: dense<[10, 20, 5, 6]>
func.func @of_other_scale() -> tensor<4x!quant.uniform<u8:f32, 0.5:4>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5:4>>, value = dense<[10, 20]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5:4>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.25>>, value = dense<[1, 3]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.25>>
  %0 = "tfl.concatenation"(%x, %y) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<u8:f32, 0.5:4>>, tensor<2x!quant.uniform<u8:f32, 0.25>>) -> tensor<4x!quant.uniform<u8:f32, 0.5:4>>
  func.return %0 : tensor<4x!quant.uniform<u8:f32, 0.5:4>>
}
