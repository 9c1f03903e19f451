// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[5.000000e-01, 0.000000e+00, 1.000000e+00]>
func.func @floats() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.5, -1.5, 7.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %0 = "tfl.relu_0_to_1"(%x) : (tensor<3xf32>) -> tensor<3xf32>
  func.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[4, 2, 6]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.25:2>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[1, -9, 90]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.relu_0_to_1"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.25:2>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.25:2>>
}
