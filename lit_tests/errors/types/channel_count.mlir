// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a scale for each channel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dequantize: input has 2 scales along axis 0; expected 3, a scale for each channel
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>) {
  %y = "tfl.dequantize"(%x) : (tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>) -> tensor<3x2xf32>
  func.return
}
