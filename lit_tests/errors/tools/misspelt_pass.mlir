// RUN: not %qopt %s --pass=quantize-weigths 2>&1 | filecheck %s

// A pass there is not, but for a slip.

// CHECK-NOT: Traceback
// CHECK: qopt: error: no pass 'quantize-weigths'; did you mean 'quantize-weights'?
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
