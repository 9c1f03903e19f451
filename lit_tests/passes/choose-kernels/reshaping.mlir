// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// The same elements in the same order are the same memory.
func.func @reshape(%x: tensor<2x6xf32>) -> tensor<3x4xf32> {
  %shape = "tfl.pseudo_const"() <{value = dense<[3, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.reshape"(%x, %shape) : (tensor<2x6xf32>, tensor<2xi32>) -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}
// CHECK-LABEL:  @reshape
// CHECK:          %y = "c.view"(%x) : (tensor<2x6xf32>) -> tensor<3x4xf32>

// Elements of 4 bytes go from rows of 3 to columns.
func.func @transpose(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %perm = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.transpose"(%x, %perm) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL:  @transpose
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 4 : i32, from = 0 : i32, to = 0 : i32, {{.*}} n1 = 3 : i32, n2 = 2 : i32, {{.*}} s1 = 4 : i32, s2 = 12 : i32, {{.*}} t1 = 8 : i32, t2 = 4 : i32}}>

// Axes that stay next to each other are one: rows of 8 x 16 bytes go as a whole.
func.func @rows(%x: tensor<1x2x3x8x16xi8>) -> tensor<1x3x2x8x16xi8> {
  %perm = "tfl.pseudo_const"() <{value = dense<[0, 2, 1, 3, 4]> : tensor<5xi32>}> : () -> tensor<5xi32>
  %y = "tfl.transpose"(%x, %perm) : (tensor<1x2x3x8x16xi8>, tensor<5xi32>) -> tensor<1x3x2x8x16xi8>
  func.return %y : tensor<1x3x2x8x16xi8>
}
// CHECK-LABEL:  @rows
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 128 : i32, from = 0 : i32, to = 0 : i32, {{.*}} n1 = 3 : i32, n2 = 2 : i32, {{.*}} s1 = 128 : i32, s2 = 384 : i32, {{.*}} t1 = 256 : i32, t2 = 128 : i32}}>

// An axis of size 1 moves nothing.
func.func @ones(%x: tensor<5x1x7xf32>) -> tensor<1x5x7xf32> {
  %perm = "tfl.pseudo_const"() <{value = dense<[1, 0, 2]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.transpose"(%x, %perm) : (tensor<5x1x7xf32>, tensor<3xi32>) -> tensor<1x5x7xf32>
  func.return %y : tensor<1x5x7xf32>
}
// CHECK-LABEL:  @ones
// CHECK:          %y = "c.view"(%x) : (tensor<5x1x7xf32>) -> tensor<1x5x7xf32>

// What is repeated is read at a stride of 0.
func.func @broadcast_to(%x: tensor<3x1xf32>) -> tensor<2x3x4xf32> {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 3, 4]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.broadcast_to"(%x, %shape) : (tensor<3x1xf32>, tensor<3xi32>) -> tensor<2x3x4xf32>
  func.return %y : tensor<2x3x4xf32>
}
// CHECK-LABEL:  @broadcast_to
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 4 : i32, from = 0 : i32, to = 0 : i32, n0 = 2 : i32, n1 = 3 : i32, n2 = 4 : i32, s0 = 0 : i32, s1 = 4 : i32, s2 = 0 : i32, t0 = 48 : i32, t1 = 16 : i32, t2 = 4 : i32}}>

func.func @tile(%x: tensor<2x3xf32>) -> tensor<4x6xf32> {
  %times = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.tile"(%x, %times) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<4x6xf32>
  func.return %y : tensor<4x6xf32>
}
// CHECK-LABEL:  @tile
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 12 : i32, from = 0 : i32, to = 0 : i32, n0 = 2 : i32, n1 = 2 : i32, n2 = 2 : i32, s0 = 0 : i32, s1 = 12 : i32, s2 = 0 : i32, t0 = 48 : i32, t1 = 24 : i32, t2 = 12 : i32}}>

// Back to front, from the last element on.
func.func @reverse(%x: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.reverse_v2"(%x, %axis) : (tensor<4x3xf32>, tensor<1xi32>) -> tensor<4x3xf32>
  func.return %y : tensor<4x3xf32>
}
// CHECK-LABEL:  @reverse
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 12 : i32, from = 36 : i32, to = 0 : i32, {{.*}} n2 = 4 : i32, {{.*}} s2 = -12 : i32, {{.*}} t2 = 12 : i32}}>
