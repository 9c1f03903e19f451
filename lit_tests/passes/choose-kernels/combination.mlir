// RUN: %qopt %s --pass=choose-kernels | filecheck %s
// RUN: %qopt %s --pass=choose-kernels,plan-memory | filecheck %s --check-prefix=MEMORY

// A call for each operand: the first makes the result and writes a part of it, the others write
// other parts of the same memory.
func.func @concatenation(%a: tensor<2x3xf32>, %b: tensor<2x1xf32>, %c: tensor<2x2xf32>) -> tensor<2x6xf32> {
  %y = "tfl.concatenation"(%a, %b, %c) <{axis = -1 : i32, fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x2xf32>) -> tensor<2x6xf32>
  func.return %y : tensor<2x6xf32>
}
// CHECK-LABEL:  @concatenation
// CHECK:          %0 = "c.call"(%a) <{kernel = "copy", parameters = {run = 12 : i32, from = 0 : i32, to = 0 : i32, {{.*}} n2 = 2 : i32, {{.*}} s2 = 12 : i32, {{.*}} t2 = 24 : i32}}>
// CHECK:          %1 = "c.call"(%b, %0) <{kernel = "copy", parameters = {run = 4 : i32, from = 0 : i32, to = 12 : i32, {{.*}} n2 = 2 : i32, {{.*}} s2 = 4 : i32, {{.*}} t2 = 24 : i32}, tied = array<i32: 1>}>
// CHECK:          %y = "c.call"(%c, %1) <{kernel = "copy", parameters = {run = 8 : i32, from = 0 : i32, to = 16 : i32, {{.*}} n2 = 2 : i32, {{.*}} s2 = 8 : i32, {{.*}} t2 = 24 : i32}, tied = array<i32: 1>}>
// MEMORY-LABEL: @concatenation
// MEMORY:         places = [#c.place<"output", 0 : i64>]
// MEMORY:         places = [#c.place<"output", 0 : i64>]
// MEMORY:         places = [#c.place<"output", 0 : i64>]

// The integers of a quantized constant are copied as they are.
func.func @pack(%a: tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x2x!quant.uniform<i8:f32, 0.5>> {
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pack"(%a, %b) <{axis = 0 : i32, values_count = 2 : i32}> : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x2x!quant.uniform<i8:f32, 0.5>>
  func.return %y : tensor<2x2x!quant.uniform<i8:f32, 0.5>>
}
// CHECK-LABEL:  @pack
// CHECK:          %0 = "c.call"(%a) <{kernel = "copy", parameters = {run = 2 : i32, from = 0 : i32, to = 0 : i32, {{.*}}
// CHECK:          %1 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi8>}> : () -> tensor<2xi8>
// CHECK:          %y = "c.call"(%1, %0) <{kernel = "copy", parameters = {run = 2 : i32, from = 0 : i32, to = 2 : i32, {{.*}}}, tied = array<i32: 1>}>

// A call for each result.
func.func @split(%x: tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %y, %z = "tfl.split"(%axis, %x) <{num_splits = 2 : i32}> : (tensor<i32>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return %y, %z : tensor<2x2xf32>, tensor<2x2xf32>
}
// CHECK-LABEL:  @split
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 8 : i32, from = 0 : i32, to = 0 : i32, {{.*}} n2 = 2 : i32, {{.*}} s2 = 16 : i32, {{.*}} t2 = 8 : i32}}>
// CHECK:          %z = "c.call"(%x) <{kernel = "copy", parameters = {run = 8 : i32, from = 8 : i32, to = 0 : i32, {{.*}} n2 = 2 : i32, {{.*}} s2 = 16 : i32, {{.*}} t2 = 8 : i32}}>
