// RUN: not %qopt %s 2>&1 | filecheck %s

// A reflection leaves out the border element.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mirror_pad "MirrorPad": padding of axis 0 is 2; expected at most 1 of its 2 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[2, 0], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.mirror_pad"(%input, %padding) <{mode = #tfl<mirror_pad_attr REFLECT>}> {qir.tensors = [{name = "MirrorPad"}]} : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<4x3xf32>
  func.return
}
