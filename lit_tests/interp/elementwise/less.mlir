// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[true, false, false]>
func.func @floats() -> tensor<3xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0, 3.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.less"(%x, %y) : (tensor<3xf32>, tensor<f32>) -> tensor<3xi1>
  func.return %0 : tensor<3xi1>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[false, false, true]>
func.func @quantized() -> tensor<3xi1> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[5, 5, 5]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.25>>, value = dense<[5, 10, 11]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.25>>
  %0 = "tfl.less"(%x, %y) : (tensor<3x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i8:f32, 0.25>>) -> tensor<3xi1>
  func.return %0 : tensor<3xi1>
}
