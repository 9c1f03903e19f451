// RUN: not %qopt %s 2>&1 | filecheck %s

// The output is as long as the longer shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_args: r0 has shape [2]; expected [3]
// CHECK-NOT: {{.}}

func.func @main(%s0: tensor<3xi32>, %s1: tensor<2xi32>) {
  %r0 = "tfl.broadcast_args"(%s0, %s1) : (tensor<3xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return
}
