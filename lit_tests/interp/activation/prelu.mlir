// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[[1.500000e+00, -5.000000e-01]]>
func.func @floats() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.5, -2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[0.5, 0.25]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.prelu"(%x, %y) : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @quantized
// -3 times a quarter is -1.5 steps (rule E21).
// CHECK: dense<[5, -1]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, -6]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[1, 1]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %0 = "tfl.prelu"(%x, %y) : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.5:1>>
}
