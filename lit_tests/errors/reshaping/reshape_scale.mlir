// RUN: not %qopt %s 2>&1 | filecheck %s

// Elements that only move keep what they stand for.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 0.5>>, %s: tensor<1xi32>) {
  %y = "tfl.reshape"(%x, %s) : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  func.return
}
