// RUN: not %qopt %s 2>&1 | filecheck %s

// PAD takes no value to pad with.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad: 3 operands; expected 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %value: tensor<f32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.pad"(%input, %padding, %value) : (tensor<2x3xf32>, tensor<2x2xi32>, tensor<f32>) -> tensor<4x3xf32>
  func.return
}
