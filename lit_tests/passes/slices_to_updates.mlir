// RUN: %qopt %s --pass=slices-to-updates | filecheck %s

// A row between what is before and after it, as a loop writes what it leaves of each turn.
// CHECK-LABEL: func.func @row(%x: tensor<4x3xf32>, %row: tensor<1x3xf32>, %i: tensor<i32>)
// CHECK-NOT:     tfl.slice
// CHECK:         %[[I:.*]] = "tfl.reshape"(%i, %{{.*}}) {{.*}} -> tensor<1xi32>
// CHECK-NEXT:    %[[AT:.*]] = "tfl.concatenation"(%[[I]], %{{.*}}) <{axis = 0 : i32
// CHECK-NEXT:    %{{.*}} = "tfl.dynamic_update_slice"(%x, %row, %[[AT]])
// CHECK-NEXT:    func.return
func.func @row(%x: tensor<4x3xf32>, %row: tensor<1x3xf32>, %i: tensor<i32>) -> tensor<4x3xf32> {
  %single = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %start = "tfl.pseudo_const"() <{value = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %all = "tfl.pseudo_const"() <{value = dense<-1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %rest = "tfl.pseudo_const"() <{value = dense<-1> : tensor<2xi32>}> : () -> tensor<2xi32>
  %now = "tfl.reshape"(%i, %single) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %sizes = "tfl.concatenation"(%now, %all) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
  %before = "tfl.slice"(%x, %start, %sizes) : (tensor<4x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<?x?xf32>
  %j = tfl.add %i, %one {fused_activation_function = "NONE"} : tensor<i32>
  %next = "tfl.reshape"(%j, %single) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %begins = "tfl.concatenation"(%next, %zero) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
  %after = "tfl.slice"(%x, %begins, %rest) : (tensor<4x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<?x3xf32>
  %y = "tfl.concatenation"(%before, %row, %after) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<?x?xf32>, tensor<1x3xf32>, tensor<?x3xf32>) -> tensor<4x3xf32>
  func.return %y : tensor<4x3xf32>
}

// Two rows in the place of one make the tensor longer: that is no update.
// CHECK-LABEL: func.func @longer
// CHECK:         tfl.slice
// CHECK:         tfl.slice
func.func @longer(%x: tensor<4x3xf32>, %row: tensor<2x3xf32>, %i: tensor<i32>) -> tensor<5x3xf32> {
  %single = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %start = "tfl.pseudo_const"() <{value = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %all = "tfl.pseudo_const"() <{value = dense<-1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %rest = "tfl.pseudo_const"() <{value = dense<-1> : tensor<2xi32>}> : () -> tensor<2xi32>
  %now = "tfl.reshape"(%i, %single) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %sizes = "tfl.concatenation"(%now, %all) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
  %before = "tfl.slice"(%x, %start, %sizes) : (tensor<4x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<?x?xf32>
  %j = tfl.add %i, %one {fused_activation_function = "NONE"} : tensor<i32>
  %next = "tfl.reshape"(%j, %single) : (tensor<i32>, tensor<1xi32>) -> tensor<1xi32>
  %begins = "tfl.concatenation"(%next, %zero) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
  %after = "tfl.slice"(%x, %begins, %rest) : (tensor<4x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<?x3xf32>
  %y = "tfl.concatenation"(%before, %row, %after) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<?x?xf32>, tensor<2x3xf32>, tensor<?x3xf32>) -> tensor<5x3xf32>
  func.return %y : tensor<5x3xf32>
}
