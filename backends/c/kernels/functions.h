/* Functions of one tensor, element by element. */

/* output[size] = the magnitude of x. output may be input. */
QIR_KERNEL void qir_abs_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_abs(input[i]);
    }
}

/* output[size] = -x. output may be input. */
QIR_KERNEL void qir_neg_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = -input[i];
    }
}

/* output[size] = x^2. output may be input. */
QIR_KERNEL void qir_square_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = input[i] * input[i];
    }
}

/* output[size] = 1, 0 or -1 as x is positive, zero or negative; NaN stays. output may be input. */
QIR_KERNEL void qir_sign_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        const float x = input[i];
        output[i] = qir_choice(x == x, (float)((x > 0.0F) - (x < 0.0F)), x);
    }
}

/* output[size] = the square root of x. output may be input. */
QIR_KERNEL void qir_sqrt_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_sqrt(input[i]);
    }
}

/* output[size] = 1 over the square root of x. output may be input. */
QIR_KERNEL void qir_rsqrt_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = 1.0F / qir_sqrt(input[i]);
    }
}

/* output[size] = e^x. output may be input. */
QIR_KERNEL void qir_exp_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_exp(input[i]);
    }
}

/* output[size] = the natural logarithm of x. output may be input. */
QIR_KERNEL void qir_log_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_log(input[i]);
    }
}

/* output[size] = the sine of x. output may be input. */
QIR_KERNEL void qir_sin_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_sine(input[i], 0);
    }
}

/* output[size] = the cosine of x. output may be input. */
QIR_KERNEL void qir_cos_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_sine(input[i], 1);
    }
}

/* output[size] = the greatest integer up to x. output may be input. */
QIR_KERNEL void qir_floor_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_floor(input[i]);
    }
}

/* output[size] = the least integer from x on. output may be input. */
QIR_KERNEL void qir_ceil_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = -qir_floor(-input[i]);
    }
}

/* output[size] = the nearest integer, of two the even one. output may be input. */
QIR_KERNEL void qir_round_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_round(input[i]);
    }
}

/* output[size] = the magnitude of x; that of -2^31 wraps around. output may be input. */
QIR_KERNEL void qir_abs_i32(const int32_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = input[i] < 0 ? (int32_t)(0U - (uint32_t)input[i]) : input[i];
    }
}

/* output[size] = -x; that of -2^31 wraps around. output may be input. */
QIR_KERNEL void qir_neg_i32(const int32_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = (int32_t)(0U - (uint32_t)input[i]);
    }
}

/* output[size] = 1, 0 or -1 as x is positive, zero or negative. output may be input. */
QIR_KERNEL void qir_sign_i32(const int32_t *input, int32_t *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = (input[i] > 0) - (input[i] < 0);
    }
}

/* output[size] = -x; that of -2^63 wraps around. output may be input. */
QIR_KERNEL void qir_neg_i64(const int64_t *input, int64_t *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = (int64_t)(0U - (uint64_t)input[i]);
    }
}

/* output[size] = 1 where x is 0, else 0. output may be input. */
QIR_KERNEL void qir_not_u8(const uint8_t *input, uint8_t *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = input[i] == 0;
    }
}
