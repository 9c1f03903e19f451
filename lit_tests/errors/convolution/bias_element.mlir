// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias holds accumulators, which 8 bits are too few for.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: bias holds i8; expected f32, f16, i32, i64 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xi8>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xi8>) -> tensor<1x4x4x3xf32>
  func.return
}
