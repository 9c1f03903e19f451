// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Kernels make no integers that stand for real numbers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.dequantize: no C kernel: input holds !quant.uniform<i8:f32, 0.5>, computed; kernels take float16 and constants
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2xf32> {
  %y = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
