// RUN: not %qopt %s 2>&1 | filecheck %s

// A product of floats is no integer.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: the result holds i32; expected floats, for x holds f32
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<1x2xf32>, %b: tensor<2x3xf32>) {
  %y = "tfl.batch_matmul"(%a, %b) : (tensor<1x2xf32>, tensor<2x3xf32>) -> tensor<1x3xi32>
  func.return
}
