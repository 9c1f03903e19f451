// RUN: %qopt %s --pass=pack-weights | filecheck %s

// A quantized constant becomes plain ones, in the order of the kernel's prototype: the integers, the
// sum of each row, and a scale for each row.
// CHECK-LABEL: func.func @rows_and_sums
// CHECK:         %[[W:.*]] = "tfl.pseudo_const"() <{value = dense<{{.*}}1, 2{{.*}}> : tensor<2x2xi8>}>
// CHECK-NEXT:    %[[SUMS:.*]] = "tfl.pseudo_const"() <{value = {{.*}} : tensor<2xi32>}>
// CHECK-NEXT:    %[[SCALES:.*]] = "tfl.pseudo_const"() <{value = dense<[5.000000e-01, 2.500000e-01]> : tensor<2xf32>}>
// CHECK-NOT:     pseudo_qconst
// CHECK:         "c.call"(%q, %s, %z, %[[W]], %[[SUMS]], %[[SCALES]], %b) <{kernel = "fully_connected_i8"
// CHECK-NOT:     layouts
// CHECK:         func.return
func.func @rows_and_sums(%q: tensor<1x2xi8>, %s: tensor<1xf32>, %z: tensor<1xi32>, %b: tensor<2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>
  %y = "c.call"(%q, %s, %z, %w, %b) <{kernel = "fully_connected_i8", parameters = {rows = 1 : i32, depth = 2 : i32, outputs = 2 : i32, low = -1.0 : f32, high = 1.0 : f32}, layouts = {"3" = "rows-sums"}}> : (tensor<1x2xi8>, tensor<1xf32>, tensor<1xi32>, tensor<2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}

// One scale for all is repeated for each row, and calls that share a constant go on sharing.
// CHECK-LABEL: func.func @shared
// CHECK:         %[[W:.*]] = "tfl.pseudo_const"() <{value = dense<{{.*}}1, 2{{.*}}> : tensor<2x2xi8>}>
// CHECK-NEXT:    %[[SCALES:.*]] = "tfl.pseudo_const"() <{value = dense<5.000000e-01> : tensor<2xf32>}>
// CHECK-NEXT:    "c.call"(%x, %[[W]], %[[SCALES]], %b)
// CHECK-NEXT:    "c.call"({{.*}}, %[[W]], %[[SCALES]], %b)
func.func @shared(%x: tensor<1x2xf32>, %b: tensor<2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5>>
  %h = "c.call"(%x, %w, %b) <{kernel = "fully_connected_w8", parameters = {rows = 1 : i32, depth = 2 : i32, outputs = 2 : i32, low = -1.0 : f32, high = 1.0 : f32}, layouts = {"1" = "rows"}}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "c.call"(%h, %w, %b) <{kernel = "fully_connected_w8", parameters = {rows = 1 : i32, depth = 2 : i32, outputs = 2 : i32, low = -1.0 : f32, high = 1.0 : f32}, layouts = {"1" = "rows"}}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
