// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// LiteRT's kernel reads a scale for each channel, be it there or not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.depthwise_conv_2d: no C kernel: filter has one scale for 2 channels; kernels of a float input take one for each
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x2xf32>, %b: tensor<2xf32>) -> tensor<1x4x4x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.depthwise_conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  func.return %y : tensor<1x4x4x2xf32>
}
