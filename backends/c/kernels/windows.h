/* What a window sees, activations being channels last. A window that reaches over the edge sees
   zeros there: which of its taps lie inside is worked out once for each position. */

/* Of a window of so many taps, `dilation` apart, that begins at `start` of an axis of `size`:
   how many taps lie inside, the first of them in *tap, and where that lies in *at. */
QIR_KERNEL int32_t qir_taps(int32_t start, int32_t size, int32_t window, int32_t dilation,
                            int32_t *tap, int32_t *at)
{
    const int32_t first = start < 0 ? (dilation - 1 - start) / dilation : 0;
    const int32_t past = start < size ? (size - start + dilation - 1) / dilation : 0;
    const int32_t end = past < window ? past : window;
    *tap = end > first ? first : 0;
    *at = end > first ? start + first * dilation : 0;
    return end > first ? end - first : 0;
}

/* The same of a transposed convolution, where an axis of `size` is spread `stride` apart: which
   taps write to `place`. Taps follow `stride` apart, what they multiply goes back one by one. */
QIR_KERNEL int32_t qir_transposed_taps(int32_t place, int32_t size, int32_t window, int32_t stride,
                                       int32_t *tap, int32_t *at)
{
    const int32_t last = place / stride < size ? place / stride : size - 1;
    const int32_t first = place - last * stride;
    const int32_t count = first < window ? (window - first + stride - 1) / stride : 0;
    *tap = count > 0 ? first : 0;
    *at = count > 0 ? last : 0;
    return count < last + 1 ? count : last + 1;
}

/* Products of what rows * columns taps see, `depth` channels each, with the weights of these taps,
   added up; steps are from tap to tap in x and in w. */
QIR_KERNEL float qir_window_f32(const float *x, const float *w, int32_t rows, int32_t columns,
                                int32_t x_row, int32_t x_column, int32_t w_row, int32_t w_column,
                                int32_t depth)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    const int32_t runs = is_joined ? 1 : columns;
    const int32_t length = is_joined ? columns * depth : depth;
    float sum = 0.0F;
    int32_t i, j;
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            sum += qir_dot_f32(x + i * x_row + j * x_column, w + i * w_row + j * w_column, length);
        }
    }
    return sum;
}

/* The same of integer weights, before their scale. */
QIR_KERNEL float qir_window_w8(const float *x, const int8_t *w, int32_t rows, int32_t columns,
                               int32_t x_row, int32_t x_column, int32_t w_row, int32_t w_column,
                               int32_t depth)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    const int32_t runs = is_joined ? 1 : columns;
    const int32_t length = is_joined ? columns * depth : depth;
    float sum = 0.0F;
    int32_t i, j;
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            sum += qir_dot_w8(x + i * x_row + j * x_column, w + i * w_row + j * w_column, length);
        }
    }
    return sum;
}

/* The same of integers, x less its zero point, added to sums[outputs], of which there are up to
   QIR_OUTPUTS; from the weights of one output to those of the next are w_step. */
QIR_KERNEL void qir_add_windows_i8(const int8_t *x, int32_t zero_point, const int8_t *w,
                                   int32_t rows, int32_t columns, int32_t x_row, int32_t x_column,
                                   int32_t w_row, int32_t w_column, int32_t depth, int32_t w_step,
                                   int32_t *sums, int32_t outputs)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    const int32_t runs = is_joined ? 1 : columns;
    const int32_t length = is_joined ? columns * depth : depth;
    int32_t i, j;
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            qir_add_dots_i8(x + i * x_row + j * x_column, zero_point, w + i * w_row + j * w_column,
                            w_step, length, sums, outputs);
        }
    }
}

/* How many windows are summed up at once, that have the same weights. */
#define QIR_WINDOWS 1

/* sums[QIR_WINDOWS]: qir_window_f32 of as many windows, x_step apart. */
QIR_KERNEL void qir_windows_f32(const float *x, const float *w, float *sums, int32_t x_step,
                                int32_t rows, int32_t columns, int32_t x_row, int32_t x_column,
                                int32_t w_row, int32_t w_column, int32_t depth)
{
    int32_t i;
    for (i = 0; i < QIR_WINDOWS; ++i) {
        sums[i] = qir_window_f32(x + i * x_step, w, rows, columns, x_row, x_column, w_row, w_column,
                                 depth);
    }
}
