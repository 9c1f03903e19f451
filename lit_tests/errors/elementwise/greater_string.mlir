// RUN: not %qopt %s 2>&1 | filecheck %s

// Strings are equal or not, but not in an order.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.greater: lhs holds !tf_type.string; expected f32, f16, i32, ui8, i64, i16, i8, f64, ui64, ui32, ui16 or bf16
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2x!tf_type.string>, %rhs: tensor<2x!tf_type.string>) {
  %output = "tfl.greater"(%lhs, %rhs) : (tensor<2x!tf_type.string>, tensor<2x!tf_type.string>) -> tensor<2xi1>
  func.return
}
