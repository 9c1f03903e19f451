// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of 32 bits are no activations.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: input holds i32; expected f32, f16, ui8, i16, i8 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xi32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xi32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
