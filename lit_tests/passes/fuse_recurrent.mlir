// RUN: %qopt %s --pass=fuse-recurrent --verify-passes | filecheck %s

// Two steps of a cell of one unit, its gates in the order input, forget, cell, output. At zero in each run
// before; the state tensors of the op keep what a run leaves in them.
func.func @unrolled(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.tanh"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.tanh"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %y = "tfl.pack"(%h0, %h1) <{values_count = 2 : i32, axis = 0 : i32}> {qir.tensors = [{name = "y"}]} : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<2x1x1xf32>
  func.return %y : tensor<2x1x1xf32>
}
// CHECK-LABEL: @unrolled
// CHECK-NEXT:    %[[WI:[0-9]+]] = {{.*}}dense<1.000000e+00> : tensor<1x1xf32>
// CHECK-NEXT:    %[[WF:[0-9]+]] = {{.*}}dense<2.000000e+00>
// CHECK-NEXT:    %[[WG:[0-9]+]] = {{.*}}dense<3.000000e+00>
// CHECK-NEXT:    %[[WO:[0-9]+]] = {{.*}}dense<4.000000e+00>
// CHECK-NEXT:    %[[RI:[0-9]+]] = {{.*}}dense<5.000000e+00>
// CHECK-NEXT:    %[[RF:[0-9]+]] = {{.*}}dense<6.000000e+00>
// CHECK-NEXT:    %[[RG:[0-9]+]] = {{.*}}dense<7.000000e+00>
// CHECK-NEXT:    %[[RO:[0-9]+]] = {{.*}}dense<8.000000e+00>
// CHECK-NEXT:    %[[NONE:[0-9]+]] = "tfl.no_value"
// CHECK-NEXT:    %[[BI:[0-9]+]] = {{.*}}dense<1.000000e-01> : tensor<1xf32>
// CHECK-NEXT:    %[[BF:[0-9]+]] = {{.*}}dense<2.000000e-01>
// CHECK-NEXT:    %[[BG:[0-9]+]] = {{.*}}dense<3.000000e-01>
// CHECK-NEXT:    %[[BO:[0-9]+]] = {{.*}}dense<4.000000e-01>
// CHECK-NEXT:    %[[H:[0-9]+]] = {{.*}}tfl.is_variable{{.*}} tensor<1x1xf32>
// CHECK-NEXT:    %[[C:[0-9]+]] = {{.*}}tfl.is_variable{{.*}} tensor<1x1xf32>
// CHECK-NEXT:    %[[Y:[a-z0-9]+]] = "tfl.unidirectional_sequence_lstm"(%x, %[[WI]], %[[WF]], %[[WG]], %[[WO]], %[[RI]], %[[RF]], %[[RG]], %[[RO]], %[[NONE]], %[[NONE]], %[[NONE]], %[[BI]], %[[BF]], %[[BG]], %[[BO]], %[[NONE]], %[[NONE]], %[[H]], %[[C]])
// CHECK-SAME:      fused_activation_function = "TANH"
// CHECK-SAME:      time_major = true
// CHECK-SAME:      name = "y"
// CHECK-NEXT:    func.return %[[Y]]

// Of the last step alone, it is taken out of the sequence.
func.func @last(%x: tensor<2x1x1xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.tanh"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.tanh"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %h1 : tensor<1x1xf32>
}
// CHECK-LABEL: @last
// CHECK-NOT:     tfl.logistic
// CHECK:         %[[Y:[a-z0-9]+]] = "tfl.unidirectional_sequence_lstm"(%x
// CHECK:         %[[LAST:[a-z0-9]+]] = "tfl.strided_slice"(%[[Y]]
// CHECK-SAME:      shrink_axis_mask = 1
// CHECK-NEXT:    func.return %[[LAST]]

