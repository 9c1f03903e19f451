// RUN: not %qopt %s --pass=pack-weights 2>&1 | filecheck %s
// CHECK: qopt: error: pack-weights: @main c.call: weights have zero points; C kernels take 0

func.func @main(%x: tensor<1x2xf32>, %b: tensor<2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>
  %y = "c.call"(%x, %w, %b) <{kernel = "fully_connected_w8", parameters = {rows = 1 : i32, depth = 2 : i32, outputs = 2 : i32, low = -1.0 : f32, high = 1.0 : f32}, layouts = {"1" = "rows"}}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
