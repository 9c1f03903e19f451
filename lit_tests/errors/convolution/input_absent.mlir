// RUN: not %qopt %s 2>&1 | filecheck %s

// An input may not be absent.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: input is absent; expected a tensor
// CHECK-NOT: {{.}}

func.func @main(%filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %output = "tfl.conv_2d"(%none, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (none, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
