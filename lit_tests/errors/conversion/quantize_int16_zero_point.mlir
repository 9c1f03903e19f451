// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of 16 bits are symmetric.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.quantize: output holds i16 with zero point 1; expected 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.quantize"(%input) : (tensor<2xf32>) -> tensor<2x!quant.uniform<i16:f32, 0.5:1>>
  func.return
}
