// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Ops that only move elements one after the other are one copy, from where the first reads to where the
// last writes.
// CHECK-LABEL:  @transposed_slice
// CHECK-NEXT:     %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 4 : i32, from = 4 : i32, to = 0 : i32, n0 = 1 : i32, n1 = 2 : i32, n2 = 2 : i32, s0 = 0 : i32, s1 = 4 : i32, s2 = 12 : i32, t0 = 0 : i32, t1 = 8 : i32, t2 = 4 : i32}}>
// CHECK-NEXT:     func.return %y
func.func @transposed_slice(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %t = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.slice"(%t, %b, %n) : (tensor<3x2xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}

// What is joined again is copied once, and what the slice leaves out is not.
// CHECK-LABEL:  @slice_of_joined
// CHECK-NEXT:     %0 = "c.call"(%b) <{kernel = "copy", parameters = {run = 4 : i32, from = 4 : i32, to = 0 : i32
// CHECK-NEXT:     %y = "c.call"(%c, %0) <{kernel = "copy", parameters = {run = 8 : i32, from = 0 : i32, to = 4 : i32
// CHECK-SAME:       tied = array<i32: 1>
// CHECK-NEXT:     func.return %y
func.func @slice_of_joined(%a: tensor<2xf32>, %b: tensor<2xf32>, %c: tensor<2xf32>) -> tensor<3xf32> {
  %begin = "tfl.pseudo_const"() <{value = dense<3> : tensor<1xi32>}> : () -> tensor<1xi32>
  %size = "tfl.pseudo_const"() <{value = dense<3> : tensor<1xi32>}> : () -> tensor<1xi32>
  %d = "tfl.concatenation"(%b, %c) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>
  %e = "tfl.concatenation"(%a, %d) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<4xf32>) -> tensor<6xf32>
  %y = "tfl.slice"(%e, %begin, %size) : (tensor<6xf32>, tensor<1xi32>, tensor<1xi32>) -> tensor<3xf32>
  func.return %y : tensor<3xf32>
}

// Padding goes where the padded tensor would be copied to.
// CHECK-LABEL:  @joined_to_padded
// CHECK:          %[[ZERO:.*]] = "tfl.pseudo_const"() <{value = dense<0.000000e+00> : tensor<f32>}>
// CHECK-NEXT:     %[[A:.*]] = "c.call"(%a) <{kernel = "copy", parameters = {run = 8 : i32, from = 0 : i32, to = 0 : i32
// CHECK-NEXT:     %[[AB:.*]] = "c.call"(%b, %[[A]]) <{kernel = "copy", parameters = {run = 4 : i32, from = 0 : i32, to = 12 : i32
// CHECK-NEXT:     %y = "c.call"(%[[ZERO]], %[[AB]]) <{kernel = "copy", parameters = {run = 4 : i32, from = 0 : i32, to = 8 : i32
// CHECK-NEXT:     func.return %y
func.func @joined_to_padded(%a: tensor<2xf32>, %b: tensor<1xf32>) -> tensor<4xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %p = "tfl.pad"(%b, %n) : (tensor<1xf32>, tensor<1x2xi32>) -> tensor<2xf32>
  %y = "tfl.concatenation"(%a, %p) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}

// What something else reads is made, and read.
// CHECK-LABEL:  @read
// CHECK-NEXT:     %t = "c.call"(%x) <{kernel = "copy"
// CHECK-NEXT:     %y = "c.call"(%t) <{kernel = "copy"
// CHECK-NEXT:     %z = "c.call"(%t) <{kernel = "abs_f32"
func.func @read(%x: tensor<2x3xf32>) -> (tensor<2x2xf32>, tensor<3x2xf32>) {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %t = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.slice"(%t, %b, %n) : (tensor<3x2xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<2x2xf32>
  %z = "tfl.abs"(%t) : (tensor<3x2xf32>) -> tensor<3x2xf32>
  func.return %y, %z : tensor<2x2xf32>, tensor<3x2xf32>
}
