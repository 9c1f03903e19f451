// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Integers that stand for other numbers would have to be computed (rule L4).

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.concatenation: no C kernel: !quant.uniform<u8:f32, 0.5:5> is joined to !quant.uniform<u8:f32, 0.5:3>; kernels copy equal elements
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2x!quant.uniform<u8:f32, 0.5:3>>, %b: tensor<2x!quant.uniform<u8:f32, 0.5:5>>) -> tensor<4x!quant.uniform<u8:f32, 0.5:3>> {
  %y = "tfl.concatenation"(%a, %b) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<u8:f32, 0.5:3>>, tensor<2x!quant.uniform<u8:f32, 0.5:5>>) -> tensor<4x!quant.uniform<u8:f32, 0.5:3>>
  func.return %y : tensor<4x!quant.uniform<u8:f32, 0.5:3>>
}
