// RUN: %qopt %s --pass=legalize-hybrid | filecheck %s

// Scales of blocks, which are parts of a row, are for the kernels that have them.
func.func @product(%x: tensor<1x32xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>, value = dense<1> : tensor<1x32xi4>}> : () -> tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>
  %y = "tfl.fully_connected"(%x, %w) {qir.version = 1 : i32} : (tensor<1x32xf32>, tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @product
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w){{.*}}asymmetric_quantize_inputs = true{{.*}}qir.version = 12 : i32

// Rows are looked up in smaller ones, of 4 bits or 2.
func.func @lookup(%i: tensor<1xi32>) -> tensor<1x8xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x8x!quant.uniform<i4:f32:{0:1, 1:4}, {{0.5, 0.25}}>>, value = dense<1> : tensor<1x8xi4>}> : () -> tensor<1x8x!quant.uniform<i4:f32:{0:1, 1:4}, {{0.5, 0.25}}>>
  %y = "tfl.embedding_lookup"(%i, %w) {qir.version = 1 : i32} : (tensor<1xi32>, tensor<1x8x!quant.uniform<i4:f32:{0:1, 1:4}, {{0.5, 0.25}}>>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK-LABEL: @lookup
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.embedding_lookup"(%i, %w) {qir.version = 4 : i32}

func.func @lookup_of_two_bits(%i: tensor<1xi32>) -> tensor<1x8xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x8x!quant.uniform<i2:f32:{0:1, 1:4}, {{0.5, 0.25}}>>, value = dense<1> : tensor<1x8xi2>}> : () -> tensor<1x8x!quant.uniform<i2:f32:{0:1, 1:4}, {{0.5, 0.25}}>>
  %y = "tfl.embedding_lookup"(%i, %w) {qir.version = 1 : i32} : (tensor<1xi32>, tensor<1x8x!quant.uniform<i2:f32:{0:1, 1:4}, {{0.5, 0.25}}>>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK-LABEL: @lookup_of_two_bits
// CHECK:         "tfl.embedding_lookup"(%i, %w) {qir.version = 5 : i32}
