// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.500000e+00, 0.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -1.5]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.relu"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// 1.5 is 2 steps, away from zero (rule E20).
// CHECK: dense<[-3, -5, 0]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 1.0:-5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[3, -9, 9]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.relu"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 1.0:-5>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 1.0:-5>>
}
