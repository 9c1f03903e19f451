// RUN: %qopt --pass=evaluate %s | filecheck %s

// A loop whose condition holds twice; the tensor that it carries grows (rule S20).
// CHECK-LABEL: func.func @main
// CHECK: dense<0>
// CHECK: dense<5.000000e+00> : tensor<2x2xf32>
func.func @main() -> (tensor<i32>, tensor<?x?xf32>) {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %x = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%c: tensor<i32>, %v: tensor<?x?xf32>):
    %more = func.call @is_more(%c, %v) : (tensor<i32>, tensor<?x?xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%c: tensor<i32>, %v: tensor<?x?xf32>):
    %next:2 = func.call @doubled(%c, %v) : (tensor<i32>, tensor<?x?xf32>) -> (tensor<i32>, tensor<?x?xf32>)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, tensor<?x?xf32>) -> ()
  }) : (tensor<i32>, tensor<1x1xf32>) -> (tensor<i32>, tensor<?x?xf32>)
  func.return %0#0, %0#1 : tensor<i32>, tensor<?x?xf32>
}

// One whose condition does not hold at first gives its operands.
// CHECK-LABEL: func.func @never
// CHECK: dense<0>
// CHECK: dense<5.000000e+00> : tensor<1x1xf32>
func.func @never() -> (tensor<i32>, tensor<?x?xf32>) {
  %n = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %x = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%c: tensor<i32>, %v: tensor<?x?xf32>):
    %more = func.call @is_more(%c, %v) : (tensor<i32>, tensor<?x?xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%c: tensor<i32>, %v: tensor<?x?xf32>):
    %next:2 = func.call @doubled(%c, %v) : (tensor<i32>, tensor<?x?xf32>) -> (tensor<i32>, tensor<?x?xf32>)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, tensor<?x?xf32>) -> ()
  }) : (tensor<i32>, tensor<1x1xf32>) -> (tensor<i32>, tensor<?x?xf32>)
  func.return %0#0, %0#1 : tensor<i32>, tensor<?x?xf32>
}

func.func private @is_more(%c: tensor<i32>, %v: tensor<?x?xf32>) -> tensor<i1> {
  %0 = "tfl.cast"(%c) : (tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}

func.func private @doubled(%c: tensor<i32>, %v: tensor<?x?xf32>) -> (tensor<i32>, tensor<?x?xf32>) {
  %step = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.add"(%c, %step) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %ones = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %1 = "tfl.fully_connected"(%v, %ones) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<?x?xf32>, tensor<2x1xf32>) -> tensor<?x?xf32>
  func.return %0, %1 : tensor<i32>, tensor<?x?xf32>
}
