/* Vectors of AVX-512, with products of VNNI: u8 times s8, so activations are read 128 higher. */

#define QIR_LANES 16

#define QIR_PANEL 4

#define QIR_GROUP 4

#define QIR_ROWS 6

#define QIR_OFFSET 128

/* Vectors of a line of pixels, and as many of the next, which registers hold beside nine weights. */
#define QIR_PIXELS 4

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
    if (count >= QIR_LANES) {
        return (qir_f32v)_mm512_loadu_ps(from);
    }
    return (qir_f32v)_mm512_maskz_loadu_ps(qir_lanes(count), from);
}

/* As many floats as there are lanes. */
QIR_KERNEL qir_f32v qir_load_all_f32v(const float *from)
{
    return (qir_f32v)_mm512_loadu_ps(from);
}

/* a where it is less than b, else b: so of NaN and a number what comes second. */
QIR_KERNEL qir_f32v qir_min_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)_mm512_min_ps((__m512)a, (__m512)b);
}

/* a where it is greater than b, else b. */
QIR_KERNEL qir_f32v qir_max_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)_mm512_max_ps((__m512)a, (__m512)b);
}

/* The least of all lanes, of which none is NaN. */
QIR_KERNEL float qir_least_f32v(qir_f32v value)
{
    return _mm512_reduce_min_ps((__m512)value);
}

/* The greatest of all lanes, of which none is NaN. */
QIR_KERNEL float qir_greatest_f32v(qir_f32v value)
{
    return _mm512_reduce_max_ps((__m512)value);
}

/* Integers, what is behind the point being cut. */
QIR_KERNEL qir_i32v qir_cut_f32v(qir_f32v value)
{
    return (qir_i32v)_mm512_cvttps_epi32((__m512)value);
}

/* Stores the first `count` lanes, or all, as bytes. */
QIR_KERNEL void qir_store_i8v(int8_t *to, qir_i32v value, int32_t count)
{
    if (count >= QIR_LANES) {
        _mm_storeu_si128((__m128i *)(void *)to, _mm512_cvtepi32_epi8((__m512i)value));
    } else {
        _mm512_mask_cvtepi32_storeu_epi8(to, qir_lanes(count), (__m512i)value);
    }
}

/* Stores the first `count` lanes, or all. */
QIR_KERNEL void qir_store_f32v(float *to, qir_f32v value, int32_t count)
{
    if (count >= QIR_LANES) {
        _mm512_storeu_ps(to, (__m512)value);
    } else {
        /* Slow on Zen 4. */
        _mm512_mask_storeu_ps(to, qir_lanes(count), (__m512)value);
    }
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

/* x y + z, rounded once. */
QIR_KERNEL qir_f32v qir_fma_f32v(qir_f32v x, qir_f32v y, qir_f32v z)
{
    return (qir_f32v)_mm512_fmadd_ps((__m512)x, (__m512)y, (__m512)z);
}

/* As many int8 as there are lanes, as floats. */
QIR_KERNEL qir_f32v qir_load_all_w8_f32v(const int8_t *from)
{
    __m128i bytes;
    memcpy(&bytes, from, sizeof bytes);
    return (qir_f32v)_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
}

/* A group of weights of each lane. */
QIR_KERNEL qir_w8v qir_load_w8v(const int8_t *from)
{
    return (qir_w8v)_mm512_loadu_si512(from);
}

/* A group of activations, for all lanes. */
QIR_KERNEL qir_x8v qir_spread(const int8_t *from)
{
    const qir_i32v zero = {0};
    int32_t group;
    memcpy(&group, from, sizeof group);
    return (zero + group) ^ (int32_t)0x80808080;
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
