// RUN: not %qopt %s --print-weights=all 2>&1 | filecheck %s

// A choice there is not; the message lists the choices.

// CHECK-NOT: Traceback
// CHECK: qopt: error: argument --print-weights: invalid choice: 'all' (choose from {{'?}}elide{{'?}}, {{'?}}side{{'?}}, {{'?}}inline{{'?}})
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
