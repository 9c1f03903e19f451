// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @rows
// CHECK: dense<[[3.000000e+00, 4.000000e+00], [1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]>
func.func @rows() -> tensor<3x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 0, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %0 = "tfl.embedding_lookup"(%x, %y) : (tensor<3xi32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  func.return %0 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @of_integers
// Each row by its own scale (rule L6).
// CHECK: dense<[[7.500000e-01, -1.000000e+00], [5.000000e-01, 1.000000e+00]]>
func.func @of_integers() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<[[1, 2], [3, -4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %0 = "tfl.embedding_lookup"(%x, %y) : (tensor<2xi32>, tensor<2x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @of_unsigned_integers
// 200 is read as -56 (rule L6).
// CHECK: dense<[[-2.800000e+01, 1.500000e+00]]>
func.func @of_unsigned_integers() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<u8:f32, 0.5>>, value = dense<[[200, 3]]> : tensor<1x2xui8>}> : () -> tensor<1x2x!quant.uniform<u8:f32, 0.5>>
  %0 = "tfl.embedding_lookup"(%x, %y) : (tensor<1xi32>, tensor<1x2x!quant.uniform<u8:f32, 0.5>>) -> tensor<1x2xf32>
  func.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @of_blocks
// Each half of a row by its own scale (rule L6).
// CHECK: dense<[[1.500000e+00, -2.000000e+00, 7.500000e-01, -1.000000e+00]]>
func.func @of_blocks() -> tensor<1x4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{1.0, 2.0}, {0.5, 0.25}}>>, value = dense<[[1, 2, 1, 2], [3, -4, 3, -4]]> : tensor<2x4xi4>}> : () -> tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{1.0, 2.0}, {0.5, 0.25}}>>
  %0 = "tfl.embedding_lookup"(%x, %y) : (tensor<1xi32>, tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{1.0, 2.0}, {0.5, 0.25}}>>) -> tensor<1x4xf32>
  func.return %0 : tensor<1x4xf32>
}
