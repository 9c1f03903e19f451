// RUN: %qopt %s --pass='fix-shapes{shapes="tokens=2x7"}' | filecheck %s

// The first size of an input, which is the batch, becomes 1, and what follows from it. What a file
// said of an open size goes with it.
// CHECK-LABEL: func.func @batch(%x: tensor<1x4xf32> {qir.tensor = {name = "x"}}) -> tensor<1x2xf32>
// CHECK:         "tfl.fully_connected"{{.*}} -> tensor<1x2xf32>
func.func @batch(%x: tensor<?x4xf32> {qir.tensor = {name = "x", shape = [1, 4]}}) -> tensor<?x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<?x4xf32>, tensor<2x4xf32>, none) -> tensor<?x2xf32>
  func.return %y : tensor<?x2xf32>
}

// Other sizes are said by the option `shapes`.
// CHECK-LABEL: func.func @said(%tokens: tensor<2x7xi32>) -> tensor<2x7xi32>
func.func @said(%tokens: tensor<?x?xi32>) -> tensor<?x?xi32> {
  %y = "tfl.neg"(%tokens) : (tensor<?x?xi32>) -> tensor<?x?xi32>
  func.return %y : tensor<?x?xi32>
}

// What is computed of sizes becomes a constant, so that the shape that it gives is known.
// CHECK-LABEL: func.func @flat
// CHECK-NOT:     tfl.shape
// CHECK:         %shape = "tfl.pseudo_const"() <{value = dense<[1, 12]> : tensor<2xi32>}>
// CHECK-NEXT:    "tfl.reshape"(%x, %shape) : (tensor<1x3x4xf32>, tensor<2xi32>) -> tensor<1x12xf32>
func.func @flat(%x: tensor<?x3x4xf32>) -> tensor<?x12xf32> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %twelve = "tfl.pseudo_const"() <{value = dense<12> : tensor<i32>}> : () -> tensor<i32>
  %sizes = "tfl.shape"(%x) : (tensor<?x3x4xf32>) -> tensor<3xi32>
  %batch = "tfl.strided_slice"(%sizes, %zero, %one, %one) <{shrink_axis_mask = 1 : i32}> : (tensor<3xi32>, tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<i32>
  %shape = "tfl.pack"(%batch, %twelve) <{values_count = 2 : i32, axis = 0 : i32}> : (tensor<i32>, tensor<i32>) -> tensor<2xi32>
  %y = "tfl.reshape"(%x, %shape) : (tensor<?x3x4xf32>, tensor<2xi32>) -> tensor<?x12xf32>
  func.return %y : tensor<?x12xf32>
}

// A function is fixed as it is called; for other sizes it is called as a copy.
// CHECK-LABEL: func.func @calls
// CHECK:         "tfl.call"(%x) <{subgraph = @square}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
// CHECK:         "tfl.call"(%y) <{subgraph = @square_1}> : (tensor<1x3xf32>) -> tensor<1x3xf32>
// CHECK:         "tfl.call"(%a) <{subgraph = @square}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
func.func @calls(%x: tensor<?x2xf32>, %y: tensor<?x3xf32>) -> (tensor<?x?xf32>, tensor<?x?xf32>) {
  %a = "tfl.call"(%x) <{subgraph = @square}> : (tensor<?x2xf32>) -> tensor<?x?xf32>
  %b = "tfl.call"(%y) <{subgraph = @square}> : (tensor<?x3xf32>) -> tensor<?x?xf32>
  %c = "tfl.call"(%a) <{subgraph = @square}> : (tensor<?x?xf32>) -> tensor<?x?xf32>
  func.return %c, %b : tensor<?x?xf32>, tensor<?x?xf32>
}
// CHECK-LABEL: func.func private @square(%x: tensor<1x2xf32>) -> tensor<1x2xf32>
// CHECK-LABEL: func.func private @square_1(%x: tensor<1x3xf32>) -> tensor<1x3xf32>
func.func private @square(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %0 = "tfl.square"(%x) : (tensor<?x?xf32>) -> tensor<?x?xf32>
  func.return %0 : tensor<?x?xf32>
}

// What a loop carries has the shape that it begins with.
// CHECK-LABEL: func.func @loop
// CHECK:         ({
// CHECK-NEXT:    ^bb0(%c: tensor<i32>, %v: tensor<1x2xf32>):
// CHECK:         func.call @grown
// CHECK:         }) : (tensor<i32>, tensor<1x2xf32>) -> (tensor<i32>, tensor<1x2xf32>)
func.func @loop(%n: tensor<i32>, %x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%c: tensor<i32>, %v: tensor<?x2xf32>):
    %more = func.call @is_more(%c, %v) : (tensor<i32>, tensor<?x2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%c: tensor<i32>, %v: tensor<?x2xf32>):
    %next:2 = func.call @grown(%c, %v) : (tensor<i32>, tensor<?x2xf32>) -> (tensor<i32>, tensor<?x2xf32>)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, tensor<?x2xf32>) -> ()
  }) : (tensor<i32>, tensor<?x2xf32>) -> (tensor<i32>, tensor<?x2xf32>)
  func.return %0#1 : tensor<?x2xf32>
}
// CHECK-LABEL: func.func private @is_more(%c: tensor<i32>, %v: tensor<1x2xf32>) -> tensor<i1>
func.func private @is_more(%c: tensor<i32>, %v: tensor<?x2xf32>) -> tensor<i1> {
  %0 = "tfl.cast"(%c) : (tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
// CHECK-LABEL: func.func private @grown(%c: tensor<i32>, %v: tensor<1x2xf32>) -> (tensor<i32>, tensor<1x2xf32>)
func.func private @grown(%c: tensor<i32>, %v: tensor<?x2xf32>) -> (tensor<i32>, tensor<?x2xf32>) {
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.sub"(%c, %one) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %1 = "tfl.exp"(%v) : (tensor<?x2xf32>) -> tensor<?x2xf32>
  func.return %0, %1 : tensor<i32>, tensor<?x2xf32>
}

// A variable has the shape of what is assigned to it.
// CHECK-LABEL: func.func @variable
// CHECK:         "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<1x2xf32>
func.func @variable(%x: tensor<?x2xf32>) -> tensor<*xf32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<?x2xf32>) -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<*xf32>
  func.return %0 : tensor<*xf32>
}

// Branches may disagree: then the size stays open.
// CHECK-LABEL: func.func @branch
// CHECK:         "tf.If"{{.*}} -> tensor<?x2xf32>
func.func @branch(%c: tensor<i1>, %x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0 = "tf.If"(%c, %x) <{then_branch = @once, else_branch = @twice, is_stateless = false}> : (tensor<i1>, tensor<?x2xf32>) -> tensor<?x2xf32>
  func.return %0 : tensor<?x2xf32>
}
func.func private @once(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  func.return %x : tensor<?x2xf32>
}
func.func private @twice(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %0 = "tfl.concatenation"(%x, %x) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<?x2xf32>, tensor<?x2xf32>) -> tensor<?x2xf32>
  func.return %0 : tensor<?x2xf32>
}
