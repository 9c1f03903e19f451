// RUN: not %qopt %s --load nowhere.py 2>&1 | filecheck %s

// A pass file there is not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: --load nowhere.py: not a Python file
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
