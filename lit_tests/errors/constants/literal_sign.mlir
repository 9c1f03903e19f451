// RUN: not %qopt %s 2>&1 | filecheck %s

// The bits of a float have no sign.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_sign.mlir: line 10, column {{[0-9]+}}: -0x7F800000: hexadecimal digits are all the bits, and have no sign
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<-0x7F800000> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
