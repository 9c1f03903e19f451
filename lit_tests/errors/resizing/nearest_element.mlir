// RUN: not %qopt %s 2>&1 | filecheck %s

// Resizing does not convert.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_nearest_neighbor: output holds f32; expected i8 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>) {
  %size = "tfl.pseudo_const"() <{value = dense<[8, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.resize_nearest_neighbor"(%input, %size) : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xi32>) -> tensor<1x8x8x2xf32>
  func.return
}
