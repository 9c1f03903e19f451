// RUN: %qopt %s --pass='legalize-hybrid{costs="%S/Inputs/costs.json"}' | filecheck %s
// RUN: %qopt %s --pass='legalize-hybrid{costs=none}' | filecheck %s --check-prefix=NONE

// A kernel is used where the table says that it is faster than float: 20 us against 100.
func.func @fast(%x: tensor<1x8xf32>) -> tensor<1x100xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<100x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<100x8xi8>}> : () -> tensor<100x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<100x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x100xf32>
  func.return %y : tensor<1x100xf32>
}
// CHECK-LABEL: @fast
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w)

// Where it is slower, 10 us against 1, the weights are dequantized; the version stays what it was.
func.func @slow(%x: tensor<1x8xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x8xi8>}> : () -> tensor<1x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.fully_connected"(%x, %w) {qir.version = 1 : i32} : (tensor<1x8xf32>, tensor<1x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @slow
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    %[[F:.+]] = "tfl.dequantize"(%w)
// CHECK-NEXT:    "tfl.fully_connected"(%x, %[[F]]) {qir.version = 1 : i32}

// Without costs, kernels are used wherever there are some.
// NONE-LABEL:  @slow
// NONE-NEXT:     %w = "tfl.pseudo_qconst"
// NONE-NEXT:     "tfl.fully_connected"(%x, %w)

// In between, times are interpolated: with 10 outputs 14 us against 10,
func.func @between(%x: tensor<1x8xf32>) -> tensor<1x10xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<10x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<10x8xi8>}> : () -> tensor<10x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<10x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x10xf32>
  func.return %y : tensor<1x10xf32>
}
// CHECK-LABEL: @between
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.dequantize"(%w)

// and what is a near tie stays: with 15 outputs 15 us against 15.
func.func @tie(%x: tensor<1x8xf32>) -> tensor<1x15xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<15x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<15x8xi8>}> : () -> tensor<15x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<15x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x15xf32>
  func.return %y : tensor<1x15xf32>
}
// CHECK-LABEL: @tie
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w)

// So does a kernel that was not measured,
func.func @unmeasured(%x: tensor<1x8xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<8x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<8x2xi8>}> : () -> tensor<8x2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.batch_matmul"(%x, %w) : (tensor<1x8xf32>, tensor<8x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @unmeasured
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.batch_matmul"(%x, %w)

// unless it is slow as far as is known without: a grouped convolution is faster in float.
func.func @grouped(%x: tensor<1x1x1x4xf32>, %b: tensor<2xf32>) -> tensor<1x1x1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x1x1x2xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x1x4xf32>, tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y : tensor<1x1x1x2xf32>
}
// CHECK-LABEL:   @grouped
// CHECK:           "tfl.dequantize"(%w)
// NONE-LABEL:  @grouped
// NONE-NEXT:     %w = "tfl.pseudo_qconst"
// NONE-NEXT:     "tfl.conv_2d"(%x, %w, %b)

// A DEQUANTIZE of 4 bits is not for nothing: the kernel, which takes 20 us, would be 500 of float.
func.func @four_bits(%x: tensor<1x8xf32>) -> tensor<1x100xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<100x8x!quant.uniform<i4:f32, 0.5>>, value = dense<1> : tensor<100x8xi4>}> : () -> tensor<100x8x!quant.uniform<i4:f32, 0.5>>
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<100x8x!quant.uniform<i4:f32, 0.5>>) -> tensor<1x100xf32>
  func.return %y : tensor<1x100xf32>
}
// CHECK-LABEL: @four_bits
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w)

