/* Products of integers for small processors: one function for all sizes, which has the registers for
   itself, and as many instructions as one, however many layers there are. */

/* sums[outputs], of which there are up to QIR_OUTPUTS, plus the products of `rows` times `runs` runs of
   x, `length` numbers each, less their zero point, with those of w; steps are from run to run and,
   w_step, from output to output. */
QIR_SHARED void qir_add_runs_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t rows,
                                int32_t runs, int32_t x_row, int32_t x_run, int32_t w_row,
                                int32_t w_run, int32_t length, int32_t w_step, int32_t *sums,
                                int32_t outputs)
{
    int32_t i, j;
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            const int8_t *of_x = x + i * x_row + j * x_run, *of_w = w + i * w_row + j * w_run;
            if (outputs == QIR_OUTPUTS) {
                qir_add_run_i8(of_x, zero_point, of_w, w_step, length, sums, QIR_OUTPUTS);
            } else {
                int32_t n;
                for (n = 0; n < outputs; ++n) {
                    qir_add_run_i8(of_x, zero_point, of_w + n * w_step, 0, length, sums + n, 1);
                }
            }
        }
    }
}

QIR_KERNEL int32_t qir_dot_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t count)
{
    int32_t sum = 0;
    qir_add_runs_i8(x, zero_point, w, 1, 1, 0, 0, 0, 0, count, 0, &sum, 1);
    return sum;
}

QIR_KERNEL void qir_add_dots_i8(const int8_t *x, int32_t zero_point, const int8_t *w,
                                int32_t w_step, int32_t count, int32_t *sums, int32_t outputs)
{
    qir_add_runs_i8(x, zero_point, w, 1, 1, 0, 0, 0, 0, count, w_step, sums, outputs);
}

QIR_KERNEL void qir_add_windows_i8(const int8_t *x, int32_t zero_point, const int8_t *w,
                                   int32_t rows, int32_t columns, int32_t x_row, int32_t x_column,
                                   int32_t w_row, int32_t w_column, int32_t depth, int32_t w_step,
                                   int32_t *sums, int32_t outputs)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    qir_add_runs_i8(x, zero_point, w, rows, is_joined ? 1 : columns, x_row, x_column, w_row,
                    w_column, is_joined ? columns * depth : depth, w_step, sums, outputs);
}
