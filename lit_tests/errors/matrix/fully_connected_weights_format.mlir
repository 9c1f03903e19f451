// RUN: not %qopt %s 2>&1 | filecheck %s

// The two formats of weights have names.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: weights_format is "PACKED"; expected one of DEFAULT, SHUFFLED4x16INT8
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) <{weights_format = "PACKED"}> : (tensor<1x4xf32>, tensor<3x4xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
