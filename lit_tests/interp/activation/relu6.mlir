// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.500000e+00, 0.000000e+00, 6.000000e+00]>
func.func @floats() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -1.5, 7.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %0 = "tfl.relu6"(%x) : (tensor<3xf32>) -> tensor<3xf32>
  func.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @quantized
// 6 is stored as 26 (rule A4).
// CHECK: dense<[8, 2, 26]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.25:2>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[3, -9, 90]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.relu6"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.25:2>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.25:2>>
}
