// RUN: not %qopt %s --emit=tflite 2>&1 | filecheck %s

// A .tflite file is not for terminals.

// CHECK-NOT: Traceback
// CHECK: qopt: error: a .tflite file is binary; name it with -o FILE.tflite
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
