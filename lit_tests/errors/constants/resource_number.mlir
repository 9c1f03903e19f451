// RUN: not %qopt %s 2>&1 | filecheck %s

// A resource is given by digits in a string.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}resource_number.mlir: line 13, column {{[0-9]+}}: expected digits
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return
}
{-# dialect_resources: { builtin: { kernel: 17 } } #-}
