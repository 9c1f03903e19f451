// RUN: not %qopt %s 2>&1 | filecheck %s

// A function of real numbers is of floats or of quantized integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.exp: input holds i32; expected f32, f16, ui8, i16, i8, f64 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xi32>) {
  %output = "tfl.exp"(%input) : (tensor<2xi32>) -> tensor<2xi32>
  func.return
}
