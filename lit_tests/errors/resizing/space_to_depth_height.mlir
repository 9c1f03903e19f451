// RUN: not %qopt %s 2>&1 | filecheck %s

// Blocks fill the height.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_depth "SpaceToDepth": height of input is 5; expected a multiple of 2, block_size
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x5x4x1xf32>) {
  %output = "tfl.space_to_depth"(%input) <{block_size = 2 : i32}> {qir.tensors = [{name = "SpaceToDepth"}]} : (tensor<1x5x4x1xf32>) -> tensor<1x2x2x4xf32>
  func.return
}
