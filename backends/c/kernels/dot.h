/* Sums of products, which the kernels of products and of convolutions are made of. */

/* How many channels kernels take at once that add up each on its own. */
#define QIR_BLOCK 16

/* How many sums of floats kernels add up side by side, as vector units do. With 8, gcc 12 makes code
   for AVX-512 that takes ten times as long. */
#define QIR_SUMS 16

/* x[count] times w[count], added up. */
QIR_KERNEL float qir_dot_f32(const float *x, const float *w, int32_t count)
{
    float sums[QIR_SUMS] = {0.0F}, sum = 0.0F;
    const int32_t whole = count / QIR_SUMS * QIR_SUMS;
    int32_t i, j;
    for (i = 0; i < whole; i += QIR_SUMS) {
        for (j = 0; j < QIR_SUMS; ++j) {
            sums[j] += x[i + j] * w[i + j];
        }
    }
    for (i = whole; i < count; ++i) {
        sum += x[i] * w[i];
    }
    for (j = 0; j < QIR_SUMS / 2; ++j) {
        sum += sums[j] + sums[j + QIR_SUMS / 2];
    }
    return sum;
}

/* The same of integer weights, before their scale. */
QIR_KERNEL float qir_dot_w8(const float *x, const int8_t *w, int32_t count)
{
    float sums[QIR_SUMS] = {0.0F}, sum = 0.0F;
    const int32_t whole = count / QIR_SUMS * QIR_SUMS;
    int32_t i, j;
    for (i = 0; i < whole; i += QIR_SUMS) {
        for (j = 0; j < QIR_SUMS; ++j) {
            sums[j] += x[i + j] * (float)w[i + j];
        }
    }
    for (i = whole; i < count; ++i) {
        sum += x[i] * (float)w[i];
    }
    for (j = 0; j < QIR_SUMS / 2; ++j) {
        sum += sums[j] + sums[j + QIR_SUMS / 2];
    }
    return sum;
}

/* x[count] less its zero point, times w[count], added up. Differences fit in 16 bits, of which
   vector units multiply twice as many at once as of 32. */
QIR_KERNEL int32_t qir_dot_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t count)
{
    const int16_t zero = (int16_t)zero_point;
    int32_t sum = 0, i;
    for (i = 0; i < count; ++i) {
        const int16_t difference = (int16_t)(x[i] - zero);
        sum += difference * (int16_t)w[i];
    }
    return sum;
}

/* What is added to activations before they are multiplied: from plain C gcc makes the products of VNNI,
   which are of numbers without a sign and numbers with one. */
#if defined(__GNUC__) && !defined(__clang__) && (defined(__AVX512VNNI__) || defined(__AVXVNNI__))
#define QIR_RAISED 128
#else
#define QIR_RAISED 0
#endif

/* How many outputs are computed at once, which share what is read of x: a sum of each stays in a
   register. */
#define QIR_OUTPUTS 1

/* So many of those that are left. */
QIR_KERNEL int32_t qir_at_once(int32_t left)
{
    return QIR_OUTPUTS == 1 || left > QIR_OUTPUTS ? QIR_OUTPUTS : left;
}

/* sums[outputs], plus the dot products qir_dot_i8 of x[count] with as many rows of w, w_step apart.
   There are up to QIR_OUTPUTS. */
QIR_KERNEL void qir_add_dots_i8(const int8_t *x, int32_t zero_point, const int8_t *w,
                                int32_t w_step, int32_t count, int32_t *sums, int32_t outputs)
{
    int32_t n;
    for (n = 0; n < outputs; ++n) {
        sums[n] += qir_dot_i8(x, zero_point, w + n * w_step, count);
    }
}

/* The same of x with QIR_RAISED added: so many times the sum of w too much. */
QIR_KERNEL void qir_add_raised_dots_i8(const int8_t *x, const int8_t *w, int32_t w_step,
                                       int32_t count, int32_t *sums, int32_t outputs)
{
#if QIR_RAISED
    int32_t n, i;
    for (n = 0; n < outputs; ++n) {
        const int8_t *row = w + n * w_step;
        int32_t sum = 0;
        for (i = 0; i < count; ++i) {
            const uint8_t raised = (uint8_t)(x[i] + QIR_RAISED);
            sum += raised * row[i];
        }
        sums[n] += sum;
    }
#else
    qir_add_dots_i8(x, 0, w, w_step, count, sums, outputs);
#endif
}
