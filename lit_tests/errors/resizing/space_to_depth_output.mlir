// RUN: not %qopt %s 2>&1 | filecheck %s

// A block's pixels become channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_depth: output has shape [1, 2, 2, 2]; expected [1, 2, 2, 4]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>) {
  %output = "tfl.space_to_depth"(%input) <{block_size = 2 : i32}> : (tensor<1x4x4x1xf32>) -> tensor<1x2x2x2xf32>
  func.return
}
