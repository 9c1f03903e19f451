/* Vectors of AVX-512, with products of VNNI: u8 times s8, so activations are read 128 higher. */

#define QIR_LANES 16

#define QIR_PANEL 4

#define QIR_GROUP 4

#define QIR_ROWS 6

#define QIR_OFFSET 128

typedef int32_t qir_i32v __attribute__((vector_size(64)));

typedef float qir_f32v __attribute__((vector_size(64)));

/* Weights, and activations beside them. */
typedef qir_i32v qir_w8v;

typedef qir_i32v qir_x8v;

/* The first `count` lanes, or all. */
QIR_KERNEL __mmask16 qir_lanes(int32_t count)
{
    return (__mmask16)(count < 0 ? 0 : count < QIR_LANES ? (1 << count) - 1 : 0xFFFF);
}

/* The first `count` numbers, or as many as there are lanes; 0 beyond. */
QIR_KERNEL qir_i32v qir_load_i32v(const int32_t *from, int32_t count)
{
    return (qir_i32v)_mm512_maskz_loadu_epi32(qir_lanes(count), from);
}

/* The same of floats. */
QIR_KERNEL qir_f32v qir_load_f32v(const float *from, int32_t count)
{
    return (qir_f32v)_mm512_maskz_loadu_ps(qir_lanes(count), from);
}

/* Stores the first `count` lanes, or all. */
QIR_KERNEL void qir_store_f32v(float *to, qir_f32v value, int32_t count)
{
    _mm512_mask_storeu_ps(to, qir_lanes(count), (__m512)value);
}

QIR_KERNEL qir_f32v qir_to_f32v(qir_i32v value)
{
    return __builtin_convertvector(value, qir_f32v);
}

/* Between low and high; low where it is NaN. */
QIR_KERNEL qir_f32v qir_clamp_f32v(qir_f32v value, float low, float high)
{
    const __m512 least = _mm512_set1_ps(low), most = _mm512_set1_ps(high);
    return (qir_f32v)_mm512_min_ps(_mm512_max_ps((__m512)value, least), most);
}

/* A group of weights of each lane. */
QIR_KERNEL qir_w8v qir_load_w8v(const int8_t *from)
{
    return (qir_w8v)_mm512_loadu_si512(from);
}

/* A group of activations, for all lanes. */
QIR_KERNEL qir_x8v qir_spread(const int8_t *from)
{
    int32_t group;
    memcpy(&group, from, sizeof group);
    return ((qir_i32v){0} + group) ^ (int32_t)0x80808080;
}

/* The same of the first `count` of a group, as what is beyond is not there. */
QIR_KERNEL qir_x8v qir_spread_some(const int8_t *from, int32_t count)
{
    int8_t group[QIR_GROUP] = {0};
    int32_t i;
    for (i = 0; i < count; ++i) {
        group[i] = from[i];
    }
    return qir_spread(group);
}

/* Sums plus the products of a group in each lane. */
QIR_KERNEL qir_i32v qir_add_products(qir_i32v sums, qir_x8v x, qir_w8v w)
{
#if defined(__clang__)
    return (qir_i32v)_mm512_dpbusd_epi32((__m512i)sums, (__m512i)x, (__m512i)w);
#else
    /* The intrinsic copies sums that are in registers, in gcc 12. */
    return __builtin_ia32_vpdpbusd_v16si(sums, x, w);
#endif
}
