// RUN: not %qopt %s 2>&1 | filecheck %s

// The basic LSTM is the kernel type BASIC.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.basic_lstm: kernel_type is FULL; expected BASIC
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2xf32>, %h: tensor<1x3xf32>, %w: tensor<12x5xf32>, %b: tensor<12xf32>, %c: tensor<1x3xf32>) {
  %r0, %r1, %r2, %r3 = "tfl.basic_lstm"(%x, %h, %w, %b, %c) : (tensor<1x2xf32>, tensor<1x3xf32>, tensor<12x5xf32>, tensor<12xf32>, tensor<1x3xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>, tensor<1x5xf32>, tensor<1x12xf32>)
  func.return
}
