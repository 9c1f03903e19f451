// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is one tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.while "loop": @more returns 2 tensors; expected 1, the condition
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.while"(%input) ({
  ^bb0(%a0: tensor<2xf32>):
    %r0, %r1 = func.call @more(%a0) : (tensor<2xf32>) -> (tensor<i1>, tensor<i1>)
    "tfl.yield"(%r0, %r1) : (tensor<i1>, tensor<i1>) -> ()
  }, {
  ^bb0(%a0: tensor<2xf32>):
    %r0 = func.call @step(%a0) : (tensor<2xf32>) -> tensor<2xf32>
    "tfl.yield"(%r0) : (tensor<2xf32>) -> ()
  }) {qir.tensors = [{name = "loop"}]} : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func private @more(tensor<2xf32>) -> (tensor<i1>, tensor<i1>)

func.func private @step(tensor<2xf32>) -> tensor<2xf32>
