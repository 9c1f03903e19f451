// RUN: %qopt %s --pass=choose-kernels --pass=fuse-addition | filecheck %s

// A product adds what is added to its result, and bounds the sum.

// CHECK-LABEL: func.func @residual
// CHECK-NOT:     "binary_f32"
// CHECK:         %y = "c.call"({{.*}}, %w, %b, %x) <{kernel = "fully_connected_i8", parameters = {{{.*}}low = 0.000000e+00 : f32, high = 6.000000e+00 : f32}, in_place = array<i32: 5>}>
// CHECK-NEXT:    func.return %y
func.func @residual(%x: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x4x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<4x4xi8>}> : () -> tensor<4x4x!quant.uniform<i8:f32, 0.5>>
  %p = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<2x4xf32>, tensor<4x4x!quant.uniform<i8:f32, 0.5>>, tensor<4xf32>) -> tensor<2x4xf32>
  %y = "tfl.add"(%x, %p) <{fused_activation_function = "RELU6"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// Not where the product has an activation of its own, where something else reads it, or where what is
// added is of another shape.

// CHECK-LABEL: func.func @others
// CHECK:         "binary_f32"
// CHECK:         "binary_f32"
// CHECK:         "binary_f32"
func.func @others(%x: tensor<2x4xf32>, %b: tensor<4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x4x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<4x4xi8>}> : () -> tensor<4x4x!quant.uniform<i8:f32, 0.5>>
  %active = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<2x4xf32>, tensor<4x4x!quant.uniform<i8:f32, 0.5>>, tensor<4xf32>) -> tensor<2x4xf32>
  %0 = "tfl.add"(%x, %active) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %read = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<2x4xf32>, tensor<4x4x!quant.uniform<i8:f32, 0.5>>, tensor<4xf32>) -> tensor<2x4xf32>
  %1 = "tfl.add"(%x, %read) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %wide = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<2x4xf32>, tensor<4x4x!quant.uniform<i8:f32, 0.5>>, tensor<4xf32>) -> tensor<2x4xf32>
  %2 = "tfl.add"(%wide, %b) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %read, %0, %1, %2 : tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>
}
