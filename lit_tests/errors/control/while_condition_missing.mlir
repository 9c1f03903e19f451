// RUN: not %qopt %s 2>&1 | filecheck %s

// A loop has a condition.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.while: cond is missing; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.while"(%input) ({
  }, {
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @step(%a0) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%r0) : (tensor<2xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func private @more(tensor<2xf32>) -> tensor<i1>

func.func private @step(tensor<2xf32>) -> tensor<2xf32>
