// RUN: not %qopt %s 2>&1 | filecheck %s

// Responses are normalized across the channels of images.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.local_response_normalization: input has shape [4, 4, 2]; expected [batch, height, width, channels]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x4x2xf32>) {
  %output = "tfl.local_response_normalization"(%input) <{radius = 1 : i32}> : (tensor<4x4x2xf32>) -> tensor<4x4x2xf32>
  func.return
}
