// RUN: not %qopt %s 2>&1 | filecheck %s

// The bytes of a resource, after the four that say how to align them, are those of its type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}resource_size.mlir: dense_resource<kernel>: constant of type tensor<17xi8> holds 2 bytes; expected 17
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return
}
{-# dialect_resources: { builtin: { kernel: "0x40000000AABB" } } #-}
