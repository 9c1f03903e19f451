/* Activations quantized on the way into a hybrid kernel: rules H1, H2 and H4 of semantics.md. */

/* The nearest integer of low <= x <= high, which are integers; NaN becomes low. Of whole groups of 8
   elements of a row by a sum with a half that is cut, of those left over with halves away from zero. */
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

/* The least and the greatest of x[count] and 0; NaNs are passed over. Bits of floats compare as integers,
   those of negative ones in reverse, and of integers compilers compare several at once. */
QIR_KERNEL void qir_bounds(const float *x, int32_t count, float *low, float *high)
{
    int32_t least = 0, greatest = 0, i;
    for (i = 0; i < count; ++i) {
        int32_t bits, negated;
        memcpy(&bits, x + i, sizeof bits);
        bits &= -((bits & 0x7FFFFFFF) <= 0x7F800000);
        negated = bits ^ (-0x7FFFFFFF - 1);
        greatest = bits > greatest ? bits : greatest;
        least = negated > least ? negated : least;
    }
    memcpy(low, &least, sizeof least);
    memcpy(high, &greatest, sizeof greatest);
    *low = 0.0F - *low;
}

/* q[count] = the integers nearest to x[count] * inverse between least and most, plus a zero point. By 64
   in memory of their own, as q may lie over x. */
QIR_KERNEL void qir_nearest_row(const float *x, int8_t *q, int32_t count, float inverse, float least,
                                float most, int32_t zero_point)
{
    const int32_t blocks = count - count % 64, whole = count - count % 8;
    int8_t found[64];
    int32_t i, k;
    for (i = 0; i < blocks; i += 64) {
        for (k = 0; k < 64; ++k) {
            found[k] = (int8_t)(qir_nearest(x[i + k] * inverse, least, most, 1) + zero_point);
        }
        memcpy(q + i, found, sizeof found);
    }
    for (i = blocks; i < count; ++i) {
        q[i] = (int8_t)(qir_nearest(x[i] * inverse, least, most, i < whole) + zero_point);
    }
}

/* Rows of float32 as int8: the largest magnitude of each becomes 127, zero 0.
   rows_i8[rows][depth], scales[rows], zero_points[rows]; rows_i8 may lie over input. */
QIR_KERNEL void qir_quantize_rows_symmetric(const float *input, int8_t *rows_i8, float *scales,
                                            int32_t *zero_points, int32_t rows, int32_t depth)
{
    int32_t r;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        int8_t *q = rows_i8 + r * depth;
        float low, high, largest, inverse;
        qir_bounds(x, depth, &low, &high);
        largest = -low > high ? -low : high;
        inverse = largest == 0.0F ? 0.0F : 127.0F / largest;
        scales[r] = largest == 0.0F ? 1.0F : largest / 127.0F;
        zero_points[r] = 0;
        qir_nearest_row(x, q, depth, inverse, -127.0F, 127.0F, 0);
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
        float low, high, inverse, least, most;
        double scale, of_low, of_high, zero;
        int32_t zero_point;
        qir_bounds(x, depth, &low, &high);
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
        qir_nearest_row(x, q, depth, inverse, least, most, zero_point);
    }
}
