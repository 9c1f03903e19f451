// RUN: not %qopt %s 2>&1 | filecheck %s

// A tensor is filled with an element at its own scale.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fill: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<!quant.uniform<i8:f32, 0.5>>) {
  %dims = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.fill"(%dims, %input) : (tensor<2xi32>, tensor<!quant.uniform<i8:f32, 0.5>>) -> tensor<2x3x!quant.uniform<i8:f32, 0.25>>
  func.return
}
