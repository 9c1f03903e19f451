// RUN: not %qopt %s 2>&1 | filecheck %s

// Dequantizing changes the element type and nothing else.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}shape [2] becomes [3]; expected the same
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 1.0>>) {
  %y = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<i8:f32, 1.0>>) -> tensor<3xf32>
  func.return
}
