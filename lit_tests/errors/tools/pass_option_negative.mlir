// RUN: not %qopt %s --pass='quantize-weights{min-elements=-1}' 2>&1 | filecheck %s

// A number of elements is not negative.

// CHECK-NOT: Traceback
// CHECK: qopt: error: quantize-weights: min-elements is -1; expected >= 0
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
