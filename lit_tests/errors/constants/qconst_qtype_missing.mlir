// RUN: not %qopt %s 2>&1 | filecheck %s

// A quantized constant says its type twice.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: property 'qtype' expected in operation 'tfl.pseudo_qconst'
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{value = dense<1> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  func.return
}
