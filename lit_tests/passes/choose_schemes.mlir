// RUN: %qopt %s --pass='choose-schemes{rules="FULLY_CONNECTED=int4","*head*=float"}' | filecheck %s
// RUN: %qopt %s --pass='choose-schemes{rules="FULLY_CONNECTED=int4","*head*=float"},quantize-weights' | filecheck %s --check-prefix=OBEYED
// RUN: not %qopt %s --pass='choose-schemes{rules="*haed*=float"}' 2>&1 | filecheck %s --check-prefix=NONE

// The last rule that picks an op says how its weights are stored: here by its kind, and by a name.
func.func @main(%x: tensor<1x32xf32>) -> tensor<1x2xf32> {
  %v = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<32x32xf32>}> : () -> tensor<32x32xf32>
  %w = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %v, %none) : (tensor<1x32xf32>, tensor<32x32xf32>, none) -> tensor<1x32xf32>
  %y = "tfl.fully_connected"(%h, %w, %none) {qir.tensors = [{name = "net/head/MatMul"}]} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK:         "tfl.fully_connected"(%x, %v, %none) {qir.choice = {scheme = "int4", reason = "rule 'FULLY_CONNECTED=int4'"}}
// CHECK-NEXT:    "tfl.fully_connected"(%h, %w, %none) {{.*}}qir.choice = {scheme = "float", reason = "rule '*head*=float'"}
// OBEYED:        %v = "tfl.pseudo_qconst"{{.*}}i4<-7:7>
// OBEYED-NEXT:   %w = "tfl.pseudo_const"
// NONE-NOT:      Traceback
// NONE:          qopt: error: {{.*}}rule '*haed*=float': no op with weights has such a name; close are 'net/head/MatMul'
// NONE-NOT:      {{.}}
