// RUN: not %qopt %s --emit=tflite -o %t.tflite 2>&1 | filecheck %s

// Blocks that no type says are a note on what was read; numbers of tensors in it mean nothing here.

// CHECK-NOT: Traceback
// CHECK: qopt: error: the module cannot be written as TFLite: the quantization of tensor 'w' is of a kind that names other tensors by their numbers in the file it came from
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2xi4> {qir.tensor = {name = "w", quantization = {details = {table = "BlockwiseQuantization", scales = 5 : i32, block_size = 2 : i32}}}}) {
  func.return
}
