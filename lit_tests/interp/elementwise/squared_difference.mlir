// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[2.500000e-01, 6.250000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.squared_difference"(%x, %y) : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// 1.25 and 4 squared are 3.125 and 32 steps over the zero point (rule E9).
// CHECK: dense<[-5, 24]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.5:-8>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[3, 9]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %0 = "tfl.squared_difference"(%x, %y) : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.5:-8>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.5:-8>>
}
