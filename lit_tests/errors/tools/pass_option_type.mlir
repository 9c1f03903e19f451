// RUN: not %qopt %s --pass='quantize-weights{min-elements=few}' 2>&1 | filecheck %s

// An option's value of the wrong type; the message names the option.

// CHECK-NOT: Traceback
// CHECK: qopt: error: pass quantize-weights: {{.*}}min-elements{{.*}}
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
