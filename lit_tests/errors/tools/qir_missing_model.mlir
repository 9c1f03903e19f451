// RUN: not %qir quantize %S/nowhere.tflite -o %t.tflite 2>&1 | filecheck %s

// A model there is not; the other tool says it in the same way.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}nowhere.tflite: no such file or directory
// CHECK-NOT: {{.}}
