/* Softmax and its kin. */

/* Each row of output[rows][depth]: e^(beta (x - greatest of the row)) over their sum. output may be
   input. */
QIR_KERNEL void qir_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth,
                                float beta)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        const float greatest = qir_greatest(x, depth, -INFINITY);
        float inverse;
        QIR_EACH
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
        const float greatest = qir_greatest(x, depth, -INFINITY);
        float sum = 0.0F, log;
        for (i = 0; i < depth; ++i) {
            sum += qir_exp(x[i] - greatest);
        }
        log = qir_log(sum);
        QIR_EACH
        for (i = 0; i < depth; ++i) {
            y[i] = x[i] - greatest - log;
        }
    }
}

/* Each row of output[rows][depth]: x over the root of the sum of squares of the row, or over 10^-6
   if that is more. output may be input. */
QIR_KERNEL void qir_l2_normalization_f32(const float *input, float *output, int32_t rows,
                                         int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        float norm = qir_sqrt(qir_sum_of_squares(x, depth));
        norm = norm < 1.0e-6F ? 1.0e-6F : norm;
        QIR_EACH
        for (i = 0; i < depth; ++i) {
            y[i] = x[i] / norm;
        }
    }
}

/* output[rows][depth] = x (bias + alpha s)^-beta, s being the sum of squares of the elements of the
   row that are up to radius away. */
QIR_KERNEL void qir_local_response_normalization_f32(const float *input, float *output,
                                                     int32_t rows, int32_t depth, int32_t radius,
                                                     float bias, float alpha, float beta)
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

/* Each row of output[rows][depth]: x less the mean m of the row, over the root of the mean of
   (x - m)^2 plus epsilon; times gamma[depth], plus beta[depth], either of which may be NULL. output
   may be input. */
QIR_KERNEL void qir_layer_norm_f32(const float *input, const float *gamma, const float *beta,
                                   float *output, int32_t rows, int32_t depth, float epsilon)
{
    int32_t r, i;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * depth;
        float *y = output + r * depth;
        const float mean = qir_sum(x, depth) / (float)depth;
        float inverse;
        QIR_EACH
        for (i = 0; i < depth; ++i) {
            y[i] = x[i] - mean;
        }
        inverse = 1.0F / qir_sqrt(qir_sum_of_squares(y, depth) / (float)depth + epsilon);
        for (i = 0; i < depth; ++i) {
            y[i] = y[i] * inverse;
        }
        for (i = 0; gamma && i < depth; ++i) {
            y[i] = y[i] * gamma[i];
        }
        for (i = 0; beta && i < depth; ++i) {
            y[i] = y[i] + beta[i];
        }
    }
}
