// RUN: not %qopt %s 2>&1 | filecheck %s

// Values are packed as they are, at the scale of the first.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack "stack": output is quantized as !quant.uniform<i8:f32, 0.25>; expected !quant.uniform<i8:f32, 0.5> as value 0 is
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<3x!quant.uniform<i8:f32, 0.5>>, %a: tensor<3x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.pack"(%values, %a) <{values_count = 2 : i32}> {qir.tensors = [{name = "stack"}]} : (tensor<3x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x3x!quant.uniform<i8:f32, 0.25>>
  func.return
}
