/* Vectors of AVX2. It has no exact product of u8 and s8: numbers are widened to 16 bits. */

#define QIR_LANES 8

#define QIR_PANEL 2

#define QIR_GROUP 2

#define QIR_ROWS 6

#define QIR_OFFSET 0

/* Vectors of a line of pixels, and as many of the next, which registers hold beside nine weights. */
#define QIR_PIXELS 2

typedef int32_t qir_i32v __attribute__((vector_size(32)));

typedef float qir_f32v __attribute__((vector_size(32)));

/* Weights, and activations beside them, in 16 bits. */
typedef int16_t qir_w8v __attribute__((vector_size(32)));

typedef int16_t qir_x8v __attribute__((vector_size(32)));

/* The first `count` lanes, or all. */
QIR_KERNEL __m256i qir_lanes(int32_t count)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/* The first `count` numbers, or as many as there are lanes; 0 beyond. */
QIR_KERNEL qir_i32v qir_load_i32v(const int32_t *from, int32_t count)
{
    if (count >= QIR_LANES) {
        return (qir_i32v)_mm256_loadu_si256((const __m256i *)(const void *)from);
    }
    return (qir_i32v)_mm256_maskload_epi32(from, qir_lanes(count));
}

/* The same of floats. */
QIR_KERNEL qir_f32v qir_load_f32v(const float *from, int32_t count)
{
    if (count >= QIR_LANES) {
        return (qir_f32v)_mm256_loadu_ps(from);
    }
    return (qir_f32v)_mm256_maskload_ps(from, qir_lanes(count));
}

/* As many floats as there are lanes. */
QIR_KERNEL qir_f32v qir_load_all_f32v(const float *from)
{
    return (qir_f32v)_mm256_loadu_ps(from);
}

/* a where it is less than b, else b: so of NaN and a number what comes second. */
QIR_KERNEL qir_f32v qir_min_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)_mm256_min_ps((__m256)a, (__m256)b);
}

/* a where it is greater than b, else b. */
QIR_KERNEL qir_f32v qir_max_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)_mm256_max_ps((__m256)a, (__m256)b);
}

/* The least of all lanes, of which none is NaN. */
QIR_KERNEL float qir_least_f32v(qir_f32v value)
{
    __m128 half = _mm_min_ps(_mm256_castps256_ps128((__m256)value),
                             _mm256_extractf128_ps((__m256)value, 1));
    half = _mm_min_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_min_ss(half, _mm_movehdup_ps(half)));
}

/* The greatest of all lanes, of which none is NaN. */
QIR_KERNEL float qir_greatest_f32v(qir_f32v value)
{
    __m128 half = _mm_max_ps(_mm256_castps256_ps128((__m256)value),
                             _mm256_extractf128_ps((__m256)value, 1));
    half = _mm_max_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_max_ss(half, _mm_movehdup_ps(half)));
}

/* Integers, what is behind the point being cut. */
QIR_KERNEL qir_i32v qir_cut_f32v(qir_f32v value)
{
    return (qir_i32v)_mm256_cvttps_epi32((__m256)value);
}

/* Stores the first `count` lanes, or all, as bytes. */
QIR_KERNEL void qir_store_i8v(int8_t *to, qir_i32v value, int32_t count)
{
    const __m128i low = _mm256_castsi256_si128((__m256i)value);
    const __m128i high = _mm256_extracti128_si256((__m256i)value, 1);
    const __m128i words = _mm_packs_epi32(low, high);
    const int64_t bytes = _mm_cvtsi128_si64(_mm_packs_epi16(words, words));
    if (count >= QIR_LANES) {
        memcpy(to, &bytes, sizeof bytes);
    } else {
        memcpy(to, &bytes, (size_t)(count < 0 ? 0 : count));
    }
}

/* Stores the first `count` lanes, or all. */
QIR_KERNEL void qir_store_f32v(float *to, qir_f32v value, int32_t count)
{
    if (count >= QIR_LANES) {
        _mm256_storeu_ps(to, (__m256)value);
    } else {
        _mm256_maskstore_ps(to, qir_lanes(count), (__m256)value);
    }
}

QIR_KERNEL qir_f32v qir_to_f32v(qir_i32v value)
{
    return __builtin_convertvector(value, qir_f32v);
}

/* Between low and high; low where it is NaN. */
QIR_KERNEL qir_f32v qir_clamp_f32v(qir_f32v value, float low, float high)
{
    const __m256 least = _mm256_set1_ps(low), most = _mm256_set1_ps(high);
    return (qir_f32v)_mm256_min_ps(_mm256_max_ps((__m256)value, least), most);
}

/* x y + z, rounded once. */
QIR_KERNEL qir_f32v qir_fma_f32v(qir_f32v x, qir_f32v y, qir_f32v z)
{
    return (qir_f32v)_mm256_fmadd_ps((__m256)x, (__m256)y, (__m256)z);
}

/* As many int8 as there are lanes, as floats. */
QIR_KERNEL qir_f32v qir_load_all_w8_f32v(const int8_t *from)
{
    return (qir_f32v)_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadu_si64(from)));
}

/* A group of weights of each lane. */
QIR_KERNEL qir_w8v qir_load_w8v(const int8_t *from)
{
    return (qir_w8v)_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)from));
}

/* A group of activations of 16 bits, for all lanes. */
QIR_KERNEL qir_x8v qir_spread(const int16_t *from)
{
    int32_t group;
    memcpy(&group, from, sizeof group);
    return (qir_x8v)_mm256_set1_epi32(group);
}

/* Sums plus the products of a group in each lane. */
QIR_KERNEL qir_i32v qir_add_products(qir_i32v sums, qir_x8v x, qir_w8v w)
{
    return sums + (qir_i32v)_mm256_madd_epi16((__m256i)x, (__m256i)w);
}
