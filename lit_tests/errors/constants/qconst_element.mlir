// RUN: not %qopt %s 2>&1 | filecheck %s

// A quantized constant has a quantized type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: element type f32 is not quantized
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2xf32>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2xf32>
  func.return
}
