// RUN: not %qopt %S/nowhere.mlir 2>&1 | filecheck %s

// A file there is not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}nowhere.mlir: No such file or directory
// CHECK-NOT: {{.}}
