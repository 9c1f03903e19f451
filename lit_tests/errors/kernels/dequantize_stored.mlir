// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Several integers in a byte are not taken apart.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.dequantize: no C kernel: input holds !quant.uniform<i4:f32, 0.5>; kernels take float16, or stored i8, ui8, i16
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i4:f32, 0.5>>) -> tensor<2xf32> {
  %y = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<i4:f32, 0.5>>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
