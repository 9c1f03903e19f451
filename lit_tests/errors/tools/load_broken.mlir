// RUN: not %qopt %s --load %S/Inputs/broken.py 2>&1 | filecheck %s

// A pass file that raises when it is loaded.

// CHECK-NOT: Traceback
// CHECK: qopt: error: --load {{.*}}broken.py: ZeroDivisionError: division by zero
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
