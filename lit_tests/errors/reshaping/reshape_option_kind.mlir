// RUN: not %qopt %s 2>&1 | filecheck %s

// The shape in the option is a list of integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: new_shape is "flat"; expected a vector of int32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.reshape"(%input) {qir.new_shape = "flat"} : (tensor<2x3xf32>) -> tensor<6xf32>
  func.return
}
