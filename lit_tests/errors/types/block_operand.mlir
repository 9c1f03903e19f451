// RUN: not %qopt %s 2>&1 | filecheck %s

// No operator takes tensors that are quantized by blocks.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: input has scales of blocks; expected one, or one for each channel
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}}>>) {
  %y = "tfl.relu"(%x) : (tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}}>>) -> tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}}>>
  func.return
}
