// RUN: not %qopt %S/../../lit.cfg.py 2>&1 | filecheck %s

// A file whose name does not say what it holds.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}lit.cfg.py: unknown kind of model '.py'; expected .mlir, .tflite{{.*}}
// CHECK-NOT: {{.}}
