// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @turned
// CHECK: dense<[[1.000000e+00, 4.000000e+00], [2.000000e+00, 5.000000e+00], [3.000000e+00, 6.000000e+00]]>
func.func @turned() -> tensor<3x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %y) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  func.return %0 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[[1, 3], [2, 4]]>
func.func @quantized() -> tensor<2x2x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %y) : (tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>, tensor<2xi32>) -> tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>
}
