// RUN: not %qopt %s 2>&1 | filecheck %s

// The channels of a pixel fill a block.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depth_to_space "pixel_shuffle": input's channels is 6; expected a multiple of 4, block_size squared
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x2x6xf32>) {
  %output = "tfl.depth_to_space"(%input) <{block_size = 2 : i32}> {qir.tensors = [{name = "pixel_shuffle"}]} : (tensor<1x2x2x6xf32>) -> tensor<1x4x4x1xf32>
  func.return
}
