// RUN: not %qopt %s 2>&1 | filecheck %s

// A shape is a vector.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fill: dims has shape [1, 2]; expected [rank]
// CHECK-NOT: {{.}}

func.func @main(%dims: tensor<1x2xi32>, %input: tensor<f32>) {
  %output = "tfl.fill"(%dims, %input) : (tensor<1x2xi32>, tensor<f32>) -> tensor<2x3xf32>
  func.return
}
