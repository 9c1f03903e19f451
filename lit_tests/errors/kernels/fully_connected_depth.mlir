// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// LiteRT leaves out the bias of such rows, which no kernel does.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.fully_connected: no C kernel: rows have no elements; kernels take 1 or more
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x0xf32>, %w: tensor<1x0xf32>) -> tensor<1x1xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{keep_num_dims = true}> : (tensor<1x0xf32>, tensor<1x0xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
