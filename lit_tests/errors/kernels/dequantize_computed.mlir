// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Scales of channels are constants of their own, made of a constant.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.dequantize: no C kernel: input holds !quant.uniform<i8:f32:0, {0.5, 0.25}>, computed; kernels take one scale, or constants
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>) -> tensor<2xf32> {
  %y = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
