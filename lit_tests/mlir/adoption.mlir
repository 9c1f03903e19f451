// RUN: %qopt %s | filecheck %s

// What LiteRT's converter says in ways of its own moves to where passes look for it.
#loc = loc("scores")

// A location is the name of a tensor; a statistics op, its range.
func.func @names(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.abs"(%x) : (tensor<4xf32>) -> tensor<4xf32> loc(#loc)
  %1 = "quantfork.stats"(%0) <{layerStats = dense<[0.0, 6.0]> : tensor<2xf32>}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @names
// CHECK-NEXT:    %0 = "tfl.abs"(%x) {qir.tensors = [{name = "scores", quantization = {min = array<f32: 0.000000e+00>, max = array<f32: 6.000000e+00>}}]}
// CHECK-NEXT:    func.return %0

// The elements of operands and results are options in a file.
func.func @types(%x: tensor<4xf32>) -> tensor<1xi64> {
  %0 = "tfl.cast"(%x) : (tensor<4xf32>) -> tensor<4xi32>
  %1 = "tfl.shape"(%0) : (tensor<4xi32>) -> tensor<1xi64>
  func.return %1 : tensor<1xi64>
}
// CHECK-LABEL: @types
// CHECK-NEXT:    "tfl.cast"(%x) {qir.in_data_type = "FLOAT32", qir.out_data_type = "INT32"}
// CHECK-NEXT:    "tfl.shape"(%0) {qir.out_type = "INT64"}

// A branch of tfl.if calls a function with values from outside; tf.If has them as operands.
func.func @branches(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.if"(%c) ({
    %1 = func.call @yes(%x) : (tensor<4xf32>) -> tensor<4xf32>
    "tfl.yield"(%1) : (tensor<4xf32>) -> ()
  }, {
    %1 = func.call @no(%x) : (tensor<4xf32>) -> tensor<4xf32>
    "tfl.yield"(%1) : (tensor<4xf32>) -> ()
  }) : (tensor<i1>) -> tensor<4xf32>
  func.return %0 : tensor<4xf32>
}
func.func private @yes(tensor<4xf32>) -> tensor<4xf32>
func.func private @no(tensor<4xf32>) -> tensor<4xf32>
// CHECK-LABEL: @branches
// CHECK-NEXT:    %0 = "tf.If"(%c, %x) <{then_branch = @yes, else_branch = @no, is_stateless = false}>

// An unsigned constant is printed as a signless one.
func.func @unsigned() -> tensor<2x!quant.uniform<u8:f32, 0.5:128>> {
  %0 = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5:128>>, value = dense<[-1, 7]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5:128>>
  func.return %0 : tensor<2x!quant.uniform<u8:f32, 0.5:128>>
}
// CHECK-LABEL: @unsigned
// CHECK-NEXT:    value = dense<[255, 7]> : tensor<2xui8>

// Floats in an array may be given by their bits.
func.func private @bits() attributes {qir.floats = array<f32: 0xCA89BB2E, -0.5, 0xFF800000>}
// CHECK:       @bits() -> () attributes {qir.floats = array<f32: 0xCA89BB2E, -5.000000e-01, 0xff800000>}
