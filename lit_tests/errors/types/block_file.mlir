// RUN: not %qopt %s --emit=tflite -o %t.tflite 2>&1 | filecheck %s

// Nor does the writer of files have a place for their scales yet.

// CHECK-NOT: Traceback
// CHECK: qopt: error: the module cannot be written as TFLite: scales of blocks, !quant.uniform<i8:f32:{0:2}, {{.*}}, are not supported yet
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}}>>) {
  func.return
}
