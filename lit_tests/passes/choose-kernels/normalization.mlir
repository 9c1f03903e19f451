// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// All but the last axis are rows.
func.func @softmax(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %y = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  func.return %y : tensor<2x3x4xf32>
}
// CHECK-LABEL:   @softmax
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "softmax_f32", parameters = {rows = 6 : i32, depth = 4 : i32, beta = 1.000000e+00 : f32}, in_place = array<i32: 0>}>

func.func @log_softmax(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = "tfl.log_softmax"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL:   @log_softmax
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "log_softmax_f32", parameters = {rows = 1 : i32, depth = 4 : i32}, in_place = array<i32: 0>}>

func.func @l2_normalization(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %y = "tfl.l2_normalization"(%x) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL:   @l2_normalization
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "l2_normalization_f32", parameters = {rows = 2 : i32, depth = 4 : i32}, in_place = array<i32: 0>}>
