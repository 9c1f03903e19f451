// RUN: %qopt %s --pass=choose-kernels "--pass=choose-layouts{target=\"c:x86-64-v4\"}" | filecheck %s --check-prefix=CHOSEN
// RUN: %qopt %s --pass=choose-kernels "--pass=choose-layouts{target=\"c:x86-64-v4\"}" --pass=pack-weights | filecheck %s

// Kernels for machines with vectors read float weights in panels too, a product in each lane. Those
// that are constant are written so.
// CHOSEN-LABEL: func.func @constant
// CHOSEN:         layouts = {"1" = #c.panels<64 : i32, 16 : i32, 1 : i32, 2 : i32, 1 : i32>}
// CHECK-LABEL:  func.func @constant
// CHECK:          %[[W:.*]] = "tfl.pseudo_const"() <{{{.*}}}> : () -> tensor<32xf32>
// CHECK:          "c.call"(%x, %[[W]], {{.*}}) <{kernel = "fully_connected_f32"
func.func @constant(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<3x2xf32>, none) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}

// Others are laid out before each call.
// CHECK-LABEL:  func.func @computed
// CHECK:          %[[W:.*]] = "c.call"(%w) <{kernel = "panels_f32"
// CHECK-SAME:       -> tensor<32xf32>
// CHECK:          "c.call"(%x, %[[W]], {{.*}}) <{kernel = "fully_connected_f32"
func.func @computed(%x: tensor<1x2xf32>, %w: tensor<3x2xf32>) -> tensor<1x3xf32> {
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<3x2xf32>, none) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}
