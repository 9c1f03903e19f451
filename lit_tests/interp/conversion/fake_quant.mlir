// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @three_bits
// 7 steps of 0.5 from -1.5; 0.75 is in the middle of two, and goes up as the number of steps does;
// so does -0.25 (rule S8).
// CHECK: dense<[1.000000e+00, 0.000000e+00, -1.500000e+00, 2.000000e+00, -1.500000e+00]>
func.func @three_bits() -> tensor<5xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.75, -0.25, -9.0, 9.0, 0x7FC00000]> : tensor<5xf32>}> : () -> tensor<5xf32>
  %r = "tfl.fake_quant"(%x) <{min = -1.5 : f32, max = 2.0 : f32, num_bits = 3 : i32, narrow_range = false}> : (tensor<5xf32>) -> tensor<5xf32>
  func.return %r : tensor<5xf32>
}

// CHECK-LABEL: func.func @zero_is_exact
// -0.75 to 2.25 is moved to -1 to 2.
// CHECK: dense<[-1.000000e+00, 0.000000e+00, 0.000000e+00, 2.000000e+00]>
func.func @zero_is_exact() -> tensor<4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[-2.0, -0.4, 0.0, 3.0]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %r = "tfl.fake_quant"(%x) <{min = -0.75 : f32, max = 2.25 : f32, num_bits = 2 : i32, narrow_range = false}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %r : tensor<4xf32>
}
