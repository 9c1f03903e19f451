/* Vectors of 64-bit Arm, which reads activations as they are. */

#define QIR_LANES 4

#define QIR_PANEL 4

#define QIR_OFFSET 0

/* Vectors of a line of pixels, and as many of the next, which registers hold beside nine weights. */
#define QIR_PIXELS 4

typedef int32_t qir_i32v __attribute__((vector_size(16)));

typedef float qir_f32v __attribute__((vector_size(16)));

/* Weights, and activations beside them. */
typedef int8_t qir_w8v __attribute__((vector_size(16)));

typedef qir_w8v qir_x8v;

/* As many floats as there are lanes. */
QIR_KERNEL qir_f32v qir_load_all_f32v(const float *from)
{
    qir_f32v all;
    memcpy(&all, from, sizeof all);
    return all;
}

/* The first `count` floats, or as many as there are lanes; 0 beyond. */
QIR_KERNEL qir_f32v qir_load_f32v(const float *from, int32_t count)
{
    qir_f32v some = {0.0F};
    if (count >= QIR_LANES) {
        return qir_load_all_f32v(from);
    }
    if (count > 0) {
        some[0] = from[0];
    }
    if (count > 1) {
        some[1] = from[1];
    }
    if (count > 2) {
        some[2] = from[2];
    }
    return some;
}

/* The same of integers. */
QIR_KERNEL qir_i32v qir_load_i32v(const int32_t *from, int32_t count)
{
    qir_i32v some = {0};
    if (count >= QIR_LANES) {
        memcpy(&some, from, sizeof some);
        return some;
    }
    if (count > 0) {
        some[0] = from[0];
    }
    if (count > 1) {
        some[1] = from[1];
    }
    if (count > 2) {
        some[2] = from[2];
    }
    return some;
}

/* Stores the first `count` lanes, or all. */
QIR_KERNEL void qir_store_f32v(float *to, qir_f32v value, int32_t count)
{
    if (count >= QIR_LANES) {
        memcpy(to, &value, sizeof value);
        return;
    }
    if (count > 0) {
        to[0] = value[0];
    }
    if (count > 1) {
        to[1] = value[1];
    }
    if (count > 2) {
        to[2] = value[2];
    }
}

/* Stores the first `count` lanes, or all, as bytes. */
QIR_KERNEL void qir_store_i8v(int8_t *to, qir_i32v value, int32_t count)
{
    const int16x4_t halves = vmovn_s32((int32x4_t)value);
    const int8x8_t bytes = vmovn_s16(vcombine_s16(halves, halves));
    if (count >= QIR_LANES) {
        memcpy(to, &bytes, QIR_LANES);
        return;
    }
    if (count > 0) {
        to[0] = vget_lane_s8(bytes, 0);
    }
    if (count > 1) {
        to[1] = vget_lane_s8(bytes, 1);
    }
    if (count > 2) {
        to[2] = vget_lane_s8(bytes, 2);
    }
}

/* a where it is less than b, else b: so of NaN and a number what comes second. */
QIR_KERNEL qir_f32v qir_min_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)vbslq_f32(vcltq_f32((float32x4_t)a, (float32x4_t)b), (float32x4_t)a,
                               (float32x4_t)b);
}

/* a where it is greater than b, else b. */
QIR_KERNEL qir_f32v qir_max_f32v(qir_f32v a, qir_f32v b)
{
    return (qir_f32v)vbslq_f32(vcgtq_f32((float32x4_t)a, (float32x4_t)b), (float32x4_t)a,
                               (float32x4_t)b);
}

/* The least of all lanes, of which none is NaN. */
QIR_KERNEL float qir_least_f32v(qir_f32v value)
{
    return vminvq_f32((float32x4_t)value);
}

/* The greatest of all lanes, of which none is NaN. */
QIR_KERNEL float qir_greatest_f32v(qir_f32v value)
{
    return vmaxvq_f32((float32x4_t)value);
}

/* Integers, what is behind the point being cut. */
QIR_KERNEL qir_i32v qir_cut_f32v(qir_f32v value)
{
    return (qir_i32v)vcvtq_s32_f32((float32x4_t)value);
}

QIR_KERNEL qir_f32v qir_to_f32v(qir_i32v value)
{
    return (qir_f32v)vcvtq_f32_s32((int32x4_t)value);
}

/* Between low and high; low where it is NaN. */
QIR_KERNEL qir_f32v qir_clamp_f32v(qir_f32v value, float low, float high)
{
    const float32x4_t most = vdupq_n_f32(high);
    return (qir_f32v)vminq_f32(vmaxnmq_f32((float32x4_t)value, vdupq_n_f32(low)), most);
}

/* x y + z, rounded once. */
QIR_KERNEL qir_f32v qir_fma_f32v(qir_f32v x, qir_f32v y, qir_f32v z)
{
    return (qir_f32v)vfmaq_f32((float32x4_t)z, (float32x4_t)x, (float32x4_t)y);
}

/* As many int8 as there are lanes, as floats. */
QIR_KERNEL qir_f32v qir_load_all_w8_f32v(const int8_t *from)
{
    int32_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    return (qir_f32v)vcvtq_f32_s32(
        vmovl_s16(vget_low_s16(vmovl_s8(vreinterpret_s8_s32(vdup_n_s32(bytes))))));
}

/* Weights as they lie in memory. */
QIR_KERNEL qir_w8v qir_load_w8v(const int8_t *from)
{
    qir_w8v all;
    memcpy(&all, from, sizeof all);
    return all;
}
