// RUN: not %qopt %s 2>&1 | filecheck %s

// A size is integers of 32 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_nearest_neighbor: size holds i64; expected i32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %size: tensor<2xi64>) {
  %output = "tfl.resize_nearest_neighbor"(%input, %size) : (tensor<1x4x4x2xf32>, tensor<2xi64>) -> tensor<1x8x8x2xf32>
  func.return
}
