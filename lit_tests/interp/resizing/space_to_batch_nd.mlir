// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @padded
// Padding is the zero point (rule L5).
// CHECK: dense<[[[-1], [6]], [[5], [7]]]>
func.func @padded() -> tensor<2x2x1x!quant.uniform<i8:f32, 0.5:-1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x1x!quant.uniform<i8:f32, 0.5:-1>>, value = dense<[[[5], [6], [7]]]> : tensor<1x3x1xi8>}> : () -> tensor<1x3x1x!quant.uniform<i8:f32, 0.5:-1>>
  %y = "tfl.pseudo_const"() <{value = dense<[2]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.space_to_batch_nd"(%x, %y, %z) : (tensor<1x3x1x!quant.uniform<i8:f32, 0.5:-1>>, tensor<1xi32>, tensor<1x2xi32>) -> tensor<2x2x1x!quant.uniform<i8:f32, 0.5:-1>>
  func.return %0 : tensor<2x2x1x!quant.uniform<i8:f32, 0.5:-1>>
}
