// RUN: not %qopt %s 2>&1 | filecheck %s

// The value has the scale of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.padv2: constant_values is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x!quant.uniform<i8:f32, 0.5>>, %constant_values: tensor<!quant.uniform<i8:f32, 0.25>>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.padv2"(%input, %padding, %constant_values) : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<2x2xi32>, tensor<!quant.uniform<i8:f32, 0.25>>) -> tensor<4x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