// The product disturbs the SVDF, which takes 300 us more when the model is run again; the kernel
// saves 80 us only.
func.func @disturbing(%x: tensor<1x8xf32>, %b: tensor<10xf32>, %state: tensor<1x20xf32>) -> (tensor<1x10xf32>, tensor<1x100xf32>) {
  %f = "tfl.pseudo_qconst"() <{qtype = tensor<10x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<10x8xi8>}> : () -> tensor<10x8x!quant.uniform<i8:f32, 0.5>>
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<10x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<10x2xi8>}> : () -> tensor<10x2x!quant.uniform<i8:f32, 0.5>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<100x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<100x8xi8>}> : () -> tensor<100x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.svdf"(%x, %f, %t, %b, %state) <{rank = 1 : i32}> : (tensor<1x8xf32>, tensor<10x8x!quant.uniform<i8:f32, 0.5>>, tensor<10x2x!quant.uniform<i8:f32, 0.5>>, tensor<10xf32>, tensor<1x20xf32>) -> tensor<1x10xf32>
  %z = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<100x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x100xf32>
  func.return %y, %z : tensor<1x10xf32>, tensor<1x100xf32>
}
// CHECK-LABEL: @disturbing
// CHECK:         %[[F:.+]] = "tfl.dequantize"(%w)
// CHECK:         "tfl.svdf"(%x, %f, %t, %b, %state)
// CHECK:         "tfl.fully_connected"(%x, %[[F]])

// An SVDF of 30 us is worth it.
func.func @disturbing_less(%x: tensor<1x8xf32>, %b: tensor<1xf32>, %state: tensor<1x2xf32>) -> (tensor<1x1xf32>, tensor<1x100xf32>) {
  %f = "tfl.pseudo_qconst"() <{qtype = tensor<1x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x8xi8>}> : () -> tensor<1x8x!quant.uniform<i8:f32, 0.5>>
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.5>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<100x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<100x8xi8>}> : () -> tensor<100x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.svdf"(%x, %f, %t, %b, %state) <{rank = 1 : i32}> : (tensor<1x8xf32>, tensor<1x8x!quant.uniform<i8:f32, 0.5>>, tensor<1x2x!quant.uniform<i8:f32, 0.5>>, tensor<1xf32>, tensor<1x2xf32>) -> tensor<1x1xf32>
  %z = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<100x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x100xf32>
  func.return %y, %z : tensor<1x1xf32>, tensor<1x100xf32>
}
// CHECK-LABEL: @disturbing_less
// CHECK-NOT:     tfl.dequantize
// CHECK:         "tfl.svdf"
// CHECK-NOT:     tfl.dequantize
// CHECK:         "tfl.fully_connected"(%x, %w)

// An op that ends the disturbance, between the product and the next SVDF, keeps it from that.
func.func @calmed(%x: tensor<1x8xf32>, %b: tensor<10xf32>, %state: tensor<1x20xf32>) -> (tensor<1x10xf32>, tensor<1x100xf32>) {
  %f = "tfl.pseudo_qconst"() <{qtype = tensor<10x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<10x8xi8>}> : () -> tensor<10x8x!quant.uniform<i8:f32, 0.5>>
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<10x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<10x2xi8>}> : () -> tensor<10x2x!quant.uniform<i8:f32, 0.5>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<100x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<100x8xi8>}> : () -> tensor<100x8x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.svdf"(%x, %f, %t, %b, %state) <{rank = 1 : i32}> : (tensor<1x8xf32>, tensor<10x8x!quant.uniform<i8:f32, 0.5>>, tensor<10x2x!quant.uniform<i8:f32, 0.5>>, tensor<10xf32>, tensor<1x20xf32>) -> tensor<1x10xf32>
  %z = "tfl.fully_connected"(%x, %w) : (tensor<1x8xf32>, tensor<100x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x100xf32>
  %sum = "tfl.add"(%z, %z) <{fused_activation_function = "NONE"}> : (tensor<1x100xf32>, tensor<1x100xf32>) -> tensor<1x100xf32>
  func.return %y, %sum : tensor<1x10xf32>, tensor<1x100xf32>
}
// CHECK-LABEL: @calmed
// CHECK-NOT:     tfl.dequantize
// CHECK:         "tfl.svdf"
// CHECK-NOT:     tfl.dequantize
// CHECK:         "tfl.fully_connected"(%x, %w)
