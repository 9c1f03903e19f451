// RUN: not %qopt %s 2>&1 | filecheck %s

// The regions of MLIR's tfl.if call functions.

// CHECK-NOT: Traceback
// CHECK: qopt: error: tfl.if: expected regions that each call a function with the same values and yield its results
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tfl.if"(%condition) ({
    %0 = "tfl.abs"(%input) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%0) : (tensor<2xf32>) -> ()
  }, {
    %0 = func.call @other(%input) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%0) : (tensor<2xf32>) -> ()
  }) : (tensor<i1>) -> tensor<2xf32>
  func.return
}

func.func private @other(tensor<2xf32>) -> tensor<2xf32>
