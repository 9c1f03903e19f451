// RUN: not %qopt %s 2>&1 | filecheck %s

// An element chosen is not rescaled.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as x is
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<2x3xi1>, %x: tensor<2x3x!quant.uniform<i8:f32, 0.5>>, %y: tensor<2x3x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.select"(%condition, %x, %y) : (tensor<2x3xi1>, tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<2x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x3x!quant.uniform<i8:f32, 0.25>>
  func.return
}
