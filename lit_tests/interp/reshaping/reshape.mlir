// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @by_operand
// The size left open is what the others leave (rule L1).
// CHECK: dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00], [5.000000e+00, 6.000000e+00]]>
func.func @by_operand() -> tensor<3x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[3, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.reshape"(%x, %y) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  func.return %0 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @by_option
// Old converters say [0] for a scalar (rule L1).
// CHECK: dense<7.000000e+00>
func.func @by_option() -> tensor<f32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[7.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %0 = "tfl.reshape"(%x) {qir.new_shape = [0]} : (tensor<1x1xf32>) -> tensor<f32>
  func.return %0 : tensor<f32>
}

// CHECK-LABEL: func.func @past_int64
// Operand 1 is not read where it is of int64 (rule L1).
// CHECK: dense<[[1], [2]]>
func.func @past_int64() -> tensor<2x1xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi64>}> : () -> tensor<2xi64>
  %0 = "tfl.reshape"(%x, %y) {qir.new_shape = [2, 1]} : (tensor<2xi32>, tensor<2xi64>) -> tensor<2x1xi32>
  func.return %0 : tensor<2x1xi32>
}
