// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<-0.693147182>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %r = "tfl.log_softmax"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @bytes
// -log(2) is -11.09 steps of 1 / 16 (rules N1 and N3).
// CHECK: dense<116>
func.func @bytes() -> tensor<2x!quant.uniform<i8:f32, 0.0625:127>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[3, 3]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %r = "tfl.log_softmax"(%x) : (tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.0625:127>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.0625:127>>
}

// CHECK-LABEL: func.func @unsigned
// log(1 + exp(-0.5)) is 7.59 steps, and half are 8 more.
// CHECK: dense<[247, 239]>
func.func @unsigned() -> tensor<2x!quant.uniform<u8:f32, 0.0625:255>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5>>, value = dense<[7, 6]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5>>
  %r = "tfl.log_softmax"(%x) : (tensor<2x!quant.uniform<u8:f32, 0.5>>) -> tensor<2x!quant.uniform<u8:f32, 0.0625:255>>
  func.return %r : tensor<2x!quant.uniform<u8:f32, 0.0625:255>>
}

// CHECK-LABEL: func.func @less_than_the_least
// -20 is less than the -16 there are (rule A3).
// CHECK: dense<[127, -128]>
func.func @less_than_the_least() -> tensor<2x!quant.uniform<i8:f32, 0.0625:127>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[100, 20]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %r = "tfl.log_softmax"(%x) : (tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.0625:127>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.0625:127>>
}
