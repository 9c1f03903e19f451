// RUN: not %qopt --pass=inline-functions %s 2>&1 | filecheck %s

// A loop whose sizes are still open carries tensors of types that differ.

// CHECK-NOT: Traceback
// CHECK: qopt: error: inline-functions: @main op 0 tfl.while: cond takes tensor<?xf32>; expected tensor<2xf32>; expected the pass fix-shapes before
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<?xf32> {
  %0 = "tfl.while"(%x) ({
  ^bb0(%v: tensor<?xf32>):
    %more = func.call @is_more(%v) : (tensor<?xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%v: tensor<?xf32>):
    %next = func.call @step(%v) : (tensor<?xf32>) -> tensor<?xf32>
    "tfl.yield"(%next) : (tensor<?xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<?xf32>
  func.return %0 : tensor<?xf32>
}
func.func private @is_more(%v: tensor<?xf32>) -> tensor<i1> {
  %0 = "tfl.pseudo_const"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = "tfl.abs"(%x) : (tensor<?xf32>) -> tensor<?xf32>
  func.return %0 : tensor<?xf32>
}
