// RUN: not %qopt %s 2>&1 | filecheck %s

// Without an operand the option says the shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: shape is [7] for input [2, 3]; expected one of 6 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.reshape"(%input) {qir.new_shape = [7]} : (tensor<2x3xf32>) -> tensor<6xf32>
  func.return
}
