// RUN: not %qopt %s 2>&1 | filecheck %s

// The bits of a float are no more than it has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_bits.mlir: line 10, column {{[0-9]+}}: 0x17F800000 has more bits than f32
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<0x17F800000> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
