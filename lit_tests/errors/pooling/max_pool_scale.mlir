// RUN: not %qopt %s 2>&1 | filecheck %s

// A maximum keeps its scale.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.max_pool_2d: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>) {
  %y = "tfl.max_pool_2d"(%x) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 1 : i32, filter_width = 1 : i32}> : (tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.25>>
  func.return
}
