// RUN: not %qopt %s 2>&1 | filecheck %s

// Pooling leaves the channels as they are.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.max_pool_2d "pool1/MaxPool": output has shape [1, 2, 2, 3]; expected [1, 2, 2, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %output = "tfl.max_pool_2d"(%input) <{filter_height = 2 : i32, filter_width = 2 : i32, padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> {qir.tensors = [{name = "pool1/MaxPool"}]} : (tensor<1x4x4x2xf32>) -> tensor<1x2x2x3xf32>
  func.return
}
