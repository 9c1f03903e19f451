// RUN: not %qopt %s 2>&1 | filecheck %s

// A new axis rescales nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.expand_dims: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x!quant.uniform<i8:f32, 0.5>>) {
  %axis = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.expand_dims"(%input, %axis) : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<i32>) -> tensor<1x2x3x!quant.uniform<i8:f32, 0.25>>
  func.return
}
