/* Softmax and its kin. */

/* The greatest of x[count], less than which no number is looked at; NaNs are passed over. */
QIR_KERNEL float qir_greatest(const float *x, int32_t count)
{
    float lanes[16], greatest = -INFINITY;
    int32_t i, k;
    const int32_t whole = count - count % 16;
    for (k = 0; k < 16; ++k) {
        lanes[k] = -INFINITY;
    }
    for (i = 0; i < whole; i += 16) {
        for (k = 0; k < 16; ++k) {
            lanes[k] = x[i + k] > lanes[k] ? x[i + k] : lanes[k];
        }
    }
    for (k = 0; k < 16; ++k) {
        greatest = lanes[k] > greatest ? lanes[k] : greatest;
    }
    for (i = whole; i < count; ++i) {
        greatest = x[i] > greatest ? x[i] : greatest;
    }
    return greatest;
}

/* Each row of output[rows][depth]: e^(beta (x - greatest of the row)) over their sum. output may be
   input. */
QIR_KERNEL void qir_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth,
                                float beta)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        const float greatest = qir_greatest(x, depth);
        float inverse;
        for (i = 0; i < depth; ++i) {
            y[i] = qir_exp((x[i] - greatest) * beta);
        }
        inverse = 1.0F / qir_sum(y, depth);
        for (i = 0; i < depth; ++i) {
            y[i] *= inverse;
        }
    }
}

/* Each row of output[rows][depth]: x - greatest of the row - log of the sum of e^(x - greatest).
   output may be input. */
QIR_KERNEL void qir_log_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        const float greatest = qir_greatest(x, depth);
        float sum = 0.0F, log;
        for (i = 0; i < depth; ++i) {
            sum += qir_exp(x[i] - greatest);
        }
        log = qir_log(sum);
        for (i = 0; i < depth; ++i) {
            y[i] = x[i] - greatest - log;
        }
    }
}

/* Each row of output[rows][depth]: x over the root of the sum of squares of the row, which counts as
   10^-6 at least. output may be input. */
QIR_KERNEL void qir_l2_normalization_f32(const float *input, float *output, int32_t rows,
                                         int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        float sum = 0.0F, norm;
        for (i = 0; i < depth; ++i) {
            sum += x[i] * x[i];
        }
        norm = qir_sqrt(sum);
        norm = norm < 1.0e-6F ? 1.0e-6F : norm;
        for (i = 0; i < depth; ++i) {
            y[i] = x[i] / norm;
        }
    }
}

/* output[rows][depth] = x (bias + alpha (sum of squares of the elements of the row within radius))^-beta. */
QIR_KERNEL void qir_local_response_normalization_f32(const float *input, float *output, int32_t rows,
                                                     int32_t depth, int32_t radius, float bias,
                                                     float alpha, float beta)
{
    int32_t r, i, k;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        for (i = 0; i < depth; ++i) {
            const int32_t first = i > radius ? i - radius : 0;
            const int32_t end = i < depth - radius ? i + radius + 1 : depth;
            float sum = 0.0F;
            for (k = first; k < end; ++k) {
                sum += alpha * (x[k] * x[k]);
            }
            y[i] = x[i] * qir_pow(bias + sum, -beta);
        }
    }
}
