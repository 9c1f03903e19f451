// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Neighbouring axes that go are one; the mean is the sum over a number that is known.
func.func @mean(%x: tensor<2x7x7x8xf32>) -> tensor<2x8xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.mean"(%x, %a) <{keep_dims = false}> : (tensor<2x7x7x8xf32>, tensor<2xi32>) -> tensor<2x8xf32>
  func.return %y : tensor<2x8xf32>
}
// CHECK-LABEL:   @mean
// CHECK:           %y = "c.call"(%x) <{kernel = "sum_f32", parameters = {outer = 2 : i32, first = 1 : i32, middle = 1 : i32, second = 49 : i32, inner = 8 : i32, divisor = 4.900000e+01 : f32}}>

// Axes may go in two places.
func.func @max(%x: tensor<2x3x4x5xi32>) -> tensor<1x3x1x5xi32> {
  %a = "tfl.pseudo_const"() <{value = dense<[0, -2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.reduce_max"(%x, %a) <{keep_dims = true}> : (tensor<2x3x4x5xi32>, tensor<2xi32>) -> tensor<1x3x1x5xi32>
  func.return %y : tensor<1x3x1x5xi32>
}
// CHECK-LABEL:   @max
// CHECK:           %y = "c.call"(%x) <{kernel = "reduce_i32", parameters = {outer = 1 : i32, first = 2 : i32, middle = 3 : i32, second = 4 : i32, inner = 5 : i32, operation = 0 : i32}}>

// Where an extreme is, is found in 32 bits.
func.func @arg_min(%x: tensor<2x3x4xf32>) -> tensor<2x4xi64> {
  %a = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.arg_min"(%x, %a) : (tensor<2x3x4xf32>, tensor<i32>) -> tensor<2x4xi64>
  func.return %y : tensor<2x4xi64>
}
// CHECK-LABEL:   @arg_min
// CHECK:           %0 = "c.call"(%x) <{kernel = "arg_max_f32", parameters = {least = 1 : i32, outer = 2 : i32, depth = 3 : i32, inner = 4 : i32}}>
// CHECK-NEXT:      %y = "c.call"(%0) <{kernel = "cast_i32_i64", parameters = {size = 8 : i32}}>

func.func @cumsum(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.cumsum"(%x, %a) <{exclusive = true, reverse = false}> : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @cumsum
// CHECK:           %y = "c.call"(%x) <{kernel = "cumsum_f32", parameters = {outer = 2 : i32, depth = 3 : i32, inner = 1 : i32, exclusive = 1 : i32, reverse = 0 : i32}, in_place = array<i32: 0>}>
