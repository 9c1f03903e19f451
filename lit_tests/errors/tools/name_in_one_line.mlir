// RUN: not %qopt %s 2>&1 | filecheck %s

// A name that holds a line break does not break the message.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.abs "two\nlines": output has shape [3]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %y = "tfl.abs"(%x) {qir.tensors = [{name = "two\0Alines"}]} : (tensor<2xf32>) -> tensor<3xf32>
  func.return
}
