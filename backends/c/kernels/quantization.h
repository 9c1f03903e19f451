/* Activations quantized on the way into a hybrid kernel: rules H1, H2 and H4 of semantics.md. */

/* The nearest integer of low <= x <= high, which are integers; NaN becomes low. Of whole groups of 8 elements of a row by a sum with a half that is cut, of
   those left over with halves away from zero. */
QIR_KERNEL int32_t qir_nearest(float x, float low, float high, int in_group)
{
    int32_t cut;
    float rest;
    x = x > low ? x : low;
    x = x < high ? x : high;
    if (in_group) {
        return (int32_t)(x + (x < 0.0F ? -0.5F : 0.5F));
    }
    cut = (int32_t)x;
    rest = x - (float)cut;
    return cut + (rest >= 0.5F) - (rest <= -0.5F);
}

/* Rows of float32 as int8: the largest magnitude of each becomes 127, zero 0.
   rows_i8[rows][depth], scales[rows], zero_points[rows]; rows_i8 may lie over input. */
QIR_KERNEL void qir_quantize_rows_symmetric(const float *input, int8_t *rows_i8, float *scales,
                                            int32_t *zero_points, int32_t rows, int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        int8_t *q = rows_i8 + r * depth;
        const int32_t whole = depth - depth % 8;
        float largest = 0.0F, inverse;
        for (i = 0; i < depth; ++i) {
            const float magnitude = x[i] < 0.0F ? -x[i] : x[i];
            largest = magnitude > largest ? magnitude : largest;
        }
        inverse = largest == 0.0F ? 0.0F : 127.0F / largest;
        scales[r] = largest == 0.0F ? 1.0F : largest / 127.0F;
        zero_points[r] = 0;
        for (i = 0; i < depth; ++i) {
            q[i] = (int8_t)qir_nearest(x[i] * inverse, -127.0F, 127.0F, i < whole);
        }
    }
}

/* Rows of float32 as int8: each row's least to greatest number, and zero among them, become -128 to
   127. rows_i8[rows][depth], scales[rows], zero_points[rows]; rows_i8 may lie over input. */
QIR_KERNEL void qir_quantize_rows_asymmetric(const float *input, int8_t *rows_i8, float *scales,
                                             int32_t *zero_points, int32_t rows, int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        int8_t *q = rows_i8 + r * depth;
        const int32_t whole = depth - depth % 8;
        float low = 0.0F, high = 0.0F, inverse, least, most;
        double scale, of_low, of_high, zero;
        int32_t zero_point;
        for (i = 0; i < depth; ++i) {
            low = x[i] < low ? x[i] : low;
            high = x[i] > high ? x[i] : high;
        }
        if (low == high) {
            for (i = 0; i < depth; ++i) {
                q[i] = 0;
            }
            scales[r] = 1.0F;
            zero_points[r] = 0;
            continue;
        }
        scale = (double)(high - low) / 255.0;
        of_low = (double)low / scale;
        of_high = (double)high / scale;
        zero = 128.0 - of_low < 127.0 + of_high ? -128.0 - of_low : 127.0 - of_high;
        zero = zero > -128.0 ? zero : -128.0;
        zero = zero < 127.0 ? zero : 127.0;
        zero_point = (int32_t)(zero < 0.0 ? zero - 0.5 : zero + 0.5);
        scales[r] = (float)scale;
        zero_points[r] = zero_point;
        inverse = 1.0F / (float)scale;
        least = (float)(-128 - zero_point);
        most = (float)(127 - zero_point);
        for (i = 0; i < depth; ++i) {
            const int32_t n = qir_nearest(x[i] * inverse, least, most, i < whole);
            q[i] = (int8_t)(n + zero_point);
        }
    }
}
