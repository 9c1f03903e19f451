// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @of_neighbours
// Each divided by 8 + the squares of itself and its neighbours.
// CHECK: dense<[[[[1.250000e-01, 1.250000e-01, 0.000000e+00, 0.166666672]], [[0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00]]], [[[0.166666672, 0.000000e+00, -0.166666672, 0.000000e+00]], [[0.166666672, 0.000000e+00, 0.000000e+00, 0.166666672]]]]>
func.func @of_neighbours() -> tensor<2x2x1x4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[2.0, 2.0, 0.0, 4.0]], [[0.0, 0.0, 0.0, 0.0]]], [[[4.0, 0.0, -4.0, 0.0]], [[2.0, 0.0, 0.0, 2.0]]]]> : tensor<2x2x1x4xf32>}> : () -> tensor<2x2x1x4xf32>
  %r = "tfl.local_response_normalization"(%x) <{radius = 1 : i32, bias = 8.0 : f32, alpha = 1.0 : f32, beta = 1.0 : f32}> : (tensor<2x2x1x4xf32>) -> tensor<2x2x1x4xf32>
  func.return %r : tensor<2x2x1x4xf32>
}

// CHECK-LABEL: func.func @root
// A radius of more than the channels.
// CHECK: dense<[[[[5.000000e-01, 1.000000e+00]]]]>
func.func @root() -> tensor<1x1x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[4.0, 8.0]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %r = "tfl.local_response_normalization"(%x) <{radius = 5 : i32, bias = 24.0 : f32, alpha = 0.5 : f32, beta = 0.5 : f32}> : (tensor<1x1x1x2xf32>) -> tensor<1x1x1x2xf32>
  func.return %r : tensor<1x1x1x2xf32>
}
