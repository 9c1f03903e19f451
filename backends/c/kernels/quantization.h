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

/* The magnitude of a float as a fraction times 2^result; of the largest fraction bit 23 is set. */
QIR_KERNEL int32_t qir_exponent(float x, uint32_t *fraction)
{
    const uint32_t bits = qir_bits(x) & 0x7FFFFFFFU;
    *fraction = (bits & 0x7FFFFFU) | (bits > 0x7FFFFFU ? 0x800000U : 0U);
    return bits > 0x7FFFFFU ? (int32_t)(bits >> 23) : 1;
}

/* Where a part of a range is exactly half + 1/2 of its 255 steps, half being 64 to 127: whether it is
   less in double precision (-1), more (1), or neither. There it is divided by range / 255, as that is
   rounded. Of a fraction f of 24 bits, f 2^p / 255 has 53, and leaves what f 2^(p % 8) does, as 2^8
   leaves 1. From the nearest integer it is `error` / 255 apart, which is seen where it moves the part by
   more than a half of its last place. */
QIR_KERNEL int32_t qir_side_of_half(uint32_t range, int32_t half)
{
    int32_t is_long, error;
    uint32_t apart;
    while (range < 0x800000U) {
        range <<= 1;
    }
    is_long = range >= 0xFF0000U;
    error = (int32_t)((range << (is_long ? 4 : 5)) % 255U);
    error = error > 127 ? error - 255 : error;
    apart = (uint32_t)((2 * half + 1) * (error < 0 ? -error : error)) << (9 + is_long);
    return error < 0 ? -(apart > range) : apart >= range;
}

/* The zero point of numbers from low to high, 0 among them, of which low becomes -128 and high 127: of
   rule H2, which computes it in double precision, and here by integers. It is so many 255ths of the range
   from that end which is nearer to 0, rounded; of halves it matters how double precision rounded before,
   where they are 64 or more, or else that is lost in what they are subtracted from. */
QIR_SHARED int32_t qir_zero_point(float low, float high)
{
    const float range = high - low, of_low = -low / range, of_high = high / range;
    const int32_t is_low = (of_high - of_low) * 255.0F > 1.0F;
    uint32_t part, whole;
    int32_t apart, half, steps;
    uint64_t left, right;
    if (range == INFINITY) {
        return high == INFINITY ? -128 : 127;
    }
    half = (int32_t)((is_low ? of_low : of_high) * 255.0F);
    apart = -qir_exponent(is_low ? low : high, &part);
    apart += qir_exponent(range, &whole);
    left = (uint64_t)part * 510U;
    right = (uint64_t)whole * (uint32_t)(2 * half + 1) << (apart < 24 ? apart : 24);
    steps = half + (left > right);
    if (left == right && half >= 64) {
        const int32_t side = qir_side_of_half(whole, half);
        /* Beyond 127 steps from high it is below 0, and a half is away from that. */
        steps += half == 127 && !is_low ? side >= 0 : side > 0;
    }
    return is_low ? steps - 128 : 127 - steps;
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
        zero_point = qir_zero_point(low, high);
        scales[r] = (high - low) / 255.0F;
        zero_points[r] = zero_point;
        inverse = 1.0F / scales[r];
        least = (float)(-128 - zero_point);
        most = (float)(127 - zero_point);
        qir_nearest_row(x, q, depth, inverse, least, most, zero_point);
    }
}

/* Rows of float32 as int8, by H2 where is_asymmetric, else by H1: see the two before. */
QIR_KERNEL void qir_quantize_rows(const float *input, int8_t *rows_i8, float *scales,
                                  int32_t *zero_points, int32_t rows, int32_t depth,
                                  int32_t is_asymmetric)
{
    if (is_asymmetric) {
        qir_quantize_rows_asymmetric(input, rows_i8, scales, zero_points, rows, depth);
    } else {
        qir_quantize_rows_symmetric(input, rows_i8, scales, zero_points, rows, depth);
    }
}
