// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a slope for each channel, or one for all.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.prelu "conv1/PReLU": input [1, 4, 4, 2] and alpha [1, 1, 3] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %alpha: tensor<1x1x3xf32>) {
  %output = "tfl.prelu"(%input, %alpha) {qir.tensors = [{name = "conv1/PReLU"}]} : (tensor<1x4x4x2xf32>, tensor<1x1x3xf32>) -> tensor<1x4x4x2xf32>
  func.return
}
