// RUN: %qopt %s --pass='select-entry{entry=decode}' | filecheck %s
// RUN: %qopt %s --pass='select-entry{entry="serving_encode"}' | filecheck %s --check-prefix=ENCODE

// One function stays, found by its name or that of its signature, with those that it calls.

// CHECK-NOT:   func.func @encode
// CHECK:       func.func @decode
// CHECK:       func.func private @shared
// ENCODE:      func.func @encode
// ENCODE-NOT:  func.func @decode
// ENCODE:      func.func private @shared
func.func @encode(%x: tensor<2xf32> {tf_saved_model.index_path = ["x"]}) -> (tensor<2xf32> {tf_saved_model.index_path = ["y"]}) attributes {tf_saved_model.exported_names = ["serving_encode"]} {
  %0 = func.call @shared(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func @decode(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @shared(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func private @shared(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
