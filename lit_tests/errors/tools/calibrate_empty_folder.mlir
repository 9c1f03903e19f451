// RUN: not %qir calibrate %s --samples %S/Inputs -o %t.json 2>&1 | filecheck %s

// A folder without samples.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}Inputs: holds no samples; expected an .npz file or a folder of .npy files
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
