// RUN: not %qopt %s 2>&1 | filecheck %s

// A scalar has no axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.unpack: axis is 0; expected none, for a scalar has no axis
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %outputs = "tfl.unpack"(%input) <{num = 1 : i32}> : (tensor<f32>) -> tensor<f32>
  func.return
}
