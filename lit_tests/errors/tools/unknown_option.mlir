// RUN: not %qopt %s --pass='quantize-weights{bits=4}' 2>&1 | filecheck %s

// An option the pass does not have.

// CHECK-NOT: Traceback
// CHECK: qopt: error: pass quantize-weights: no option 'bits'; it has constants, correct-bias, min-elements, min-runtime, rounding, samples, scale-search, scheme, target
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
