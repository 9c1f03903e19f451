// RUN: not %qopt %s --load %S/Inputs/empty.py 2>&1 | filecheck %s

// A pass file without a pass.

// CHECK-NOT: Traceback
// CHECK: qopt: error: --load {{.*}}empty.py: holds no pass; expected a subclass of ModulePass
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
