// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Kernels compute in floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.lstm: no C kernel: input holds !quant.uniform<i8:f32, 0.5>; kernels take f32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x!quant.uniform<i8:f32, 0.5>> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i32:f32, 0.25>>, value = dense<1> : tensor<2xi32>}> : () -> tensor<2x!quant.uniform<i32:f32, 0.25>>
  %h = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.5>>, value = dense<0> : tensor<1x2xi8>}> {tfl.is_variable} : () -> tensor<1x2x!quant.uniform<i8:f32, 0.5>>
  %c = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i16:f32, 4.8828125E-4>>, value = dense<0> : tensor<1x2xi16>}> {tfl.is_variable} : () -> tensor<1x2x!quant.uniform<i16:f32, 4.8828125E-4>>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3x!quant.uniform<i8:f32, 0.5>>, none, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, none, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, none, none, none, none, tensor<2x!quant.uniform<i32:f32, 0.25>>, tensor<2x!quant.uniform<i32:f32, 0.25>>, tensor<2x!quant.uniform<i32:f32, 0.25>>, none, none, tensor<1x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x2x!quant.uniform<i16:f32, 4.8828125E-4>>, none, none, none, none) -> tensor<1x2x!quant.uniform<i8:f32, 0.5>>
  func.return %y : tensor<1x2x!quant.uniform<i8:f32, 0.5>>
}
