/* Activation functions: row E of semantics.md. */

/* output[size] = x between two bounds: RELU and its kin; NaN stays. output may be input. */
QIR_KERNEL void qir_clamp_f32(const float *input, float *output, int32_t size, float low,
                              float high)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_clamp(input[i], low, high);
    }
}

/* output[size] = x, or alpha x where x is negative. output may be input. */
QIR_KERNEL void qir_leaky_relu_f32(const float *input, float *output, int32_t size, float alpha)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_choice(input[i] >= 0.0F, input[i], input[i] * alpha);
    }
}

/* output[size] = x, or e^x - 1 where x is negative. output may be input. */
QIR_KERNEL void qir_elu_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_choice(input[i] < 0.0F, qir_expm1(input[i]), input[i]);
    }
}

/* output[size] = x / 6 times x + 3 between 0 and 6. output may be input. */
QIR_KERNEL void qir_hard_swish_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = input[i] * 0.166666672F * qir_clamp(input[i] + 3.0F, 0.0F, 6.0F);
    }
}

/* output[size] = 1 / (1 + e^-x). output may be input. */
QIR_KERNEL void qir_logistic_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_sigmoid(input[i]);
    }
}

/* output[size] = tanh x. output may be input. */
QIR_KERNEL void qir_tanh_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_tanh(input[i]);
    }
}

/* output[size] = x / 2 (1 + erf(x / root of 2)). output may be input. */
QIR_KERNEL void qir_gelu_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        output[i] = qir_gelu(input[i]);
    }
}

/* output[size] = x / 2 (1 + tanh(root of 2 / pi (x + 0.044715 x^3))). output may be input. */
QIR_KERNEL void qir_gelu_tanh_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    QIR_EACH
    for (i = 0; i < size; ++i) {
        const float x = input[i];
        const float inner = 0.797884583F * (x + 0.044715F * x * x * x);
        output[i] = 0.5F * x * (1.0F + qir_tanh(inner));
    }
}
