// RUN: %qopt %s --pass=choose-kernels | filecheck %s
// RUN: %qopt %s --pass=choose-kernels,choose-layouts,pack-weights | filecheck %s --check-prefix=PACKED

// Rows of a table of integers are gathered as integers; what follows knows their scale.
func.func @gather(%i: tensor<1x4xi32>) -> tensor<1x4x2x!quant.uniform<i8:f32, 0.5>> {
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.gather"(%t, %i) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x4xi32>) -> tensor<1x4x2x!quant.uniform<i8:f32, 0.5>>
  func.return %y : tensor<1x4x2x!quant.uniform<i8:f32, 0.5>>
}
// CHECK-LABEL:  @gather
// CHECK:          %0 = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1, 2], [3, 4], [5, 6{{\]\]}}> : tensor<3x2xi8>}> : () -> tensor<3x2xi8>
// CHECK:          %y = "c.call"(%0, %i) <{kernel = "gather", parameters = {index_bytes = 4 : i32, batches = 1 : i32, outer = 1 : i32, size = 3 : i32, count = 4 : i32, run = 2 : i32}}>

// Along any axis, with indices for each batch.
func.func @batches(%x: tensor<2x3x5x7xi16>, %i: tensor<2x4xi64>) -> tensor<2x3x4x7xi16> {
  %y = "tfl.gather"(%x, %i) <{axis = 2 : i32, batch_dims = 1 : i32}> : (tensor<2x3x5x7xi16>, tensor<2x4xi64>) -> tensor<2x3x4x7xi16>
  func.return %y : tensor<2x3x4x7xi16>
}
// CHECK-LABEL:  @batches
// CHECK:          %y = "c.call"(%x, %i) <{kernel = "gather", parameters = {index_bytes = 8 : i32, batches = 2 : i32, outer = 3 : i32, size = 5 : i32, count = 4 : i32, run = 14 : i32}}>

func.func @gather_nd(%x: tensor<3x5x7xf32>, %i: tensor<4x2xi32>) -> tensor<4x7xf32> {
  %y = "tfl.gather_nd"(%x, %i) : (tensor<3x5x7xf32>, tensor<4x2xi32>) -> tensor<4x7xf32>
  func.return %y : tensor<4x7xf32>
}
// CHECK-LABEL:  @gather_nd
// CHECK:          %y = "c.call"(%x, %i) <{kernel = "gather_nd", parameters = {index_bytes = 4 : i32, count = 4 : i32, depth = 2 : i32, run = 28 : i32, n0 = 3 : i32, n1 = 5 : i32, {{.*}}

// Rows of integers with a scale each come out as floats.
func.func @hybrid(%i: tensor<4xi32>) -> tensor<4x2xf32> {
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 1.0}>>, value = dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 1.0}>>
  %y = "tfl.embedding_lookup"(%i, %t) : (tensor<4xi32>, tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 1.0}>>) -> tensor<4x2xf32>
  func.return %y : tensor<4x2xf32>
}
// CHECK-LABEL:  @hybrid
// CHECK:          %t = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 1.0}>>, value = dense<{{\[\[}}1, 2], [3, 4], [5, 6{{\]\]}}> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 1.0}>>
// CHECK:          %y = "c.call"(%i, %t) <{kernel = "embedding_lookup_i8", parameters = {rows = 3 : i32, count = 4 : i32, depth = 2 : i32}}>
// PACKED-LABEL:  @hybrid
// PACKED:          %0 = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1, 2], [3, 4], [5, 6{{\]\]}}> : tensor<3x2xi8>}> : () -> tensor<3x2xi8>
// PACKED:          %1 = "tfl.pseudo_const"() <{value = dense<[5.000000e-01, 2.500000e-01, 1.000000e+00]> : tensor<3xf32>}> : () -> tensor<3xf32>
// PACKED:          %y = "c.call"(%i, %0, %1) <{kernel = "embedding_lookup_i8", parameters = {rows = 3 : i32, count = 4 : i32, depth = 2 : i32}}>
