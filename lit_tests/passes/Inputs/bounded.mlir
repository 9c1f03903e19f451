func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.abs"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %y = "tfl.exp"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
