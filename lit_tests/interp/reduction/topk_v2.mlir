// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @of_rows
// Of equal elements the first is first (rule N14).
// CHECK: dense<[[3.000000e+00, 3.000000e+00], [6.000000e+00, 5.000000e+00]]>
// CHECK: dense<[[1, 2], [2, 0]]>
func.func @of_rows() -> (tensor<2x2xf32>, tensor<2x2xi32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 3.0, 3.0], [5.0, 4.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %r:2 = "tfl.topk_v2"(%x, %y) : (tensor<2x3xf32>, tensor<i32>) -> (tensor<2x2xf32>, tensor<2x2xi32>)
  func.return %r#0, %r#1 : tensor<2x2xf32>, tensor<2x2xi32>
}

// CHECK-LABEL: func.func @nan_is_last
// CHECK: dense<[1.000000e+00, 0xFF800000, 0x7FC00000]>
// CHECK: dense<[1, 2, 0]>
func.func @nan_is_last() -> (tensor<3xf32>, tensor<3xi32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[0x7FC00000, 1.0, 0xFF800000]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %r:2 = "tfl.topk_v2"(%x, %y) : (tensor<3xf32>, tensor<i32>) -> (tensor<3xf32>, tensor<3xi32>)
  func.return %r#0, %r#1 : tensor<3xf32>, tensor<3xi32>
}

// CHECK-LABEL: func.func @least_integers
// CHECK: dense<[2147483647, -2147483648, -2147483648]>
// CHECK: dense<[1, 0, 2]>
func.func @least_integers() -> (tensor<3xi32>, tensor<3xi16>) {
  %x = "tfl.pseudo_const"() <{value = dense<[-2147483648, 2147483647, -2147483648]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<3> : tensor<i16>}> : () -> tensor<i16>
  %r:2 = "tfl.topk_v2"(%x, %y) : (tensor<3xi32>, tensor<i16>) -> (tensor<3xi32>, tensor<3xi16>)
  func.return %r#0, %r#1 : tensor<3xi32>, tensor<3xi16>
}

// CHECK-LABEL: func.func @unsigned
// CHECK: dense<[255, 128]>
// CHECK: dense<[1, 2]>
func.func @unsigned() -> (tensor<2x!quant.uniform<u8:f32, 0.5:3>>, tensor<2xi32>) {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<u8:f32, 0.5:3>>, value = dense<[0, 255, 128]> : tensor<3xui8>}> : () -> tensor<3x!quant.uniform<u8:f32, 0.5:3>>
  %y = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %r:2 = "tfl.topk_v2"(%x, %y) : (tensor<3x!quant.uniform<u8:f32, 0.5:3>>, tensor<i32>) -> (tensor<2x!quant.uniform<u8:f32, 0.5:3>>, tensor<2xi32>)
  func.return %r#0, %r#1 : tensor<2x!quant.uniform<u8:f32, 0.5:3>>, tensor<2xi32>
}
