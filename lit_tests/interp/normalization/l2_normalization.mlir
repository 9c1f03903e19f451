// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[[6.000000e-01, 8.000000e-01], [0.000000e+00, 0.000000e+00]]>
func.func @floats() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[3.0, 4.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.l2_normalization"(%x) <{fused_activation_function = "NONE"}> : (tensor<2x2xf32>) -> tensor<2x2xf32>
  func.return %r : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @bytes
// 3 / 5 and 4 / 5 in steps of 1 / 128; one alone is 128 of them, saturated (rules N7 and N8).
// CHECK: dense<[[24, -126], [0, 127]]>
func.func @bytes() -> tensor<2x2x!quant.uniform<i8:f32, 0.0078125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5:10>>, value = dense<[[13, -6], [10, 11]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5:10>>
  %r = "tfl.l2_normalization"(%x) <{fused_activation_function = "NONE"}> : (tensor<2x2x!quant.uniform<i8:f32, 0.5:10>>) -> tensor<2x2x!quant.uniform<i8:f32, 0.0078125>>
  func.return %r : tensor<2x2x!quant.uniform<i8:f32, 0.0078125>>
}

// CHECK-LABEL: func.func @unsigned
// CHECK: dense<[[205, 26], [128, 128], [128, 0]]>
func.func @unsigned() -> tensor<3x2x!quant.uniform<u8:f32, 0.0078125:128>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<u8:f32, 0.5:128>>, value = dense<[[131, 124], [128, 128], [128, 127]]> : tensor<3x2xui8>}> : () -> tensor<3x2x!quant.uniform<u8:f32, 0.5:128>>
  %r = "tfl.l2_normalization"(%x) <{fused_activation_function = "NONE"}> : (tensor<3x2x!quant.uniform<u8:f32, 0.5:128>>) -> tensor<3x2x!quant.uniform<u8:f32, 0.0078125:128>>
  func.return %r : tensor<3x2x!quant.uniform<u8:f32, 0.0078125:128>>
}
