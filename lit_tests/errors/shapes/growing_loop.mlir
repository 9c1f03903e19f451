// RUN: not %qopt --pass=fix-shapes %s 2>&1 | filecheck %s

// A loop may carry a tensor that grows; no size is right for it.

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: @main op 0 tfl.while: carries tensor 0 as [1, 2]; expected [2, 2] as its body makes of it
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0 = "tfl.while"(%x) ({
  ^bb0(%v: tensor<?x2xf32>):
    %more = func.call @is_more(%v) : (tensor<?x2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%v: tensor<?x2xf32>):
    %next = func.call @twice(%v) : (tensor<?x2xf32>) -> tensor<?x2xf32>
    "tfl.yield"(%next) : (tensor<?x2xf32>) -> ()
  }) : (tensor<?x2xf32>) -> tensor<?x2xf32>
  func.return %0 : tensor<?x2xf32>
}
func.func private @is_more(%v: tensor<?x2xf32>) -> tensor<i1> {
  %0 = "tfl.pseudo_const"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @twice(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0 = "tfl.concatenation"(%x, %x) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<?x2xf32>, tensor<?x2xf32>) -> tensor<?x2xf32>
  func.return %0 : tensor<?x2xf32>
}
