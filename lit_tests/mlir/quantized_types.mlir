// RUN: %qopt %s | filecheck %s

// Quantized types print as upstream's `quant` dialect has them: floats with a point, unsigned
// storage as u8, bounds and zero points only where they are not the usual ones.
func.func private @per_tensor(tensor<4x!quant.uniform<i8:f32, 1.0e-05>>, tensor<4x!quant.uniform<u8<1:255>:f32, 0.5:128>>, tensor<4x!quant.uniform<i16:f16, 2.0:0>>)
// CHECK:      @per_tensor(tensor<4x!quant.uniform<i8:f32, 1.0e-05>>, tensor<4x!quant.uniform<u8<1:255>:f32, 0.5:128>>, tensor<4x!quant.uniform<i16:f16, 2.0>>)

// A scale for each index of an axis.
func.func private @per_axis(tensor<2x3x!quant.uniform<i8<-127:127>:f32:1, {0.5,0.25:3,1.0E-1}>>)
// CHECK-NEXT: @per_axis(tensor<2x3x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25:3, 0.1}>>)

// A scale for each block: here of 2 by 1, then of 2 by all.
func.func private @sub_channel(tensor<4x2x!quant.uniform<i4:f32:{0:2, 1:1}, {{1.0, 2.0:3}, {4.0, 8.0}}>>, tensor<4x2x!quant.uniform<u8:f32:{0:2}, {{0.5}, {0.25}}>>)
// CHECK-NEXT: @sub_channel(tensor<4x2x!quant.uniform<i4:f32:{0:2, 1:1}, {{[{][{]}}1.0, 2.0:3}, {4.0, 8.0}}>>, tensor<4x2x!quant.uniform<u8:f32:{0:2}, {{[{][{]}}0.5}, {0.25}}>>)

// Floats, and the range they were seen to have.
func.func private @calibrated(tensor<4x!quant.calibrated<f32<-1.0:1.0e-05>>>)
// CHECK-NEXT: @calibrated(tensor<4x!quant.calibrated<f32<-1.0:1.0e-05>>>)
