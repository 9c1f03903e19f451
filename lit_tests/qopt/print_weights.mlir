// RUN: %qopt %s | filecheck %s --check-prefix=ELIDED
// RUN: %qopt %s --print-weights=elide | filecheck %s --check-prefix=ELIDED
// RUN: %qopt %s --print-weights=inline | filecheck %s --check-prefix=INLINE
// RUN: %qopt %s --print-weights=inline | %qopt --print-weights=inline | filecheck %s --check-prefix=INLINE

// By default, text names weights and leaves their values out. Inline, it has them as hexadecimal
// digits after an alignment of 64, and can be read back.
func.func @main() -> (tensor<20xf32>, tensor<20xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<20xf32>}> : () -> tensor<20xf32>
  %v = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<20xf32>}> : () -> tensor<20xf32>
  func.return %w, %v : tensor<20xf32>, tensor<20xf32>
}

{-#
  dialect_resources: {
    builtin: {
      kernel: "0x04000000000000C00000E0BF0000C0BF0000A0BF000080BF000040BF000000BF000080BE000000000000803E0000003F0000403F0000803F0000A03F0000C03F0000E03F00000040000010400000204000003040"
    }
  }
#-}

// ELIDED:     %w = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<20xf32>}>
// ELIDED-NOT: dialect_resources
// INLINE:     %w = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<20xf32>}>
// INLINE-NEXT: %v = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<20xf32>}>
// INLINE:     dialect_resources: {
// INLINE-NEXT:  builtin: {
// INLINE-NEXT:    kernel: "0x40000000000000C00000E0BF0000C0BF0000A0BF000080BF000040BF000000BF000080BE000000000000803E0000003F0000403F0000803F0000A03F0000C03F0000E03F00000040000010400000204000003040"
