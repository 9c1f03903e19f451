// RUN: not %qopt %s 2>&1 | filecheck %s

// A greatest element is at the scale of all.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reduce_max: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x!quant.uniform<i8:f32, 0.5>>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.reduce_max"(%input, %axes) : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  func.return
}
