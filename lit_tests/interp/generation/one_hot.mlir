// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @last_axis
// An index that is none is nowhere hot.
// CHECK: dense<[[5.000000e-01, 5.000000e+00, 5.000000e-01], [5.000000e-01, 5.000000e-01, 5.000000e-01]]>
func.func @last_axis() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %z = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<f32>}> : () -> tensor<f32>
  %u = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.one_hot"(%x, %y, %z, %u) <{axis = -1 : i32}> : (tensor<2xi32>, tensor<i32>, tensor<f32>, tensor<f32>) -> tensor<2x3xf32>
  func.return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @first_axis
// CHECK: dense<[[0, 1], [1, 0], [0, 0]]>
func.func @first_axis() -> tensor<3x2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %z = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %u = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.one_hot"(%x, %y, %z, %u) <{axis = 0 : i32}> : (tensor<2xi32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x2xi32>
  func.return %0 : tensor<3x2xi32>
}

// CHECK-LABEL: func.func @low_bits
// 2^32 + 1 counts as 1 (rule L8).
// CHECK: dense<[[0, 1, 0]]>
func.func @low_bits() -> tensor<1x3xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[4294967297]> : tensor<1xi64>}> : () -> tensor<1xi64>
  %y = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %z = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %u = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.one_hot"(%x, %y, %z, %u) <{axis = -1 : i32}> : (tensor<1xi64>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x3xi32>
  func.return %0 : tensor<1x3xi32>
}
