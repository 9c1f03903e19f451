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
        float greatest = x[0], sum = 0.0F;
        for (i = 1; i < depth; ++i) {
            greatest = x[i] > greatest ? x[i] : greatest;
        }
        for (i = 0; i < depth; ++i) {
            y[i] = qir_exp((x[i] - greatest) * beta);
            sum += y[i];
        }
        for (i = 0; i < depth; ++i) {
            y[i] /= sum;
        }
    }
}
