// RUN: not %qopt %s 2>&1 | filecheck %s

// Text that does not parse: file, line and column of the first error.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}parse.mlir: line 10, column 1: ')' expected
// CHECK-NOT: {{.}}

func.func @truncated(%x: tensor<1xf32>
