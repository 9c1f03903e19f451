// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @towards_zero
// And saturated (rule S6).
// CHECK: dense<[1, -1, 127, -128, 127]>
func.func @towards_zero() -> tensor<5xi8> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.9, -1.9, 300.0, -300.0, 0x7FC00000]> : tensor<5xf32>}> : () -> tensor<5xf32>
  %r = "tfl.cast"(%x) : (tensor<5xf32>) -> tensor<5xi8>
  func.return %r : tensor<5xi8>
}

// CHECK-LABEL: func.func @to_unsigned
// CHECK: dense<[1, 0, 4294967295, 4294967295]>
func.func @to_unsigned() -> tensor<4xui32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.9, -1.9, 5.0e9, 0x7FC00000]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %r = "tfl.cast"(%x) : (tensor<4xf32>) -> tensor<4xui32>
  func.return %r : tensor<4xui32>
}

// CHECK-LABEL: func.func @to_int64
// CHECK: dense<[9223372036854775807, -9223372036854775808, 9007199254740992]>
func.func @to_int64() -> tensor<3xi64> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0e19, -1.0e19, 9007199254740993.0]> : tensor<3xf64>}> : () -> tensor<3xf64>
  %r = "tfl.cast"(%x) : (tensor<3xf64>) -> tensor<3xi64>
  func.return %r : tensor<3xi64>
}

// CHECK-LABEL: func.func @wraps
// Rule S7.
// CHECK: dense<[44, 255, 112]>
func.func @wraps() -> tensor<3xui8> {
  %x = "tfl.pseudo_const"() <{value = dense<[300, -1, 70000]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %r = "tfl.cast"(%x) : (tensor<3xi32>) -> tensor<3xui8>
  func.return %r : tensor<3xui8>
}

// CHECK-LABEL: func.func @true
// All but 0.
// CHECK: dense<[false, false, true, true]>
func.func @true() -> tensor<4xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, -0.0, 0.1, 0x7FC00000]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %r = "tfl.cast"(%x) : (tensor<4xf32>) -> tensor<4xi1>
  func.return %r : tensor<4xi1>
}

// CHECK-LABEL: func.func @from_true
// CHECK: dense<[1.000000e+00, 0.000000e+00]>
func.func @from_true() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[true, false]> : tensor<2xi1>}> : () -> tensor<2xi1>
  %r = "tfl.cast"(%x) : (tensor<2xi1>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @to_halves
// 2049 is between 2048 and 2050; 70000 is too large.
// CHECK: dense<[2.048000e+03, 2.052000e+03, 0x7C00]>
func.func @to_halves() -> tensor<3xf16> {
  %x = "tfl.pseudo_const"() <{value = dense<[2049, 2051, 70000]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %r = "tfl.cast"(%x) : (tensor<3xi32>) -> tensor<3xf16>
  func.return %r : tensor<3xf16>
}

// CHECK-LABEL: func.func @to_halves_by_way_of_floats
// 1 + 2^-11 + 2^-40 is a float of 1 + 2^-11, which goes to even.
// CHECK: dense<1.000000e+00>
func.func @to_halves_by_way_of_floats() -> tensor<1xf16> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0004882812509095]> : tensor<1xf64>}> : () -> tensor<1xf64>
  %r = "tfl.cast"(%x) : (tensor<1xf64>) -> tensor<1xf16>
  func.return %r : tensor<1xf16>
}

// CHECK-LABEL: func.func @real_part
// CHECK: dense<[1, 0]>
func.func @real_part() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[(1.5, 2.0), (-0.5, 3.0)]> : tensor<2xcomplex<f32>>}> : () -> tensor<2xcomplex<f32>>
  %r = "tfl.cast"(%x) : (tensor<2xcomplex<f32>>) -> tensor<2xi32>
  func.return %r : tensor<2xi32>
}

// CHECK-LABEL: func.func @to_nibbles
// CHECK: dense<[7, -8, 7]>
func.func @to_nibbles() -> tensor<3xi4> {
  %x = "tfl.pseudo_const"() <{value = dense<[7.9, -100.0, 0x7FC00000]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.cast"(%x) : (tensor<3xf32>) -> tensor<3xi4>
  func.return %r : tensor<3xi4>
}

// CHECK-LABEL: func.func @from_nibbles
// CHECK: dense<[7.000000e+00, -8.000000e+00, -1.000000e+00]>
func.func @from_nibbles() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7, -8, -1]> : tensor<3xi4>}> : () -> tensor<3xi4>
  %r = "tfl.cast"(%x) : (tensor<3xi4>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}