// A loop whose body is a step: it goes, and its functions with it.
func.func @loop(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %empty = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %first = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %loop:5 = "tfl.while"(%zero, %empty, %first, %first, %x) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0 = func.call @more(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> tensor<i1>
    "tfl.yield"(%0) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0:5 = func.call @step(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
    "tfl.yield"(%0#0, %0#1, %0#2, %0#3, %0#4) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> ()
  }) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
  func.return %loop#1 : tensor<2x1x1xf32>
}
func.func private @more(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> tensor<i1> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.less"(%t, %n) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %next = "tfl.add"(%t, %axis) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %now = "tfl.gather"(%x, %t) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<2x1x1xf32>, tensor<i32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%now, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %c) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %row = "tfl.pseudo_const"() <{value = dense<1> : tensor<3xi32>}> : () -> tensor<3xi32>
  %time = "tfl.reshape"(%t, %one) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %place = "tfl.concatenation"(%time, %zero, %zero) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<3xi32>
  %written = "tfl.reshape"(%h1, %row) : (tensor<1x1xf32>, tensor<3xi32>) -> tensor<1x1x1xf32>
  %all = "tfl.dynamic_update_slice"(%s, %written, %place) : (tensor<2x1x1xf32>, tensor<1x1x1xf32>, tensor<3xi32>) -> tensor<2x1x1xf32>
  func.return %next, %all, %h1, %c1, %x : tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>
}
// CHECK-LABEL: @loop
// CHECK-NOT:     tfl.while
// CHECK:         %[[Y:[a-z0-9]+]] = "tfl.unidirectional_sequence_lstm"(%x
// CHECK-NEXT:    func.return %[[Y]]
// CHECK-NOT:     @more
// CHECK-NOT:     @step

// With RELU for tanh, which the op has.
func.func @relu(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.relu"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.relu"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.relu"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.relu"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %y = "tfl.pack"(%h0, %h1) <{values_count = 2 : i32, axis = 0 : i32}> {qir.tensors = [{name = "y"}]} : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<2x1x1xf32>
  func.return %y : tensor<2x1x1xf32>
}
// CHECK-LABEL: @relu(
// CHECK:         "tfl.unidirectional_sequence_lstm"
// CHECK-SAME:      fused_activation_function = "RELU"

// Left alone: a cell with an activation that the op does not have.
func.func @elu(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.elu"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.elu"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.elu"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.elu"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %y = "tfl.pack"(%h0, %h1) <{values_count = 2 : i32, axis = 0 : i32}> {qir.tensors = [{name = "y"}]} : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<2x1x1xf32>
  func.return %y : tensor<2x1x1xf32>
}
// CHECK-LABEL: @elu(
// CHECK-NOT:     sequence_lstm
// CHECK:         func.return

// Left alone: a layer whose memory is used, which the op keeps to itself.
func.func @memory(%x: tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.tanh"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.tanh"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %h1, %c1 : tensor<1x1xf32>, tensor<1x1xf32>
}
// CHECK-LABEL: @memory(
// CHECK-NOT:     sequence_lstm
// CHECK:         func.return

// Left alone: a state that does not begin at zero.
// The functions of the loop stay, since it calls them.
func.func @nonzero_state(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %empty = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %first = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %ones = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %loop:5 = "tfl.while"(%zero, %empty, %ones, %first, %x) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0 = func.call @more_of_nonzero(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> tensor<i1>
    "tfl.yield"(%0) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0:5 = func.call @step_of_nonzero(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
    "tfl.yield"(%0#0, %0#1, %0#2, %0#3, %0#4) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> ()
  }) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
  func.return %loop#1 : tensor<2x1x1xf32>
}
func.func private @more_of_nonzero(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> tensor<i1> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.less"(%t, %n) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step_of_nonzero(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %next = "tfl.add"(%t, %axis) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %now = "tfl.gather"(%x, %t) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<2x1x1xf32>, tensor<i32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%now, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %c) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %row = "tfl.pseudo_const"() <{value = dense<1> : tensor<3xi32>}> : () -> tensor<3xi32>
  %time = "tfl.reshape"(%t, %one) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %place = "tfl.concatenation"(%time, %zero, %zero) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<3xi32>
  %written = "tfl.reshape"(%h1, %row) : (tensor<1x1xf32>, tensor<3xi32>) -> tensor<1x1x1xf32>
  %all = "tfl.dynamic_update_slice"(%s, %written, %place) : (tensor<2x1x1xf32>, tensor<1x1x1xf32>, tensor<3xi32>) -> tensor<2x1x1xf32>
  func.return %next, %all, %h1, %c1, %x : tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>
}
// CHECK-LABEL: @nonzero_state(
// CHECK-NOT:     sequence_lstm
// CHECK:         tfl.while
// CHECK:         @more_of_nonzero(
// CHECK:         @step_of_nonzero(

// Left alone: a loop whose memory is used.
func.func @memory_of_loop(%x: tensor<2x1x1xf32>) -> tensor<1x1xf32> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %empty = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %first = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %loop:5 = "tfl.while"(%zero, %empty, %first, %first, %x) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0 = func.call @more_of_memory(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> tensor<i1>
    "tfl.yield"(%0) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2x1x1xf32>, %c: tensor<1x1xf32>, %d: tensor<1x1xf32>, %e: tensor<2x1x1xf32>):
    %0:5 = func.call @step_of_memory(%a, %b, %c, %d, %e) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
    "tfl.yield"(%0#0, %0#1, %0#2, %0#3, %0#4) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> ()
  }) : (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>)
  func.return %loop#3 : tensor<1x1xf32>
}
func.func private @more_of_memory(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> tensor<i1> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.less"(%t, %n) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step_of_memory(%t: tensor<i32>, %s: tensor<2x1x1xf32>, %h: tensor<1x1xf32>, %c: tensor<1x1xf32>, %x: tensor<2x1x1xf32>) -> (tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %next = "tfl.add"(%t, %axis) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %now = "tfl.gather"(%x, %t) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<2x1x1xf32>, tensor<i32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%now, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %c) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %row = "tfl.pseudo_const"() <{value = dense<1> : tensor<3xi32>}> : () -> tensor<3xi32>
  %time = "tfl.reshape"(%t, %one) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %place = "tfl.concatenation"(%time, %zero, %zero) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<3xi32>
  %written = "tfl.reshape"(%h1, %row) : (tensor<1x1xf32>, tensor<3xi32>) -> tensor<1x1x1xf32>
  %all = "tfl.dynamic_update_slice"(%s, %written, %place) : (tensor<2x1x1xf32>, tensor<1x1x1xf32>, tensor<3xi32>) -> tensor<2x1x1xf32>
  func.return %next, %all, %h1, %c1, %x : tensor<i32>, tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>
}
// CHECK-LABEL: @memory_of_loop(
// CHECK-NOT:     sequence_lstm
// CHECK:         tfl.while

