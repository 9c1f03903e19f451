// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation takes tensors.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: input is of type f32; expected a tensor
// CHECK-NOT: {{.}}

func.func @main(%input: f32) {
  %output = "tfl.relu"(%input) : (f32) -> tensor<4xf32>
  func.return
}
