// RUN: %qopt %s --print-weights=inline | filecheck %s
// RUN: %qopt %s | %qopt | filecheck %s --check-prefix=NAMES

// Two literals too large to print as such are two weights, and have two names.
func.func @main() -> (tensor<17xi8>, tensor<17xi8>) {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<17xi8>}> : () -> tensor<17xi8>
  %1 = "tfl.pseudo_const"() <{value = dense<2> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return %0, %1 : tensor<17xi8>, tensor<17xi8>
}
// CHECK:     %0 = {{.*}}dense_resource<[[A:[a-z0-9_]+]]>
// CHECK-NEXT: %1 = {{.*}}dense_resource<[[B:[a-z0-9_]+]]>
// CHECK:     : "0x400000000101010101010101010101010101010101"
// CHECK-NEXT: : "0x400000000202020202020202020202020202020202"
// NAMES:     %0 = {{.*}}dense_resource<[[A:[a-z0-9_]+]]>
// NAMES-NOT: %1 = {{.*}}dense_resource<[[A]]>
