// RUN: not %qopt %s 2>&1 | filecheck %s

// A pixel becomes a block in height and width.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depth_to_space: output has shape [1, 4, 2, 2]; expected [1, 4, 4, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x2x4xf32>) {
  %output = "tfl.depth_to_space"(%input) <{block_size = 2 : i32}> : (tensor<1x2x2x4xf32>) -> tensor<1x4x2x2xf32>
  func.return
}
