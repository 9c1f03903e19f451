// RUN: not %qopt %s 2>&1 | filecheck %s

// What is mirrored is there.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mirror_pad: padding of axis 0 is 3; expected at most 2 of its 2 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[3, 0], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.mirror_pad"(%input, %padding) <{mode = #tfl<mirror_pad_attr SYMMETRIC>}> : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<5x3xf32>
  func.return
}
