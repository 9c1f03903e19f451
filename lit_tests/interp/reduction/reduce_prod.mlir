// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[6.000000e+00, 1.800000e+02]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = false}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @wraps
// CHECK: dense<131073>
func.func @wraps() -> tensor<i32> {
  %x = "tfl.pseudo_const"() <{value = dense<[65537, 65537]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = false}> : (tensor<2xi32>, tensor<1xi32>) -> tensor<i32>
  func.return %r : tensor<i32>
}

// CHECK-LABEL: func.func @quantized
// 15 and -15 times 0.25 / sqrt(0.125), twice, and twice rounded: 10.6 to 11, that to 8 (rule N12).
// CHECK: dense<[8, -8]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.25>>, value = dense<[[3, 5], [-3, 5]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.25>>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = false}> : (tensor<2x2x!quant.uniform<i8:f32, 0.25>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 0.125>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.125>>
}

// CHECK-LABEL: func.func @half_up
// 1 and -1 are halved, twice: 0.5 becomes 1, -0.5 becomes 0.
// CHECK: dense<[1, 0]>
func.func @half_up() -> tensor<2x!quant.uniform<i8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5>>, value = dense<[[1, 1], [-1, 1]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = false}> : (tensor<2x2x!quant.uniform<i8:f32, 0.5>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 1.0>>
}

// CHECK-LABEL: func.func @of_one
// Stored integers stay as they are where there is nothing to reduce.
// CHECK: dense<[3, -5]>
func.func @of_one() -> tensor<2x!quant.uniform<i8:f32, 0.125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.25:1>>, value = dense<[[3, -5]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.25:1>>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = false}> : (tensor<1x2x!quant.uniform<i8:f32, 0.25:1>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 0.125>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.125>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<-7500>
func.func @int16() -> tensor<1x!quant.uniform<i16:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.5>>, value = dense<[100, 200, -3]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_prod"(%x, %y) <{keep_dims = true}> : (tensor<3x!quant.uniform<i16:f32, 0.5>>, tensor<1xi32>) -> tensor<1x!quant.uniform<i16:f32, 1.0>>
  func.return %r : tensor<1x!quant.uniform<i16:f32, 1.0>>
}
