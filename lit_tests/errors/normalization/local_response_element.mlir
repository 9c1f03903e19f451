// RUN: not %qopt %s 2>&1 | filecheck %s

// Responses are floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.local_response_normalization: input holds f16; expected f32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf16>) {
  %output = "tfl.local_response_normalization"(%input) <{radius = 1 : i32}> : (tensor<1x4x4x2xf16>) -> tensor<1x4x4x2xf16>
  func.return
}
