// RUN: %qopt %s -o %t.tflite
// RUN: %qopt %t.tflite | filecheck %s
// RUN: %qopt %t.tflite --print-weights=side -o %t.mlir
// RUN: %qopt %t.mlir -o %t.again.tflite
// RUN: %python -c "import sys; a, b = (open(p, 'rb').read() for p in sys.argv[1:]); assert a == b" %t.tflite %t.again.tflite

// Weights of 4 bits with a scale for each block of 2 in a row. In the file the scales are a tensor
// of float16, of which the IR notes no more than its name.
builtin.module {
  func.func @main(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
    %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {2.0, 1.0}}>>, value = dense<[[1, 2, 3, 4], [-5, -6, -7, -8]]> : tensor<2x4xi4>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {2.0, 1.0}}>>
    %y = "tfl.fully_connected"(%x, %w) <{asymmetric_quantize_inputs = true}> {qir.version = 12 : i32} : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {2.0, 1.0}}>>) -> tensor<1x2xf32>
    func.return %y : tensor<1x2xf32>
  }
}
// CHECK-NOT:  f16
// CHECK:      %1 = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{[{][{]}}0.5, 0.25}, {2.0, 1.0}}>>, value = dense<[{{[[]}}1, 2, 3, 4], [-5, -6, -7, -8]]> : tensor<2x4xi4>}> {qir.tensors = [{scales = {name = "kernel_scales"}, name = "kernel"}]}
// CHECK-NEXT: "tfl.fully_connected"(%0, %1)
// CHECK-NOT:  f16
