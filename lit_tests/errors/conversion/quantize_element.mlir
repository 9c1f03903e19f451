// RUN: not %qopt %s 2>&1 | filecheck %s

// Only floats and quantized integers are quantized.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.quantize: input holds i64; expected f32, f16, i32, ui8, i16, i8, i4, bf16, i2 or ui4
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xi64>) {
  %output = "tfl.quantize"(%input) : (tensor<2xi64>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  func.return
}
