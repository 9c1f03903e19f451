// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Sums of integers are int32: more products than these may leave it.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.fully_connected: no C kernel: a result adds up 70,000 products of 8 bits; kernels take up to 65,793
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x70000xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x70000x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x70000xi8>}> : () -> tensor<1x70000x!quant.uniform<i8:f32, 0.5>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<1x70000xf32>, tensor<1x70000x!quant.uniform<i8:f32, 0.5>>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
