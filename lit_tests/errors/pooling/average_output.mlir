// RUN: not %qopt %s 2>&1 | filecheck %s

// A pool with stride 2 halves height and width.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.average_pool_2d "global_pool": output has shape [1, 4, 4, 2]; expected [1, 2, 2, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %output = "tfl.average_pool_2d"(%input) <{filter_height = 2 : i32, filter_width = 2 : i32, padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> {qir.tensors = [{name = "global_pool"}]} : (tensor<1x4x4x2xf32>) -> tensor<1x4x4x2xf32>
  func.return
}
