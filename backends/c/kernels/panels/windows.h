/* Windows of float images, for machines with vectors: sums of products in 8 lanes, of 8 windows. */

#define QIR_WINDOWS 8

typedef float qir_f32x8 __attribute__((vector_size(32)));

typedef int32_t qir_i32x8 __attribute__((vector_size(32)));

QIR_KERNEL qir_f32x8 qir_load_f32x8(const float *from)
{
    qir_f32x8 loaded;
    memcpy(&loaded, from, sizeof loaded);
    return loaded;
}

/* The first `count` numbers, 0 beyond. */
QIR_KERNEL qir_f32x8 qir_load_some_f32x8(const float *from, int32_t count)
{
    float some[8] = {0.0F};
    int32_t i;
    for (i = 0; i < count; ++i) {
        some[i] = from[i];
    }
    return qir_load_f32x8(some);
}

/* The last `count` of 8 numbers, 0 before. */
QIR_KERNEL qir_f32x8 qir_load_last_f32x8(const float *from, int32_t count)
{
    const qir_i32x8 lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    return (qir_f32x8)((qir_i32x8)qir_load_f32x8(from) & (lanes >= 8 - count));
}

/* sums[8]: of the lanes of each of 8 vectors. */
QIR_KERNEL void qir_add_lanes_f32x8(const qir_f32x8 *of, float *sums)
{
    qir_f32x8 quarters[2], total;
    int32_t i;
#pragma GCC unroll 2
    for (i = 0; i < 2; ++i) {
        const qir_f32x8 *x = of + 4 * i;
        const qir_f32x8 a = __builtin_shufflevector(x[0], x[1], 0, 8, 2, 10, 4, 12, 6, 14) +
                            __builtin_shufflevector(x[0], x[1], 1, 9, 3, 11, 5, 13, 7, 15);
        const qir_f32x8 b = __builtin_shufflevector(x[2], x[3], 0, 8, 2, 10, 4, 12, 6, 14) +
                            __builtin_shufflevector(x[2], x[3], 1, 9, 3, 11, 5, 13, 7, 15);
        quarters[i] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
                      __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    }
    total = __builtin_shufflevector(quarters[0], quarters[1], 0, 1, 2, 3, 8, 9, 10, 11) +
            __builtin_shufflevector(quarters[0], quarters[1], 4, 5, 6, 7, 12, 13, 14, 15);
    memcpy(sums, &total, sizeof total);
}

/* sums[QIR_WINDOWS]: qir_window_f32 of as many windows, x_step apart. */
QIR_KERNEL void qir_windows_f32(const float *x, const float *w, float *sums, int32_t x_step,
                                int32_t rows, int32_t columns, int32_t x_row, int32_t x_column,
                                int32_t w_row, int32_t w_column, int32_t depth)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    const int32_t runs = is_joined ? 1 : columns;
    const int32_t length = is_joined ? columns * depth : depth;
    const int32_t whole = length / 8 * 8, rest = length - whole;
    const qir_f32x8 zero = {0.0F};
    qir_f32x8 parts[QIR_WINDOWS];
    int32_t i, j, k, r;
#pragma GCC unroll 8
    for (r = 0; r < QIR_WINDOWS; ++r) {
        parts[r] = zero;
    }
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            const float *from = x + i * x_row + j * x_column, *of = w + i * w_row + j * w_column;
            for (k = 0; k < whole; k += 8) {
                const qir_f32x8 weights = qir_load_f32x8(of + k);
#pragma GCC unroll 8
                for (r = 0; r < QIR_WINDOWS; ++r) {
                    parts[r] += qir_load_f32x8(from + r * x_step + k) * weights;
                }
            }
            if (rest && whole) {
                const qir_f32x8 weights = qir_load_last_f32x8(of + length - 8, rest);
#pragma GCC unroll 8
                for (r = 0; r < QIR_WINDOWS; ++r) {
                    const float *last = from + r * x_step + length - 8;
                    parts[r] += qir_load_last_f32x8(last, rest) * weights;
                }
            } else if (rest) {
                const qir_f32x8 weights = qir_load_some_f32x8(of, rest);
#pragma GCC unroll 8
                for (r = 0; r < QIR_WINDOWS; ++r) {
                    parts[r] += qir_load_some_f32x8(from + r * x_step, rest) * weights;
                }
            }
        }
    }
    qir_add_lanes_f32x8(parts, sums);
}
