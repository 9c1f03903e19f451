// RUN: not %qopt %s 2>&1 | filecheck %s

// The integers that floats are rounded to have 2 to 16 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fake_quant: num_bits is 32; expected 2..16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.fake_quant"(%input) <{max = 1.0 : f32, min = -1.0 : f32, num_bits = 32 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
