// RUN: %qopt %s --print-weights=side -o %t.mlir
// RUN: %qopt %t.mlir --print-weights=inline | filecheck %s
// RUN: %python -c "import sys; print(open(sys.argv[1]).read())" %t.mlir | filecheck %s --check-prefix=SIDE

// The values of large constants go into a file beside the text, which names it; whoever reads the
// text again finds them there.
func.func @main() -> tensor<17xi8> {
  %0 = "tfl.pseudo_const"() <{value = dense<"0x0102030405060708090A0B0C0D0E0F1011"> : tensor<17xi8>}> : () -> tensor<17xi8>
  func.return %0 : tensor<17xi8>
}
// SIDE:  qir.weights = "{{.*}}.safetensors"
// SIDE:  dense_resource<literal0> : tensor<17xi8>
// CHECK: dense_resource<literal0> : tensor<17xi8>
// CHECK: literal0: "0x400000000102030405060708090A0B0C0D0E0F1011"
