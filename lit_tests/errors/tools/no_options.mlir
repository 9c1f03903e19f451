// RUN: not %qopt %s --pass='evaluate{level=2}' 2>&1 | filecheck %s

// An option for a pass that has none.

// CHECK-NOT: Traceback
// CHECK: qopt: error: pass evaluate: no option 'level'; it has none
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
