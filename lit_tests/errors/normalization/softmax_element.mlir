// RUN: not %qopt %s 2>&1 | filecheck %s

// A softmax is of floats or of quantized integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax: input holds i32; expected f32, f16, ui8, i16, i8 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xi32>) {
  %output = "tfl.softmax"(%input) <{beta = 1.0 : f32}> : (tensor<1x4xi32>) -> tensor<1x4xf32>
  func.return
}
