// RUN: not %qopt %s 2>&1 | filecheck %s

// Options that the dialect does not show are checked too.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_max: output_type is "INTEGER"; expected one of FLOAT32, FLOAT16, INT32, UINT8, INT64, STRING, BOOL, INT16, COMPLEX64, INT8, FLOAT64, COMPLEX128, UINT64, RESOURCE, VARIANT, UINT32, UINT16, INT4, BFLOAT16, INT2, UINT4, FLOAT8_E4M3FN, FLOAT8_E5M2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %axis: tensor<i32>) {
  %output = "tfl.arg_max"(%input, %axis) {qir.output_type = "INTEGER"} : (tensor<2x3xf32>, tensor<i32>) -> tensor<2xi32>
  func.return
}
