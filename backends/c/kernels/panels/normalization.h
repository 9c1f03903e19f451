/* Softmax by vectors. */

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
        for (i = 0; i < depth; i += QIR_LANES) {
            const qir_f32v scaled = (qir_load_f32v(x + i, depth - i) - greatest) * beta;
            qir_store_f32v(y + i, qir_exp_f32v(scaled), depth - i);
        }
        inverse = 1.0F / qir_sum(y, depth);
        for (i = 0; i < depth; i += QIR_LANES) {
            qir_store_f32v(y + i, qir_load_f32v(y + i, depth - i) * inverse, depth - i);
        }
    }
}
