// RUN: not %qopt %s 2>&1 | filecheck %s

// The regions of a loop call functions, with their arguments and for their results.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.while: region body is not the call of a function with its arguments; expected that, and tfl.yield of the results
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.while"(%input) ({
  ^bb0(%x: tensor<2xf32>):
    %more = func.call @more(%x) : (tensor<2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%x: tensor<2xf32>):
    %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%y) : (tensor<2xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func private @more(tensor<2xf32>) -> tensor<i1>
