// RUN: not %qopt %s 2>&1 | filecheck %s

// What is padded keeps its zero point.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad: output is quantized as !quant.uniform<i8:f32, 0.5:1>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x!quant.uniform<i8:f32, 0.5>>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.pad"(%input, %padding) : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<2x2xi32>) -> tensor<4x3x!quant.uniform<i8:f32, 0.5:1>>
  func.return
}
