// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[0.666666687, -0.333333343, 4.000000e+00, -0.000000e+00]>
func.func @floats() -> tensor<4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0, 4.0, -4.0]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %0 = "tfl.hard_swish"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @quantized
// 0.667 is 5.3 steps, -0.333 is -2.7 (rule E22).
// CHECK: dense<[5, -3, 32, 0]>
func.func @quantized() -> tensor<4x!quant.uniform<i8:f32, 0.125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<4x!quant.uniform<i8:f32, 0.5>>, value = dense<[2, -2, 8, -8]> : tensor<4xi8>}> : () -> tensor<4x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.hard_swish"(%x) : (tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 0.125>>
  func.return %0 : tensor<4x!quant.uniform<i8:f32, 0.125>>
}
