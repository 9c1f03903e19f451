/* Activation functions on vectors: row E of semantics.md. */

/* output[size] = x between two bounds: RELU and its kin; NaN stays. output may be input. */
QIR_KERNEL void qir_clamp_f32(const float *input, float *output, int32_t size, float low,
                              float high)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        qir_store_f32v(output + i, qir_bound_f32v(x, low, high), size - i);
    }
}

/* output[size] = x / 6 times x + 3 between 0 and 6. output may be input. */
QIR_KERNEL void qir_hard_swish_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        const qir_f32v y = x * 0.166666672F * qir_bound_f32v(x + 3.0F, 0.0F, 6.0F);
        qir_store_f32v(output + i, y, size - i);
    }
}

/* output[size] = 1 / (1 + e^-x). output may be input. */
QIR_KERNEL void qir_logistic_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        qir_store_f32v(output + i, qir_sigmoid_f32v(x), size - i);
    }
}

/* output[size] = tanh x. output may be input. */
QIR_KERNEL void qir_tanh_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        qir_store_f32v(output + i, qir_tanh_f32v(x), size - i);
    }
}

/* output[size] = x / 2 (1 + erf(x / root of 2)). output may be input. */
QIR_KERNEL void qir_gelu_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        qir_store_f32v(output + i, qir_gelu_f32v(qir_load_f32v(input + i, size - i)), size - i);
    }
}

/* output[size] = x / 2 (1 + tanh(root of 2 / pi (x + 0.044715 x^3))). output may be input. */
QIR_KERNEL void qir_gelu_tanh_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        const qir_f32v inner = 0.797884583F * (x + 0.044715F * x * x * x);
        qir_store_f32v(output + i, 0.5F * x * (1.0F + qir_tanh_f32v(inner)), size - i);
    }
}

/* output[size] = e^x. output may be input. */
QIR_KERNEL void qir_exp_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; i += QIR_LANES) {
        const qir_f32v x = qir_load_f32v(input + i, size - i);
        qir_store_f32v(output + i, qir_exp_f32v(x), size - i);
    }
}
