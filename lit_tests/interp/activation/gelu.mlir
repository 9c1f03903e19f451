// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @erf
// CHECK: dense<[0.841344714, -0.158655256]>
func.func @erf() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.gelu"(%x) <{approximate = false}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @tanh
// CHECK: dense<[8.411920e-01, -1.588080e-01]>
func.func @tanh() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.gelu"(%x) <{approximate = true}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[13, -3]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.0625>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[2, -2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.gelu"(%x) <{approximate = false}> : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x!quant.uniform<i8:f32, 0.0625>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.0625>>
}
