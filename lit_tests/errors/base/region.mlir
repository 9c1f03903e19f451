// RUN: not %qopt %s 2>&1 | filecheck %s

// Few operators have regions.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: it has 1 region; expected 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.relu"(%input) ({
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
