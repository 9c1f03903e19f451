// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has the size that is asked for.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_bilinear "up1/ResizeBilinear": output has shape [1, 4, 4, 2]; expected [1, 8, 8, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %size = "tfl.pseudo_const"() <{value = dense<[8, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.resize_bilinear"(%input, %size) {qir.tensors = [{name = "up1/ResizeBilinear"}]} : (tensor<1x4x4x2xf32>, tensor<2xi32>) -> tensor<1x4x4x2xf32>
  func.return
}
