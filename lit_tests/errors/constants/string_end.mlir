// RUN: not %qopt %s 2>&1 | filecheck %s

// A string without an end, as in a text of which a part is missing, is found at once.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}string_end.mlir: line 10, column {{[0-9]+}}: End of file reached before closing string literal.
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<"0x0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20
