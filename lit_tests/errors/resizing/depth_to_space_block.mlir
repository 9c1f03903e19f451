// RUN: not %qopt %s 2>&1 | filecheck %s

// The size of a block is not left out.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depth_to_space: block_size is missing; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x2x4xf32>) {
  %output = "tfl.depth_to_space"(%input) : (tensor<1x2x2x4xf32>) -> tensor<1x4x4x1xf32>
  func.return
}
