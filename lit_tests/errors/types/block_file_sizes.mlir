// RUN: not %qopt %s --emit=tflite -o %t.tflite 2>&1 | filecheck %s

// A file has blocks that are parts of rows.

// CHECK-NOT: Traceback
// CHECK: qopt: error: the module cannot be written as TFLite: blocks are {0:2}; expected parts of the rows of a matrix
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}}>>) {
  func.return
}
