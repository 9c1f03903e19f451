// RUN: not %qopt %s 2>&1 | filecheck %s

// Products are of floats or of quantized integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: x holds i32; expected f32, f16, ui8, i16, i8 or bf16
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4x3xi32>, %y: tensor<2x3x5xi32>) {
  %output = "tfl.batch_matmul"(%x, %y) : (tensor<2x4x3xi32>, tensor<2x3x5xi32>) -> tensor<2x4x5xi32>
  func.return
}
