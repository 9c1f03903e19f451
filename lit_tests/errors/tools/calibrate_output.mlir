// RUN: not %qir calibrate %s --samples %S/nowhere.npz -o %s 2>&1 | filecheck %s

// The result does not take the place of the model.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}calibrate_output.mlir: is named twice; name another file to write to
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
