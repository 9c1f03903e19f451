// RUN: %qopt %s -o %t.tflite
// RUN: %qopt %t.tflite | filecheck %s
// RUN: %qopt %t.tflite --emit=tflite -o %t.again
// RUN: %python -c "import sys; a, b = (open(p, 'rb').read() for p in sys.argv[1:]); assert a == b" %t.tflite %t.again
// RUN: %qopt %t.again -f tflite --pass=canonicalize | filecheck %s

// To a .tflite file and back: names, options, versions, constants and quantized types return. The
// extension of -o says what to write, that of the input what to read; --emit and -f overrule them.
builtin.module attributes {tfl.description = "small", qir.signatures = [{key = "serve", function = @main, inputs = [{name = "x", position = 0 : i32}], outputs = [{name = "y", position = 0 : i32}]}]} {
  func.func @main(%x: tensor<1x4xf32> {qir.tensor = {name = "in"}}) -> tensor<1x2xf32> {
    %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[[1, 2, 3, 4], [-5, -6, -7, -8]]> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>
    %b = "tfl.pseudo_const"() <{value = dense<[0.5, -1.0]> : tensor<2xf32>}> {qir.tensors = [{name = "bias"}]} : () -> tensor<2xf32>
    %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU", asymmetric_quantize_inputs = true}> {qir.version = 12 : i32, qir.tensors = [{name = "out"}]} : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x2xf32>
    func.return %y : tensor<1x2xf32>
  }
}
// CHECK:      builtin.module attributes {{.*}}tfl.description = "small", tf_saved_model.semantics
// CHECK-NEXT:   func.func @main(%0: tensor<1x4xf32> {tf_saved_model.index_path = ["x"]}) -> (tensor<1x2xf32> {tf_saved_model.index_path = ["y"]}) attributes {tf.entry_function = {inputs = "in", outputs = "out"}, tf_saved_model.exported_names = ["serve"]} {
// CHECK-NEXT:     %1 = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[{{[[]}}1, 2, 3, 4], [-5, -6, -7, -8]]> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]}
// CHECK-NEXT:     %2 = "tfl.pseudo_const"() <{value = dense<[5.000000e-01, -1.000000e+00]> : tensor<2xf32>}> {qir.tensors = [{name = "bias"}]}
// CHECK-NEXT:     %3 = "tfl.fully_connected"(%0, %1, %2) <{fused_activation_function = "RELU"{{.*}}asymmetric_quantize_inputs = true}> {qir.version = 12 : i32, qir.tensors = [{name = "out"}]}
// CHECK-NEXT:     func.return %3
