// RUN: not %qopt %s 2>&1 | filecheck %s

// What is meant is float32.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}parameter 'expressed' does not verify: i32 should be of base attribute f32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:i32, 1.0>>) {
  func.return
}
