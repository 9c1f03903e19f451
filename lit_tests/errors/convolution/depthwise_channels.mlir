// RUN: not %qopt %s 2>&1 | filecheck %s

// Each input channel has as many output channels as any other.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depthwise_conv_2d "block_2_depthwise/Relu6": filter has 3 channels; expected a multiple of input's 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<1x1x1x3xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.depthwise_conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "block_2_depthwise/Relu6"}]} : (tensor<1x4x4x2xf32>, tensor<1x1x1x3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
