// RUN: not %qopt --pass='fix-shapes{shapes="x=2x4"}' %s 2>&1 | filecheck %s

// The model was made for a batch of 1, which only its input leaves open.

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: @main op 0 tfl.abs: its result has shape [1, 4]; expected [2, 4]
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<?x4xf32>) -> tensor<1x4xf32> {
  %y = "tfl.abs"(%x) : (tensor<?x4xf32>) -> tensor<1x4xf32>
  func.return %y : tensor<1x4xf32>
}
