// RUN: %qopt %s --pass=canonicalize | filecheck %s

// widened: cast(q to float32) = d(q), which quantize-weights sees through.
func.func @widened(%x: tensor<1x8xf32>) -> tensor<1x16xf32> {
  %q = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<16x8xf16>}> : () -> tensor<16x8xf16>
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.cast"(%q) : (tensor<16x8xf16>) -> tensor<16x8xf32>
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<16x8xf32>, none) -> tensor<1x16xf32>
  func.return %y : tensor<1x16xf32>
}
// CHECK-LABEL: @widened
// CHECK-NEXT:    %q = "tfl.pseudo_const"() <{value = dense_resource<{{.*}}> : tensor<16x8xf16>}>
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %w = "tfl.dequantize"(%q)
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %none)
// CHECK-NEXT:    func.return %y

// moved-dequantize: transpose(d(q)) = d(q, moved); so too reshape. The float16 constant stays one.
func.func @moved(%x: tensor<1x8xf32>) -> tensor<1x16xf32> {
  %q = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<8x16xf16>}> : () -> tensor<8x16xf16>
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %d = "tfl.dequantize"(%q) : (tensor<8x16xf16>) -> tensor<8x16xf32>
  %w = "tfl.transpose"(%d, %p) : (tensor<8x16xf32>, tensor<2xi32>) -> tensor<16x8xf32>
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<16x8xf32>, none) -> tensor<1x16xf32>
  func.return %y : tensor<1x16xf32>
}
// CHECK-LABEL: @moved
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense_resource<{{.*}}> : tensor<16x8xf16>}>
// CHECK-NEXT:    %w = "tfl.dequantize"(%0)
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %none)
// CHECK-NEXT:    func.return %y

// The scales of the channels go with their axis.
func.func @channels(%x: tensor<1x64xf32>) -> tensor<1x2xf32> {
  %q = "tfl.pseudo_qconst"() <{qtype = tensor<64x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>, value = dense<1> : tensor<64x2xi8>}> : () -> tensor<64x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %d = "tfl.dequantize"(%q) : (tensor<64x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>) -> tensor<64x2xf32>
  %w = "tfl.transpose"(%d, %p) : (tensor<64x2xf32>, tensor<2xi32>) -> tensor<2x64xf32>
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x64xf32>, tensor<2x64xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @channels
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %0 = "tfl.pseudo_qconst"() <{qtype = tensor<2x64x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense_resource<{{.*}}> : tensor<2x64xi8>}>
// CHECK-NEXT:    %w = "tfl.dequantize"(%0)
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %none)
// CHECK-NEXT:    func.return %y
