// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[[1.000000e+00, 3.000000e+00, 6.000000e+00], [4.000000e+00, 9.000000e+00, 1.800000e+01]]>
func.func @floats() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.cumsum"(%x, %y) <{exclusive = false, reverse = false}> : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
  func.return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @exclusive
// CHECK: dense<[[0.000000e+00, 1.000000e+00, 3.000000e+00], [0.000000e+00, 4.000000e+00, 9.000000e+00]]>
func.func @exclusive() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.cumsum"(%x, %y) <{exclusive = true, reverse = false}> : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
  func.return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @from_the_end
// CHECK: dense<[[5.000000e+00, 3.000000e+00, 0.000000e+00], [1.400000e+01, 9.000000e+00, 0.000000e+00]]>
func.func @from_the_end() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.cumsum"(%x, %y) <{exclusive = true, reverse = true}> : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
  func.return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @wraps
// CHECK: dense<[2147483647, -2147483647]>
func.func @wraps() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2147483647, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %r = "tfl.cumsum"(%x, %y) <{exclusive = false, reverse = false}> : (tensor<2xi32>, tensor<i32>) -> tensor<2xi32>
  func.return %r : tensor<2xi32>
}
