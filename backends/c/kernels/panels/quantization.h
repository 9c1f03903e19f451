/* Activations quantized on the way into a hybrid kernel: rows H1, H2 and H4 of semantics.md. */

/* How many rows have their scales computed at once. */
#define QIR_TOGETHER 16

/* The least and the greatest of x[count] and 0; NaN is neither. */
QIR_KERNEL void qir_range_f32(const float *x, int32_t count, float *least, float *greatest)
{
    const int32_t whole = count / (4 * QIR_LANES) * (4 * QIR_LANES);
    qir_f32v lowest = {0.0F}, highest = {0.0F};
    int32_t i, v;
    if (whole) {
        qir_f32v low[4] = {{0.0F}}, high[4] = {{0.0F}};
        for (i = 0; i < whole; i += 4 * QIR_LANES) {
            QIR_UNROLL
            for (v = 0; v < 4; ++v) {
                const qir_f32v here = qir_load_all_f32v(x + i + v * QIR_LANES);
                low[v] = qir_min_f32v(here, low[v]);
                high[v] = qir_max_f32v(here, high[v]);
            }
        }
        lowest = qir_min_f32v(qir_min_f32v(low[0], low[1]), qir_min_f32v(low[2], low[3]));
        highest = qir_max_f32v(qir_max_f32v(high[0], high[1]), qir_max_f32v(high[2], high[3]));
    }
    for (i = whole; i < count; i += QIR_LANES) {
        const qir_f32v here = qir_load_f32v(x + i, count - i);
        lowest = qir_min_f32v(here, lowest);
        highest = qir_max_f32v(here, highest);
    }
    *least = qir_least_f32v(lowest);
    *greatest = qir_greatest_f32v(highest);
}

/* q[count]: the nearest integer to x times `inverse` between low and high, low where it is NaN, plus
   zero_point: see qir_nearest. */
QIR_KERNEL void qir_quantize_f32(const float *x, int8_t *q, int32_t count, float inverse, float low,
                                 float high, int32_t zero_point)
{
    const int32_t whole = count - count % 8;
    int32_t i;
    for (i = 0; i < whole; i += QIR_LANES) {
        const qir_f32v scaled = qir_load_f32v(x + i, whole - i) * inverse;
        const qir_f32v bounded = qir_clamp_f32v(scaled, low, high);
        qir_store_i8v(q + i, qir_cut_f32v(bounded + qir_half_f32v(bounded)) + zero_point, whole - i);
    }
    for (i = whole; i < count; ++i) {
        q[i] = (int8_t)(qir_nearest(x[i] * inverse, low, high, 0) + zero_point);
    }
}

/* Rows of float32 as int8: the largest magnitude of each becomes 127, zero 0.
   rows_i8[rows][depth], scales[rows], zero_points[rows]; rows_i8 may lie over input. */
QIR_KERNEL void qir_quantize_rows_symmetric(const float *input, int8_t *rows_i8, float *scales,
                                            int32_t *zero_points, int32_t rows, int32_t depth)
{
    int32_t r;
    for (r = 0; r < rows; ++r) {
        float low, high, largest, inverse;
        qir_range_f32(input + r * depth, depth, &low, &high);
        largest = -low > high ? -low : high;
        inverse = largest == 0.0F ? 0.0F : 127.0F / largest;
        scales[r] = largest == 0.0F ? 1.0F : largest / 127.0F;
        zero_points[r] = 0;
        qir_quantize_f32(input + r * depth, rows_i8 + r * depth, depth, inverse, -127.0F, 127.0F, 0);
    }
}

/* The same of up to QIR_TOGETHER rows that are asymmetric. Where a row has nothing but 0 and NaN, all
   become 0. */
QIR_SHARED void qir_quantize_some_rows(const float *input, int8_t *rows_i8, float *scales,
                                       int32_t *zero_points, int32_t rows, int32_t depth)
{
    float low[QIR_TOGETHER] = {0.0F}, high[QIR_TOGETHER] = {0.0F};
    float single[QIR_TOGETHER], inverse[QIR_TOGETHER], least[QIR_TOGETHER], most[QIR_TOGETHER];
    int32_t zero_point[QIR_TOGETHER];
    int32_t r;
    for (r = 0; r < rows; ++r) {
        qir_range_f32(input + r * depth, depth, &low[r], &high[r]);
    }
    for (r = 0; r < QIR_TOGETHER; ++r) {
        const int32_t is_empty = low[r] == high[r];
        const double scale = is_empty ? 1.0 : (double)(high[r] - low[r]) / 255.0;
        const double of_low = (double)low[r] / scale, of_high = (double)high[r] / scale;
        double zero = 128.0 - of_low < 127.0 + of_high ? -128.0 - of_low : 127.0 - of_high;
        zero = zero > -128.0 ? zero : -128.0;
        zero = zero < 127.0 ? zero : 127.0;
        zero = is_empty ? 0.0 : zero;
        zero_point[r] = (int32_t)(zero < 0.0 ? zero - 0.5 : zero + 0.5);
        single[r] = (float)scale;
        inverse[r] = 1.0F / single[r];
        least[r] = is_empty ? 0.0F : (float)(-128 - zero_point[r]);
        most[r] = is_empty ? 0.0F : (float)(127 - zero_point[r]);
    }
    for (r = 0; r < rows; ++r) {
        scales[r] = single[r];
        zero_points[r] = zero_point[r];
        qir_quantize_f32(input + r * depth, rows_i8 + r * depth, depth, inverse[r], least[r],
                         most[r], zero_point[r]);
    }
}

/* Rows of float32 as int8: each row's least to greatest number, and zero among them, become -128 to
   127. rows_i8[rows][depth], scales[rows], zero_points[rows]; rows_i8 may lie over input. */
QIR_KERNEL void qir_quantize_rows_asymmetric(const float *input, int8_t *rows_i8, float *scales,
                                             int32_t *zero_points, int32_t rows, int32_t depth)
{
    int32_t r;
    for (r = 0; r < rows; r += QIR_TOGETHER) {
        const int32_t count = rows - r < QIR_TOGETHER ? rows - r : QIR_TOGETHER;
        qir_quantize_some_rows(input + r * depth, rows_i8 + r * depth, scales + r, zero_points + r,
                               count, depth);
    }
}
