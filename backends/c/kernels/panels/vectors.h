/* Vectors of floats, on machines that say what qir_f32v and QIR_LANES are. */

/* Before a loop of few turns, as many as literals say: all of them one after the other, so that arrays
   that they go through are registers. */
#if defined(__clang__)
#define QIR_UNROLL _Pragma("clang loop unroll(full)")
#else
#define QIR_UNROLL _Pragma("GCC unroll 32")
#endif

/* The same number in all lanes. */
QIR_KERNEL qir_f32v qir_all_f32v(float x)
{
    return x - (qir_f32v){0};
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
