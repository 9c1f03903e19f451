// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.500000e+00, -0.63212055]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.elu"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[16, -5]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, -2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.elu"(%x) : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x!quant.uniform<i8:f32, 0.125>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.125>>
}
