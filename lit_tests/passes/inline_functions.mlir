// RUN: %qopt %s --pass='select-entry{entry=call},inline-functions' | filecheck %s --check-prefix=CALL
// RUN: %qopt %s --pass='select-entry{entry=branch},inline-functions' | filecheck %s --check-prefix=BRANCH
// RUN: %qopt %s --pass='select-entry{entry=loop},inline-functions' | filecheck %s --check-prefix=LOOP
// RUN: %qopt %s --pass='select-entry{entry=once},inline-functions' | filecheck %s --check-prefix=ONCE
// RUN: %qopt %s --pass='select-entry{entry=state},inline-functions' | filecheck %s --check-prefix=STATE

// What a function computes takes the place of its call. No other function is left.
// CALL-LABEL: func.func @call
// CALL-NEXT:    %[[A:.*]] = "tfl.abs"(%x)
// CALL-NEXT:    %[[B:.*]] = "tfl.abs"(%[[A]])
// CALL-NEXT:    func.return %[[B]]
// CALL-NOT:   func.func
func.func @call(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @magnitudes(%x) : (tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.stablehlo_composite"(%0) <{name = "some.op", decomposition = @magnitudes, composite_attributes = array<i8: 36, 1, 1>}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}
func.func private @magnitudes(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
func.func private @same(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

// The regions of a branch compute with the values around it.
// BRANCH-LABEL: func.func @branch
// BRANCH-NEXT:    %{{.*}} = "c.if"(%c) ({
// BRANCH-NEXT:      %[[A:.*]] = "tfl.abs"(%x)
// BRANCH-NEXT:      "c.yield"(%[[A]])
// BRANCH-NEXT:    }, {
// BRANCH-NEXT:      "c.yield"(%x)
// BRANCH-NEXT:    }) : (tensor<i1>) -> tensor<2xf32>
func.func @branch(%c: tensor<i1>, %x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = "tf.If"(%c, %x) <{then_branch = @magnitudes, else_branch = @same, is_stateless = false}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// Those of a loop take what it carries; %y, which the body hands on, is used from outside.
// LOOP-LABEL: func.func @loop
// LOOP-NEXT:    %{{.*}} = "c.while"(%n, %x) ({
// LOOP-NEXT:    ^bb0(%[[N:.*]]: tensor<i32>, %{{.*}}: tensor<2xf32>):
// LOOP-NEXT:      %[[MORE:.*]] = "tfl.cast"(%[[N]])
// LOOP-NEXT:      "c.yield"(%[[MORE]])
// LOOP-NEXT:    }, {
// LOOP-NEXT:    ^bb0(%[[N:.*]]: tensor<i32>, %[[X:.*]]: tensor<2xf32>):
// LOOP-NEXT:      %[[LEFT:.*]] = "tfl.neg"(%[[N]])
// LOOP-NEXT:      %[[SUM:.*]] = "tfl.add"(%[[X]], %y)
// LOOP-NEXT:      "c.yield"(%[[LEFT]], %[[SUM]])
// LOOP-NEXT:    }) : (tensor<i32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>)
// LOOP-NEXT:    func.return %{{.*}}, %y
func.func @loop(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0:3 = "tfl.while"(%n, %x, %y) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>, %c: tensor<2xf32>):
    %more = func.call @is_more(%a, %b, %c) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>, %c: tensor<2xf32>):
    %next:3 = func.call @step(%a, %b, %c) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>)
    "tfl.yield"(%next#0, %next#1, %next#2) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> ()
  }) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>)
  func.return %0#1, %0#2 : tensor<2xf32>, tensor<2xf32>
}
func.func private @is_more(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<i1> {
  %0 = "tfl.cast"(%n) : (tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>) {
  %0 = "tfl.neg"(%n) : (tensor<i32>) -> tensor<i32>
  %1 = tfl.add %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %0, %1, %y : tensor<i32>, tensor<2xf32>, tensor<2xf32>
}

// What runs once, does so when the model is reset, however often it is called for.
// ONCE-LABEL: func.func @once
// ONCE-NEXT:    "c.once"() ({
// ONCE:           "tfl.assign_variable"
// ONCE-NEXT:      "c.yield"() : () -> ()
// ONCE-NEXT:    }) : () -> ()
// ONCE-NEXT:    %{{.*}} = "tfl.var_handle"
// ONCE-NOT:     call_once
func.func @once() -> tensor<f32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<f32>
  func.return %0 : tensor<f32>
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %two = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  "tfl.assign_variable"(%handle, %two) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  func.return
}

// A state of a function is one, however often that is called.
// STATE-LABEL: func.func @state
// STATE-NEXT:    %[[S:.*]] = "tfl.pseudo_const"() <{{.*}}> {tfl.is_variable}
// STATE:         "tfl.svdf"(%x, {{.*}}, %[[S]])
// STATE:         "tfl.svdf"({{.*}}, %[[S]])
func.func @state(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %0 = func.call @memory(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %1 = func.call @memory(%0) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %1 : tensor<1x2xf32>
}
func.func private @memory(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %t = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x6xf32>}> {tfl.is_variable} : () -> tensor<1x6xf32>
  %y = "tfl.svdf"(%x, %w, %t, %none, %s) <{rank = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x3xf32>, none, tensor<1x6xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
