/* Vectors of floats, on machines that say what qir_f32v and QIR_LANES are. */

/* Before a loop of few turns, as many as literals say: all of them one after the other, so that arrays
   that they go through are registers. */
#if defined(__clang__)
#define QIR_UNROLL _Pragma("clang loop unroll(full)")
#else
#define QIR_UNROLL _Pragma("GCC unroll 32")
#endif

/* One number in all lanes. */
QIR_KERNEL qir_f32v qir_all_f32v(float x)
{
    const qir_f32v zero = {0.0F};
    return x - zero;
}

/* `count` floats from the number `at` of what may be NULL, which is all 0. Nothing is read there, as a
   vector of no lanes may be slow to find out that there is no memory. */
QIR_KERNEL qir_f32v qir_load_given_f32v(const float *from, int32_t at, int32_t count)
{
    if (from) {
        return qir_load_f32v(from + at, count);
    }
    return qir_all_f32v(0.0F);
}

/* Stores all lanes. */
QIR_KERNEL void qir_store_all_f32v(float *to, qir_f32v x)
{
    memcpy(to, &x, sizeof x);
}

/* The first `count` int8, or as many as there are lanes, as floats; 0 beyond. */
QIR_KERNEL qir_f32v qir_load_w8_f32v(const int8_t *from, int32_t count)
{
    int8_t bytes[QIR_LANES] = {0};
    int32_t i;
    for (i = 0; i < count && i < QIR_LANES; ++i) {
        bytes[i] = from[i];
    }
    return qir_load_all_w8_f32v(bytes);
}

/* Between low and high; NaN stays. */
QIR_KERNEL qir_f32v qir_bound_f32v(qir_f32v value, float low, float high)
{
    return qir_min_f32v(qir_all_f32v(high), qir_max_f32v(qir_all_f32v(low), value));
}

/* All lanes added up: halves of them, and again. */
QIR_KERNEL float qir_sum_f32v(qir_f32v x)
{
    float lanes[QIR_LANES];
    int32_t i, k;
    qir_store_all_f32v(lanes, x);
    QIR_UNROLL
    for (k = QIR_LANES / 2; k > 0; k /= 2) {
        QIR_UNROLL
        for (i = 0; i < k; ++i) {
            lanes[i] += lanes[i + k];
        }
    }
    return lanes[0];
}

/* x[count] times w[count], added up. */
QIR_KERNEL float qir_dot_f32(const float *x, const float *w, int32_t count)
{
    const int32_t whole = count / (4 * QIR_LANES) * (4 * QIR_LANES);
    qir_f32v sums[4] = {{0.0F}};
    int32_t i, v;
    for (i = 0; i < whole; i += 4 * QIR_LANES) {
        QIR_UNROLL
        for (v = 0; v < 4; ++v) {
            const int32_t at = i + v * QIR_LANES;
            sums[v] = qir_fma_f32v(qir_load_all_f32v(x + at), qir_load_all_f32v(w + at), sums[v]);
        }
    }
    for (i = whole; i < count; i += QIR_LANES) {
        const qir_f32v of_x = qir_load_f32v(x + i, count - i);
        sums[0] = qir_fma_f32v(of_x, qir_load_f32v(w + i, count - i), sums[0]);
    }
    return qir_sum_f32v((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/* The same of integer weights, before their scale. */
QIR_KERNEL float qir_dot_w8(const float *x, const int8_t *w, int32_t count)
{
    const int32_t whole = count / QIR_LANES * QIR_LANES;
    qir_f32v sums[2] = {{0.0F}};
    int32_t i, v;
    for (i = 0; i + QIR_LANES < whole; i += 2 * QIR_LANES) {
        QIR_UNROLL
        for (v = 0; v < 2; ++v) {
            const int32_t at = i + v * QIR_LANES;
            sums[v] = qir_fma_f32v(qir_load_all_f32v(x + at), qir_load_all_w8_f32v(w + at), sums[v]);
        }
    }
    for (; i < whole; i += QIR_LANES) {
        sums[0] = qir_fma_f32v(qir_load_all_f32v(x + i), qir_load_all_w8_f32v(w + i), sums[0]);
    }
    if (i < count) {
        const qir_f32v rest = qir_load_w8_f32v(w + i, count - i);
        sums[1] = qir_fma_f32v(qir_load_f32v(x + i, count - i), rest, sums[1]);
    }
    return qir_sum_f32v(sums[0] + sums[1]);
}

/* Bits of floats, lane by lane. */
typedef uint32_t qir_u32v __attribute__((vector_size(sizeof(qir_f32v))));

/* -0.5 where it has a sign, else 0.5. */
QIR_KERNEL qir_f32v qir_half_f32v(qir_f32v x)
{
    return (qir_f32v)(((qir_u32v)x & 0x80000000U) | 0x3F000000U);
}

/* Of each lane a where the mask, a comparison, holds, else b. */
QIR_KERNEL qir_f32v qir_choice_f32v(qir_u32v mask, qir_f32v a, qir_f32v b)
{
    return (qir_f32v)(((qir_u32v)a & mask) | ((qir_u32v)b & ~mask));
}
