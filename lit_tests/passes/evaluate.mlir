// RUN: %qopt %s --pass=evaluate | filecheck %s

// A function that takes nothing gives what it returns.
func.func @constants() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @constants() -> tensor<2xf32> {
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    func.return %0 : tensor<2xf32>

// A quantized result keeps its type: 7 * 1 in halves is 14, and -1 stands for zero.
func.func @quantized() -> tensor<1x1x!quant.uniform<i8:f32, 0.5:-1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<7> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{keep_num_dims = false}> : (tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>) -> tensor<1x1x!quant.uniform<i8:f32, 0.5:-1>>
  func.return %y : tensor<1x1x!quant.uniform<i8:f32, 0.5:-1>>
}
// CHECK-LABEL: @quantized
// CHECK-NEXT:    %0 = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.5:-1>>, value = dense<13> : tensor<1x1xi8>}>
// CHECK-NEXT:    func.return %0 : tensor<1x1x!quant.uniform<i8:f32, 0.5:-1>>

// Shapes that were not known are; a constant is returned once for each time, and an absent one is
// absent.
func.func @shapes() -> (tensor<?xf32>, tensor<?xf32>, none) {
  %x = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.abs"(%x) : (tensor<1xf32>) -> tensor<?xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  func.return %y, %y, %none : tensor<?xf32>, tensor<?xf32>, none
}
// CHECK-LABEL: @shapes() -> (tensor<1xf32>, tensor<1xf32>, none)
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<2.000000e+00> : tensor<1xf32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<2.000000e+00> : tensor<1xf32>}>
// CHECK-NEXT:    %2 = "tfl.no_value"()
// CHECK-NEXT:    func.return %0, %1, %2

// More values than a literal takes are beside the text, under the name of their function.
func.func @many() -> tensor<17x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<17x1xf32>}> : () -> tensor<17x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<3.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %y = "tfl.fully_connected"(%x, %w) <{keep_num_dims = false}> : (tensor<17x1xf32>, tensor<1x1xf32>) -> tensor<17x1xf32>
  func.return %y : tensor<17x1xf32>
}
// CHECK-LABEL: @many
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense_resource<many_0> : tensor<17x1xf32>}>

// A function with arguments stays, and so does what it calls.
func.func @argument(%x: tensor<2xf32>) -> tensor<2xf32> {
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = func.call @called() : () -> tensor<2xf32>
  %y = "tfl.add"(%x, %0) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @argument
// CHECK:         "tfl.add"

func.func @called() -> tensor<2xf32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
// CHECK-LABEL: func.func @called
// CHECK:         "tfl.read_variable"

// What returns nothing is there for its effect.
func.func @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %x = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
// CHECK-LABEL: @init
// CHECK:         "tfl.assign_variable"
