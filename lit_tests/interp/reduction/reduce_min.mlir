// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.000000e+00, 2.000000e+00, 3.000000e+00]>
func.func @floats() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_min"(%x, %y) <{keep_dims = false}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @after_the_last_nan
// What was before it is forgotten (rule N13).
// CHECK: dense<[1.000000e+00, 5.000000e+00, 0x7FC00000]>
func.func @after_the_last_nan() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[9.0, 1.0, -9.0], [0x7FC00000, 3.0, 0x7FC00000], [2.0, 0x7FC00000, 4.0], [1.0, 5.0, 0x7FC00000]]> : tensor<4x3xf32>}> : () -> tensor<4x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_min"(%x, %y) <{keep_dims = false}> : (tensor<4x3xf32>, tensor<1xi32>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @stored
// CHECK: dense<-128>
func.func @stored() -> tensor<1x1x!quant.uniform<i8:f32, 0.5:3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, value = dense<[[-128, 5], [7, 6]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>
  %y = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reduce_min"(%x, %y) <{keep_dims = true}> : (tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, tensor<2xi32>) -> tensor<1x1x!quant.uniform<i8:f32, 0.5:3>>
  func.return %r : tensor<1x1x!quant.uniform<i8:f32, 0.5:3>>
}

// CHECK-LABEL: func.func @integers
// CHECK: dense<-7>
func.func @integers() -> tensor<i64> {
  %x = "tfl.pseudo_const"() <{value = dense<[-7, 9223372036854775807, 3]> : tensor<3xi64>}> : () -> tensor<3xi64>
  %y = "tfl.pseudo_const"() <{value = dense<[-1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_min"(%x, %y) <{keep_dims = false}> : (tensor<3xi64>, tensor<1xi32>) -> tensor<i64>
  func.return %r : tensor<i64>
}
