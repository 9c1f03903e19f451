// RUN: not %qopt %s 2>&1 | filecheck %s

// There are two ways to mirror.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mirror_pad: mode is #tfl<mirror_pad_attr WRAP>; expected one of REFLECT, SYMMETRIC
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.mirror_pad"(%input, %padding) <{mode = #tfl<mirror_pad_attr WRAP>}> : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<4x3xf32>
  func.return
}
