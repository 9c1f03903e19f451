// RUN: not %qopt %s 2>&1 | filecheck %s

// Only images are resized: [batch, height, width, channels].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_bilinear "up1/ResizeBilinear": input has shape [4, 4, 2]; expected [batch, height, width, channels]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x4x2xf32>) {
  %size = "tfl.pseudo_const"() <{value = dense<[8, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.resize_bilinear"(%input, %size) {qir.tensors = [{name = "up1/ResizeBilinear"}]} : (tensor<4x4x2xf32>, tensor<2xi32>) -> tensor<8x8x2xf32>
  func.return
}
