// RUN: not %qir calibrate %s --samples %S/nowhere.npz -o %t.json 2>&1 | filecheck %s

// Samples there are not.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}nowhere.npz: cannot be read: No such file or directory
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
