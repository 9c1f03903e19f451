// RUN: not %qopt %s 2>&1 | filecheck %s

// All int8 values of a concatenation have the scale of its output.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation: value 1 is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as output is
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2x!quant.uniform<i8:f32, 0.5>>, %b: tensor<2x!quant.uniform<i8:f32, 0.25>>) {
  %y = "tfl.concatenation"(%a, %b) : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<4x!quant.uniform<i8:f32, 0.5>>
  func.return
}
