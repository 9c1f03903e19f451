// RUN: not %qopt %s 2>&1 | filecheck %s

// Moving blocks rescales nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd: output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as input is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1x!quant.uniform<i8:f32, 0.5>>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %paddings = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) : (tensor<1x4x4x1x!quant.uniform<i8:f32, 0.5>>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<4x2x2x1x!quant.uniform<i8:f32, 0.25>>
  func.return
}
