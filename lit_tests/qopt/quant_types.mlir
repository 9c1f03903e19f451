// RUN: %qopt %s | filecheck %s
// RUN: %qopt %s | %qopt | filecheck %s

// Quantized types as MLIR's quant dialect spells them: storage, what is meant, scale.
func.func @per_tensor(tensor<2x!quant.uniform<i8:f32, 0.5>>)
// CHECK: @per_tensor(tensor<2x!quant.uniform<i8:f32, 0.5>>)

// A zero point follows its scale; zero itself is left out.
func.func @zero_point(tensor<2x!quant.uniform<i8:f32, 0.5:-3>>, tensor<2x!quant.uniform<i8:f32, 0.5:0>>)
// CHECK: @zero_point(tensor<2x!quant.uniform<i8:f32, 0.5:-3>>, tensor<2x!quant.uniform<i8:f32, 0.5>>)

// One scale for each index along an axis, and a zero point where it is not zero.
func.func @per_axis(tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 0.25:1, 2.0:-1}>>)
// CHECK: @per_axis(tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 0.25:1, 2.0:-1}>>)

// Bounds where they are not those of the storage.
func.func @bounds(tensor<2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x!quant.uniform<i8<-128:127>:f32, 0.5>>)
// CHECK: @bounds(tensor<2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.5>>)

// Unsigned storage is u8 here, though the builtin type is ui8.
func.func @unsigned(tensor<2x!quant.uniform<u8:f32, 0.5:128>>, tensor<2x!quant.uniform<u8<1:255>:f32, 0.5:128>>)
// CHECK: @unsigned(tensor<2x!quant.uniform<u8:f32, 0.5:128>>, tensor<2x!quant.uniform<u8<1:255>:f32, 0.5:128>>)

// Other widths that the file format has.
func.func @widths(tensor<2x!quant.uniform<i4:f32, 0.5>>, tensor<2x!quant.uniform<i16:f32, 0.5>>, tensor<2x!quant.uniform<i32:f32, 0.5>>)
// CHECK: @widths(tensor<2x!quant.uniform<i4:f32, 0.5>>, tensor<2x!quant.uniform<i16:f32, 0.5>>, tensor<2x!quant.uniform<i32:f32, 0.5>>)

// Every scale is printed with a point, which MLIR wants, and digits enough to be read back exactly.
func.func @scales(tensor<4x!quant.uniform<i8:f32:0, {1.0e-05, 1.5e-10, 0.007874015718698502, 1.0e+20}>>)
// CHECK: @scales(tensor<4x!quant.uniform<i8:f32:0, {1.0e-05, 1.5e-10, 0.007874015718698502, 1.0e+20}>>)
