// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Scales of a table are constants.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.embedding_lookup: no C kernel: !quant.uniform<i8:f32, 0.5> is looked up to f32; kernels give elements as they are, or constant i8 as f32
// CHECK-NOT: {{.}}

func.func @main(%i: tensor<1xi32>, %t: tensor<4x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2xf32> {
  %y = "tfl.embedding_lookup"(%i, %t) : (tensor<1xi32>, tensor<4x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
