// RUN: not %qopt %s --emit=tflite -o %t.tflite 2>&1 | filecheck %s

// Nothing reads their zero points.

// CHECK-NOT: Traceback
// CHECK: qopt: error: the module cannot be written as TFLite: a block has zero point 3; expected 0
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:1, 1:2}, {{0.5}, {0.25:3}, {0.5}, {0.5}}>>) {
  func.return
}
