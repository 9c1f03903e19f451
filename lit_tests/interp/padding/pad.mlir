// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @zeros
// CHECK: dense<[0.000000e+00, 1.000000e+00, 2.000000e+00, 0.000000e+00, 0.000000e+00]>
func.func @zeros() -> tensor<5xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 2]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.pad"(%x, %y) : (tensor<2xf32>, tensor<1x2xi32>) -> tensor<5xf32>
  func.return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @quantized
// Zero is the zero point (rule L5).
// CHECK: dense<[-3, 9, 8]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.5:-3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5:-3>>, value = dense<[9, 8]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5:-3>>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.pad"(%x, %y) : (tensor<2x!quant.uniform<i8:f32, 0.5:-3>>, tensor<1x2xi32>) -> tensor<3x!quant.uniform<i8:f32, 0.5:-3>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.5:-3>>
}

// CHECK-LABEL: func.func @wide
// A zero point of int32 is not asked (rule L5).
// CHECK: dense<[0, 9]>
func.func @wide() -> tensor<2x!quant.uniform<i32:f32, 0.5:7>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 0.5:7>>, value = dense<[9]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 0.5:7>>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.pad"(%x, %y) : (tensor<1x!quant.uniform<i32:f32, 0.5:7>>, tensor<1x2xi32>) -> tensor<2x!quant.uniform<i32:f32, 0.5:7>>
  func.return %0 : tensor<2x!quant.uniform<i32:f32, 0.5:7>>
}
