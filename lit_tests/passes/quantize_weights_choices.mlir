// RUN: %qopt %s --pass='quantize-weights' | filecheck %s
// RUN: %qopt %s --pass='quantize-weights' --verify-passes | filecheck %s

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

// Scales of least squared error, for one op: it is less where the first weight is clipped, and the
// others are whole steps. Where ops share a weight that is so if one of them wants it.
func.func @searched(%x: tensor<1x8xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<[[254.0, 249.0, 249.0, 249.0, 249.0, 249.0, 249.0, 249.0]]> : tensor<1x8xf32>}> : () -> tensor<1x8xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[127.0, 124.5, 124.5, 124.5, 124.5, 124.5, 124.5, 124.5]]> : tensor<1x8xf32>}> : () -> tensor<1x8xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[63.5, 62.25, 62.25, 62.25, 62.25, 62.25, 62.25, 62.25]]> : tensor<1x8xf32>}> : () -> tensor<1x8xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y0 = "tfl.fully_connected"(%x, %v, %none) {qir.choice = {scheme = "int8", reason = "a test"}} : (tensor<1x8xf32>, tensor<1x8xf32>, none) -> tensor<1x1xf32>
  %y1 = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int8-mse", reason = "a test"}} : (tensor<1x8xf32>, tensor<1x8xf32>, none) -> tensor<1x1xf32>
  %y2 = "tfl.fully_connected"(%x, %u, %none) {qir.choice = {scheme = "int8-mse", reason = "a test"}} : (tensor<1x8xf32>, tensor<1x8xf32>, none) -> tensor<1x1xf32>
  %y3 = "tfl.fully_connected"(%x, %u, %none) {qir.choice = {scheme = "int8", reason = "a test"}} : (tensor<1x8xf32>, tensor<1x8xf32>, none) -> tensor<1x1xf32>
  func.return %y0, %y1, %y2, %y3 : tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>
}
// CHECK-LABEL: @searched
// CHECK-NEXT:    %v = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>:f32:0, {2.0}>
// CHECK-NEXT:    %w = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>:f32:0, {0.99{{[0-9]+}}}>
// CHECK-NEXT:    %u = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>:f32:0, {0.49{{[0-9]+}}}>
// CHECK-NEXT:    %none
// CHECK-NEXT:    "tfl.fully_connected"(%x, %v, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %w, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %u, %none) :
// CHECK-NEXT:    "tfl.fully_connected"(%x, %u, %none) :

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
