// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @first_of_equals
// Rule N14.
// CHECK: dense<[0, 1]>
func.func @first_of_equals() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 3.0, 3.0], [5.0, 4.0, 4.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.arg_min"(%x, %y) {qir.output_type = "INT32"} : (tensor<2x3xf32>, tensor<i32>) -> tensor<2xi32>
  func.return %r : tensor<2xi32>
}

// CHECK-LABEL: func.func @nan_is_last
// Before it even infinities; of NaNs alone the first.
// CHECK: dense<[1, 1, 0]>
func.func @nan_is_last() -> tensor<3xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[0x7FC00000, 0xFF800000], [0x7FC00000, 0x7F800000], [0x7FC00000, 0x7FC00000]]> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.arg_min"(%x, %y) {qir.output_type = "INT32"} : (tensor<3x2xf32>, tensor<i32>) -> tensor<3xi32>
  func.return %r : tensor<3xi32>
}

// CHECK-LABEL: func.func @bytes
// CHECK: dense<[1, 0]>
func.func @bytes() -> tensor<2xi64> {
  %x = "tfl.pseudo_const"() <{value = dense<[[200, 3], [100, 255], [201, 3]]> : tensor<3x2xui8>}> : () -> tensor<3x2xui8>
  %y = "tfl.pseudo_const"() <{value = dense<0> : tensor<i64>}> : () -> tensor<i64>
  %r = "tfl.arg_min"(%x, %y) {qir.output_type = "INT64"} : (tensor<3x2xui8>, tensor<i64>) -> tensor<2xi64>
  func.return %r : tensor<2xi64>
}

// CHECK-LABEL: func.func @stored
// CHECK: dense<0>
func.func @stored() -> tensor<i32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5:3>>, value = dense<[-128, 127, -3]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5:3>>
  %y = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.arg_min"(%x, %y) {qir.output_type = "INT32"} : (tensor<3x!quant.uniform<i8:f32, 0.5:3>>, tensor<i32>) -> tensor<i32>
  func.return %r : tensor<i32>
}
