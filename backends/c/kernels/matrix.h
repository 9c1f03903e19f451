/* Products with a matrix: rows M and H of semantics.md. */

/* output[rows][outputs] = input[rows][depth] times weights[outputs][depth], plus bias[outputs], which
   may be NULL, between low and high. */
QIR_KERNEL void qir_fully_connected_f32(const float *input, const float *weights, const float *bias,
                                        float *output, int32_t rows, int32_t depth, int32_t outputs,
                                        float low, float high)
{
    int32_t r, n, i;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; ++n) {
            const float *x = input + r * depth;
            const float *w = weights + n * depth;
            float sum = 0.0F;
            for (i = 0; i < depth; ++i) {
                sum += x[i] * w[i];
            }
            sum += bias ? bias[n] : 0.0F;
            output[r * outputs + n] = qir_clamp(sum, low, high);
        }
    }
}

/* The same with integers: input[rows][depth] with a scale and a zero point for each row, weights with
   the sum of each row and a scale for each. */
QIR_KERNEL void qir_fully_connected_i8(const int8_t *input, const float *scales,
                                       const int32_t *zero_points, const int8_t *weights,
                                       const int32_t *weight_sums, const float *weight_scales,
                                       const float *bias, float *output, int32_t rows,
                                       int32_t depth, int32_t outputs, float low, float high)
{
    int32_t r, n, i;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; ++n) {
            const int8_t *x = input + r * depth;
            const int8_t *w = weights + n * depth;
            int32_t sum = 0;
            float y;
            for (i = 0; i < depth; ++i) {
                sum += x[i] * w[i];
            }
            sum -= zero_points[r] * weight_sums[n];
            y = (float)sum * (scales[r] * weight_scales[n]);
            y += bias ? bias[n] : 0.0F;
            output[r * outputs + n] = qir_clamp(y, low, high);
        }
    }
}
