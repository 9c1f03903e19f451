// RUN: not %qopt %s 2>&1 | filecheck %s

// An operator has the options of its table in the format.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "conv1/Relu6": CONV_2D has no option 'strides'
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{strides = 1 : i32}> {qir.tensors = [{name = "conv1/Relu6"}]} : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
