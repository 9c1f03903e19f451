// RUN: not %qopt %s 2>&1 | filecheck %s

// A slice begins within its axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.slice: begin of axis 1 is 4; expected 0..3
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %size = "tfl.pseudo_const"() <{value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.slice"(%input, %begin, %size) : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<1x1xf32>
  func.return
}
