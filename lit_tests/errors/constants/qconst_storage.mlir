// RUN: not %qopt %s 2>&1 | filecheck %s

// The integers of a quantized constant are of the type that stores them.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: its value is of type tensor<2xi16>; expected tensor<2xi8>
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  func.return
}
