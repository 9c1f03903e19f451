// RUN: not %qopt %s 2>&1 | filecheck %s

// VALID padding lets a window start only where all of it lies inside.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "conv2/Conv2D": output has shape [1, 4, 4, 3]; expected [1, 2, 2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x3x3x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "conv2/Conv2D"}]} : (tensor<1x4x4x2xf32>, tensor<3x3x3x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
