// RUN: not %qir calibrate %s --samples %S/Inputs/not_arrays -o %t.json 2>&1 | filecheck %s

// A file in a folder of samples that holds none; the message names it.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}not_arrays/0001.npy: is no .npy file of numbers
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
