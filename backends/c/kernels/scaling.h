/* Products and sums in one go, as a normalization of batches is made of. */

/* output[rows][columns] = input times scale, and to that, which is kept finite, shift added, or
   subtracted from it; between low and high. scale and shift go on by their stride along each axis,
   0 where they are repeated. output may be input, and what is repeated along no axis. */
QIR_KERNEL void qir_scale_shift_f32(const float *input, const float *scale, const float *shift,
                                    float *output, int32_t rows, int32_t columns,
                                    int32_t scale_rows, int32_t scale_columns, int32_t shift_rows,
                                    int32_t shift_columns, int32_t subtract, float low, float high)
{
    const float least = -3.40282347e+38F, most = 3.40282347e+38F;
    int32_t r, c;
    for (r = 0; r < rows; ++r) {
        const float *x = input + r * columns;
        const float *s = scale + r * scale_rows, *t = shift + r * shift_rows;
        float *y = output + r * columns;
        QIR_EACH
        for (c = 0; c < columns; ++c) {
            const float scaled = qir_clamp(x[c] * s[c * scale_columns], least, most);
            const float term = t[c * shift_columns];
            y[c] = qir_clamp(subtract ? scaled - term : scaled + term, low, high);
        }
    }
}