// Left alone: a function that others call, perhaps several times in one run, from zero each time.
func.func @twice(%x: tensor<2x1x1xf32>) -> (tensor<2x1x1xf32>, tensor<2x1x1xf32>) {
  %0 = func.call @part(%x) : (tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
  %1 = func.call @part(%x) : (tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
  func.return %0, %1 : tensor<2x1x1xf32>, tensor<2x1x1xf32>
}
func.func private @part(%x: tensor<2x1x1xf32>) -> tensor<2x1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0], [3.0], [4.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[5.0], [6.0], [7.0], [8.0]]> : tensor<4x1xf32>}> : () -> tensor<4x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1, 0.2, 0.3, 0.4]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %x0 = "tfl.fully_connected"(%x_0, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %i0, %f0, %g0, %o0 = "tfl.split"(%axis, %x0) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si0 = "tfl.logistic"(%i0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.tanh"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig0 = "tfl.mul"(%si0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc0 = "tfl.tanh"(%ig0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so0 = "tfl.logistic"(%o0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h0 = "tfl.mul"(%so0, %tc0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %x1 = "tfl.fully_connected"(%x_1, %w, %b) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %r1 = "tfl.fully_connected"(%h0, %r, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<4x1xf32>, none) -> tensor<1x4xf32>
  %z1 = "tfl.add"(%x1, %r1) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %i1, %f1, %g1, %o1 = "tfl.split"(%axis, %z1) <{num_splits = 4 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  %si1 = "tfl.logistic"(%i1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %ig1 = "tfl.mul"(%si1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %sf1 = "tfl.logistic"(%f1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %fc1 = "tfl.mul"(%sf1, %ig0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %c1 = "tfl.add"(%fc1, %ig1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %tc1 = "tfl.tanh"(%c1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %so1 = "tfl.logistic"(%o1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.mul"(%so1, %tc1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %y = "tfl.pack"(%h0, %h1) <{values_count = 2 : i32, axis = 0 : i32}> {qir.tensors = [{name = "y"}]} : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<2x1x1xf32>
  func.return %y : tensor<2x1x1xf32>
}
// CHECK-LABEL: @part(
// CHECK-NOT:     sequence_lstm
// CHECK:         func.return

// Left alone: a GRU, for which there is no op.
func.func @gru(%x: tensor<2x1x1xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %unit = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<f32>}> : () -> tensor<f32>
  %x_0, %x_1 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %z0 = "tfl.fully_connected"(%x_0, %w, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<2x1xf32>, none) -> tensor<1x2xf32>
  %u0, %g0 = "tfl.split"(%axis, %z0) <{num_splits = 2 : i32}> : (tensor<i32>, tensor<1x2xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %su0 = "tfl.logistic"(%u0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg0 = "tfl.tanh"(%g0) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %k0 = "tfl.sub"(%unit, %su0) <{fused_activation_function = "NONE"}> : (tensor<f32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %n0 = "tfl.mul"(%k0, %tg0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %z1 = "tfl.fully_connected"(%x_1, %w, %none) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = false}> : (tensor<1x1xf32>, tensor<2x1xf32>, none) -> tensor<1x2xf32>
  %u1, %g1 = "tfl.split"(%axis, %z1) <{num_splits = 2 : i32}> : (tensor<i32>, tensor<1x2xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  %su1 = "tfl.logistic"(%u1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %tg1 = "tfl.tanh"(%g1) : (tensor<1x1xf32>) -> tensor<1x1xf32>
  %k1 = "tfl.sub"(%unit, %su1) <{fused_activation_function = "NONE"}> : (tensor<f32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %n1 = "tfl.mul"(%k1, %tg1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %m1 = "tfl.mul"(%su1, %n0) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  %h1 = "tfl.add"(%m1, %n1) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %h1 : tensor<1x1xf32>
}
// CHECK-LABEL: @gru(
// CHECK-NOT:     sequence_lstm
// CHECK:         func.return
