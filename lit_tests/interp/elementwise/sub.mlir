// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[[1.000000e+00, -3.000000e+00]]>
func.func @floats() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %0 = "tfl.sub"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @quantized
// 1.75 and 2.75 are 3.5 and 5.5 steps (rule E1).
// CHECK: dense<[5, 7]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, 5]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[1, -1]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %0 = "tfl.sub"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.5:1>>
}

// CHECK-LABEL: func.func @unsigned
// -197 is less than an unsigned byte holds (rule A3).
// CHECK: dense<[0, 100]>
func.func @unsigned() -> tensor<2x!quant.uniform<u8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 1.0:100>>, value = dense<[3, 200]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 1.0:100>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 1.0>>, value = dense<[100, 0]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 1.0>>
  %0 = "tfl.sub"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<u8:f32, 1.0:100>>, tensor<2x!quant.uniform<u8:f32, 1.0>>) -> tensor<2x!quant.uniform<u8:f32, 1.0>>
  func.return %0 : tensor<2x!quant.uniform<u8:f32, 1.0>>
}
