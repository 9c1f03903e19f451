// RUN: not %qopt %s 2>&1 | filecheck %s

// An operator's functions are named by its properties; it has no regions.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: it has regions or successors; expected neither
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.relu"(%input) ({
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
