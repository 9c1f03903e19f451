// RUN: %qopt %s | filecheck %s

// Arithmetic as LiteRT's converter prints it: short where all types are the same, else with all of
// them. QIR prints the generic form, which every tool reads.
func.func @short(%a: tensor<4xf32>, %p: tensor<4xi1>) -> tensor<4xf32> {
  %0 = tfl.add %a, %a {fused_activation_function = "NONE"} : tensor<4xf32> loc("sum")
  %1 = tfl.squared_difference %0, %a {qir.version = 1 : i32} : tensor<4xf32>
  %2 = tfl.logical_or %p, %p : tensor<4xi1>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @short
// CHECK-NEXT:    %0 = "tfl.add"(%a, %a) <{fused_activation_function = "NONE"}> {qir.tensors = [{name = "sum"}]} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT:    %1 = "tfl.squared_difference"(%0, %a) {qir.version = 1 : i32} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK-NEXT:    %2 = "tfl.logical_or"(%p, %p) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>

func.func @long(%a: tensor<4xf32>, %b: tensor<f32>) -> tensor<4xi1> {
  %0 = tfl.mul(%a, %b) <{fused_activation_function = "RELU"}> {qir.version = 2 : i32} : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  %1 = tfl.less(%0, %b) : (tensor<4xf32>, tensor<f32>) -> tensor<4xi1>
  func.return %1 : tensor<4xi1>
}
// CHECK-LABEL: @long
// CHECK-NEXT:    %0 = "tfl.mul"(%a, %b) <{fused_activation_function = "RELU"}> {qir.version = 2 : i32} : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
// CHECK-NEXT:    %1 = "tfl.less"(%0, %b) : (tensor<4xf32>, tensor<f32>) -> tensor<4xi1>
