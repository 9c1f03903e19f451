// RUN: not %qopt %s 2>&1 | filecheck %s

// A scale is a finite number; bits in hexadecimal are not an integer.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale{{.*}}
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 0x7F800000>>) {
  func.return
}
