// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias has one element for each output channel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "block_1_expand/Relu6": bias has shape [2]; expected [out=3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<2xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "block_1_expand/Relu6"}]} : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<2xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
