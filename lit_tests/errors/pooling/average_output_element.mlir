// RUN: not %qopt %s 2>&1 | filecheck %s

// The output holds what the input does.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.average_pool_2d: output holds f32; expected i8 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.average_pool_2d"(%input) <{filter_height = 2 : i32, filter_width = 2 : i32, padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x2x2xf32>
  func.return
}
