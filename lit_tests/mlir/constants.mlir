// RUN: %qopt %s --print-weights=inline | filecheck %s

// Constants are read to the last bit, in every form in which MLIR's tools print them.
func.func @constants() {
  // Numbers in nested lists, in decimal or hexadecimal digits.
  %0 = "tfl.pseudo_const"() <{value = dense<[[1, 2], [-3, 0x7F]]> : tensor<2x2xi8>}> : () -> tensor<2x2xi8>
  // One for all.
  %1 = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<3xf32>}> : () -> tensor<3xf32>
  // Floats by their bits: infinity, a NaN with its payload; and minus zero.
  %2 = "tfl.pseudo_const"() <{value = dense<[0x7F800000, 0xFFC00001, -0.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  // The digits of all bytes, in the order of memory.
  %3 = "tfl.pseudo_const"() <{value = dense<"0x0000803F00000040"> : tensor<2xf32>}> : () -> tensor<2xf32>
  // Of one element, for all.
  %4 = "tfl.pseudo_const"() <{value = dense<"0x0000803F"> : tensor<2xf32>}> : () -> tensor<2xf32>
  // Truth values, small integers, strings, complex numbers, nothing at all.
  %5 = "tfl.pseudo_const"() <{value = dense<[true, false]> : tensor<2xi1>}> : () -> tensor<2xi1>
  %6 = "tfl.pseudo_const"() <{value = dense<[1, -8, 7]> : tensor<3xi4>}> : () -> tensor<3xi4>
  %7 = "tfl.pseudo_const"() <{value = dense<["a", "b\22c"]> : tensor<2x!tf_type.string>}> : () -> tensor<2x!tf_type.string>
  %8 = "tfl.pseudo_const"() <{value = dense<(1.0, -2.0)> : tensor<1xcomplex<f32>>}> : () -> tensor<1xcomplex<f32>>
  %9 = "tfl.pseudo_const"() <{value = dense<> : tensor<0xf32>}> : () -> tensor<0xf32>
  // A resource, whose values are at the end of the text.
  %10 = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return
}
{-# dialect_resources: { builtin: { kernel: "0x400000000102030405060708090A0B0C0D0E0F1011" } } #-}
// CHECK-LABEL: @constants
// CHECK-NEXT:    value = dense<{{[[]}}[1, 2], [-3, 127]]> : tensor<2x2xi8>
// CHECK-NEXT:    value = dense<1.500000e+00> : tensor<3xf32>
// CHECK-NEXT:    value = dense<[0x7F800000, 0xFFC00001, -0.000000e+00]> : tensor<3xf32>
// CHECK-NEXT:    value = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
// CHECK-NEXT:    value = dense<1.000000e+00> : tensor<2xf32>
// CHECK-NEXT:    value = dense<[true, false]> : tensor<2xi1>
// CHECK-NEXT:    value = dense<[1, -8, 7]> : tensor<3xi4>
// CHECK-NEXT:    value = dense<["a", "b\22c"]> : tensor<2x!tf_type.string>
// CHECK-NEXT:    value = dense<(1.000000e+00,-2.000000e+00)> : tensor<1xcomplex<f32>>
// CHECK-NEXT:    value = dense<> : tensor<0xf32>
// CHECK-NEXT:    value = dense_resource<kernel> : tensor<17xi8>
// CHECK:       kernel: "0x400000000102030405060708090A0B0C0D0E0F1011"
