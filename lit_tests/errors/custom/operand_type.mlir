// RUN: not %qopt %s 2>&1 | filecheck %s

// A custom op takes tensors too.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.custom: input 0 is of type f32; expected a tensor
// CHECK-NOT: {{.}}

func.func @main(%input: f32) {
  %output = "tfl.custom"(%input) <{custom_code = "Detect"}> : (f32) -> tensor<2xf32>
  func.return
}
