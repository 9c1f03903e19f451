// RUN: not %qopt %s -o %t.tflite 2>&1 | filecheck %s

// Ops of other dialects have no place in a TFLite file.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}the module cannot be written as TFLite: arith.constant has no TFLite operator
// CHECK-NOT: {{.}}

func.func @main() {
  %x = "arith.constant"() <{value = 1 : i32}> : () -> i32
  func.return
}
