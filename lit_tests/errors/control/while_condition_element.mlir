// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is a boolean.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.while: @more returns i32; expected a tensor of i1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.while"(%input) ({
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @more(%a0) : (tensor<2xf32>) -> tensor<i32>
    "tfl.yield"(%r0) : (tensor<i32>) -> ()
  }, {
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @step(%a0) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%r0) : (tensor<2xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func private @more(tensor<2xf32>) -> tensor<i32>

func.func private @step(tensor<2xf32>) -> tensor<2xf32>
