// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// A shape is a constant: all sizes are known. What only computed with it is gone.
func.func @shape(%x: tensor<2x3xf32>) -> (tensor<2xi32>, tensor<6xf32>) {
  %y = "tfl.shape"(%x) : (tensor<2x3xf32>) -> tensor<2xi32>
  %p = "tfl.pseudo_const"() <{value = dense<6> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z = "tfl.reshape"(%x, %p) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<6xf32>
  func.return %y, %z : tensor<2xi32>, tensor<6xf32>
}
// CHECK-LABEL:  @shape
// CHECK:          %y = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
// CHECK:          %z = "c.view"(%x) : (tensor<2x3xf32>) -> tensor<6xf32>

func.func @fill(%v: tensor<f32>) -> tensor<2x3xf32> {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.fill"(%shape, %v) : (tensor<2xi32>, tensor<f32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:  @fill
// CHECK:          %y = "c.call"(%v) <{kernel = "fill", parameters = {bytes = 4 : i32, count = 6 : i32}}>

func.func @range() -> tensor<3xi32> {
  %from = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %to = "tfl.pseudo_const"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
  %by = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.range"(%from, %to, %by) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>
  func.return %y : tensor<3xi32>
}
// CHECK-LABEL:  @range
// CHECK:          %y = "tfl.pseudo_const"() <{value = dense<[2, 4, 6]> : tensor<3xi32>}> : () -> tensor<3xi32>

func.func @one_hot(%i: tensor<5xi64>, %on: tensor<f32>, %off: tensor<f32>) -> tensor<5x4xf32> {
  %depth = "tfl.pseudo_const"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.one_hot"(%i, %depth, %on, %off) <{axis = -1 : i32}> : (tensor<5xi64>, tensor<i32>, tensor<f32>, tensor<f32>) -> tensor<5x4xf32>
  func.return %y : tensor<5x4xf32>
}
// CHECK-LABEL:  @one_hot
// CHECK:          %y = "c.call"(%i, %on, %off) <{kernel = "one_hot", parameters = {index_bytes = 8 : i32, bytes = 4 : i32, outer = 5 : i32, depth = 4 : i32, inner = 1 : i32}}>
