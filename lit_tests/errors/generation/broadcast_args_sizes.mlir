// RUN: not %qopt %s 2>&1 | filecheck %s

// The two shapes broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_args: s0 [2, 3] and s1 [2, 4] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main() {
  %s0 = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %s1 = "tfl.pseudo_const"() <{value = dense<[2, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r0 = "tfl.broadcast_args"(%s0, %s1) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return
}
