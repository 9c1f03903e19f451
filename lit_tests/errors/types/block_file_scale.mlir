// RUN: not %qopt %s --emit=tflite -o %t.tflite 2>&1 | filecheck %s

// Their scales are float16, which has 11 bits of precision.

// CHECK-NOT: Traceback
// CHECK: qopt: error: the module cannot be written as TFLite: a block has scale 0.1; expected one that float16 holds exactly
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:1, 1:2}, {{0.5}, {0.25}, {0.1}, {0.5}}>>) {
  func.return
}
