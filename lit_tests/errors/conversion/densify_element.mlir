// RUN: not %qopt %s 2>&1 | filecheck %s

// A dense tensor holds what the sparse one does.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.densify: output holds f16; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.densify"(%input) : (tensor<2x3xf32>) -> tensor<2x3xf16>
  func.return
}
