// RUN: not %qopt %s 2>&1 | filecheck %s

// A block has at least one pixel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_depth: block_size is 0; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>) {
  %output = "tfl.space_to_depth"(%input) <{block_size = 0 : i32}> : (tensor<1x4x4x1xf32>) -> tensor<1x2x2x4xf32>
  func.return
}
