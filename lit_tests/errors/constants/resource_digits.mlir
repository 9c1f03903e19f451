// RUN: not %qopt %s 2>&1 | filecheck %s

// A resource is given by its digits, in pairs after 0x.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}resource_digits.mlir: line 13, column {{[0-9]+}}: expected hexadecimal digits in pairs after 0x
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return
}
{-# dialect_resources: { builtin: { kernel: "40000000AABB" } } #-}
