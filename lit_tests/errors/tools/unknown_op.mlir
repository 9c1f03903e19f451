// RUN: not %qopt %s 2>&1 | filecheck %s

// An operator that the TFLite schema does not have.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}unknown_op.mlir: line 10, column 21: Operation tfl.conv_5d is not registered
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %y = "tfl.conv_5d"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
