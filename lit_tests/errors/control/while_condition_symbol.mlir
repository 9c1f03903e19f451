// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is a function of the module.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.while: cond is @ever; expected the symbol of a function of this module
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.while"(%input) ({
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @ever(%a0) : (tensor<2xf32>) -> tensor<i1>
    "tfl.yield"(%r0) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @step(%a0) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%r0) : (tensor<2xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func private @more(tensor<2xf32>) -> tensor<i1>

func.func private @step(tensor<2xf32>) -> tensor<2xf32>
