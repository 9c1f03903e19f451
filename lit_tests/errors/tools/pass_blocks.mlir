// RUN: not %qopt %s --pass='legalize-hybrid{target=litert-builtin}' 2>&1 | filecheck %s

// No runtime has a DEQUANTIZE of blocks, so that only a kernel that reads them will do.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}legalize-hybrid: @main op 0 tfl.fully_connected "y": litert-builtin: its kernel takes no scales of blocks, and no runtime dequantizes blocks; name another target, or quantize the float model anew
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x32xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>, value = dense<1> : tensor<1x32xi4>}> : () -> tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>
  %y = "tfl.fully_connected"(%x, %w) {qir.tensors = [{name = "y"}]} : (tensor<1x32xf32>, tensor<1x32x!quant.uniform<i4:f32:{0:1, 1:32}, {{0.5}}>>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
