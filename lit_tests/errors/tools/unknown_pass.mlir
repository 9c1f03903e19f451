// RUN: not %qopt %s --pass=fold-everything 2>&1 | filecheck %s

// A pass there is not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: no pass 'fold-everything'; --list-passes prints them all
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
