// RUN: not %qopt %s 2>&1 | filecheck %s

// A shape is a vector.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_args: s0 has shape [2, 2]; expected [_]
// CHECK-NOT: {{.}}

func.func @main(%s0: tensor<2x2xi32>, %s1: tensor<2xi32>) {
  %r0 = "tfl.broadcast_args"(%s0, %s1) : (tensor<2x2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return
}
