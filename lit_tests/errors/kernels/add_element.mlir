// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Arithmetic of quantized activations has no kernels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.add: no C kernel: lhs holds i16; kernels take f32, i32, i64
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xi16>, %y: tensor<2xi16>) -> tensor<2xi16> {
  %z = "tfl.add"(%x, %y) : (tensor<2xi16>, tensor<2xi16>) -> tensor<2xi16>
  func.return %z : tensor<2xi16>
}
