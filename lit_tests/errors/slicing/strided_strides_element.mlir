// RUN: not %qopt %s 2>&1 | filecheck %s

// Strides are integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.strided_slice: strides holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %strides: tensor<2xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %end = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.strided_slice"(%input, %begin, %end, %strides) : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>, tensor<2xf32>) -> tensor<2x3xf32>
  func.return
}
