// RUN: %qopt %s --pass='quantize-weights' | filecheck %s

// An op's own choice of how its weights are stored counts, and is gone then. Without one, weights of
// so few elements stay float.
func.func @chosen(%x: tensor<1x32xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %w = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %u = "tfl.pseudo_const"() <{value = dense<3.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y0 = "tfl.fully_connected"(%x, %v, %none) {qir.choice = {scheme = "int8", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  %y1 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int4-weight-only", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  %y2 = "tfl.fully_connected"(%x, %u, %none) : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  func.return %y0, %y1, %y2 : tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>
}
// CHECK-LABEL: @chosen
// CHECK-NEXT:    %v = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"() {{.*}}i4<-7:7>
// CHECK-NEXT:    [[FLOATS:%.*]] = "tfl.dequantize"(%w)
// CHECK-NEXT:    %u = "tfl.pseudo_const"
// CHECK-NEXT:    %none
// CHECK-NEXT:    "tfl.fully_connected"(%x, %v, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, [[FLOATS]], %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %u, %none) :

// A weight of several ops is one constant, of the most bits: a kernel reads it, and who wants floats
// reads a DEQUANTIZE of it.
func.func @shared(%x: tensor<1x32xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<4.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y0 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int4", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  %y1 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int8", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  %y2 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int8-weight-only", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  func.return %y0, %y1, %y2 : tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>
}
// CHECK-LABEL: @shared
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>
// CHECK-NEXT:    [[FLOATS:%.*]] = "tfl.dequantize"(%w)
// CHECK-NEXT:    %none
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, [[FLOATS]], %none) :

// Where one is to stay float, all do.
func.func @float(%x: tensor<1x32xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<2x32xf32>}> : () -> tensor<2x32xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y0 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "float", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  %y1 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int8", reason = "a test"}} : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  func.return %y0, %y1 : tensor<1x2xf32>, tensor<1x2xf32>
}
// CHECK-LABEL: @float
// CHECK-NEXT:    %w = "tfl.pseudo_const"
// CHECK-NEXT:    %none
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w, %none) :
