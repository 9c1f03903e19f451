/* The same numbers in elements of another type. */

/* output[size] = the float x without its fraction, from low to high; NaN becomes high. */
QIR_KERNEL void qir_cast_f32_i32(const float *input, int32_t *output, int32_t size, int32_t low,
                                 int32_t high)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        const float x = input[i];
        output[i] = x < (float)low ? low : (float)high > x ? (int32_t)x : high;
    }
}

/* output[size] = the float x without its fraction, within 64 bits; NaN becomes the greatest. */
QIR_KERNEL void qir_cast_f32_i64(const float *input, int64_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        const float x = input[i];
        output[i] = x < -9223372036854775808.0F  ? INT64_MIN
                    : x < 9223372036854775808.0F ? (int64_t)x
                                                 : INT64_MAX;
    }
}

/* output[size] = 0 where x is 0, else 1, of NaN too. */
QIR_KERNEL void qir_cast_f32_u8(const float *input, uint8_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i] != 0.0F;
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_i32_f32(const int32_t *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)input[i];
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_i32_i64(const int32_t *input, int64_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i];
    }
}

/* output[size] = the low 8 bits of x. */
QIR_KERNEL void qir_cast_i32_i8(const int32_t *input, int8_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (int8_t)(uint8_t)((uint32_t)input[i] & 255U);
    }
}

/* output[size] = 0 where x is 0, else 1. */
QIR_KERNEL void qir_cast_i32_u8(const int32_t *input, uint8_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i] != 0;
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_i64_f32(const int64_t *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)input[i];
    }
}

/* output[size] = the low 32 bits of x. */
QIR_KERNEL void qir_cast_i64_i32(const int64_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (int32_t)(uint32_t)((uint64_t)input[i] & 0xFFFFFFFFU);
    }
}

/* output[size] = 0 where x is 0, else 1. */
QIR_KERNEL void qir_cast_i64_u8(const int64_t *input, uint8_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i] != 0;
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_u8_f32(const uint8_t *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)input[i];
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_u8_i32(const uint8_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i];
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_i8_f32(const int8_t *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)input[i];
    }
}

/* output[size] = x. */
QIR_KERNEL void qir_cast_i8_i32(const int8_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = input[i];
    }
}

/* output[outer][channels][inner] = the integers, of float32, times scales[channels]. */
QIR_KERNEL void qir_dequantize_i8(const int8_t *input, const float *scales, float *output,
                                  int32_t outer, int32_t channels, int32_t inner)
{
    int32_t o, c, i;
    for (o = 0; o < outer; ++o) {
        for (c = 0; c < channels; ++c) {
            const int8_t *x = input + (o * channels + c) * inner;
            float *y = output + (o * channels + c) * inner;
            const float scale = scales[c];
            for (i = 0; i < inner; ++i) {
                y[i] = (float)x[i] * scale;
            }
        }
    }
}

/* output[size] = integers of 8 bits less zero_point, times scale, in float32. */
QIR_KERNEL void qir_dequantize_tensor_i8(const int8_t *input, float *output, int32_t size,
                                         float scale, int32_t zero_point)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)(input[i] - zero_point) * scale;
    }
}

/* output[size] = integers of 8 bits without sign less zero_point, times scale, in float32. */
QIR_KERNEL void qir_dequantize_tensor_u8(const uint8_t *input, float *output, int32_t size,
                                         float scale, int32_t zero_point)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)(input[i] - zero_point) * scale;
    }
}

/* output[size] = integers of 16 bits less zero_point, times scale, in float32. */
QIR_KERNEL void qir_dequantize_tensor_i16(const int16_t *input, float *output, int32_t size,
                                         float scale, int32_t zero_point)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = (float)(input[i] - zero_point) * scale;
    }
}

/* output[size] = float32 for the bits of float16. */
QIR_KERNEL void qir_dequantize_f16(const uint16_t *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        const uint32_t x = input[i], sign = (x & 0x8000U) << 16, magnitude = x & 0x7FFFU;
        /* 2^112 makes up for the other bias, in numbers without an exponent too. */
        const float y = qir_float(magnitude << 13) * 5.19229686e33F;
        const uint32_t special = (magnitude << 13) | 0x7F800000U;
        output[i] = qir_float(sign | (magnitude < 0x7C00U ? qir_bits(y) : special));
    }
}
