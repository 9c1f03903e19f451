// RUN: not %qopt %s 2>&1 | filecheck %s

// Pooling is of images: [batch, height, width, channels].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.average_pool_2d "pool1/AvgPool": input has shape [4, 4, 2]; expected [batch, height, width, channels]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x4x2xf32>) {
  %output = "tfl.average_pool_2d"(%input) <{filter_height = 2 : i32, filter_width = 2 : i32, padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> {qir.tensors = [{name = "pool1/AvgPool"}]} : (tensor<4x4x2xf32>) -> tensor<1x2x2x2xf32>
  func.return
}
