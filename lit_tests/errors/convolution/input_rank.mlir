// RUN: not %qopt %s 2>&1 | filecheck %s

// Activations of a convolution are [batch, height, width, channels].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "stem/conv/BiasAdd": input has shape [4, 4, 2]; expected [batch, height, width, channels]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "stem/conv/BiasAdd"}]} : (tensor<4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
