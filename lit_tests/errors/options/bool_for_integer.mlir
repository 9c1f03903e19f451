// RUN: not %qopt %s 2>&1 | filecheck %s

// A bool is no number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_depth: block_size is true; expected int32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x2x1xf32>) {
  %y = "tfl.space_to_depth"(%x) <{block_size = true}> : (tensor<1x2x2x1xf32>) -> tensor<1x1x1x4xf32>
  func.return
}
