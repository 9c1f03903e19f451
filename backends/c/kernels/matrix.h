/* Products with a matrix: rows M and H of semantics.md. */

/* output[rows][outputs] = input[rows][depth] times weights[outputs][depth], plus bias[outputs],
   which may be NULL, between low and high. */
QIR_KERNEL void qir_fully_connected_f32(const float *input, const float *weights, const float *bias,
                                        float *output, int32_t rows, int32_t depth, int32_t outputs,
                                        float low, float high)
{
    int32_t r, n;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; ++n) {
            float sum = qir_dot_f32(input + r * depth, weights + n * depth, depth);
            sum += bias ? bias[n] : 0.0F;
            output[r * outputs + n] = qir_clamp(sum, low, high);
        }
    }
}

/* The same with integer weights and a scale for each output. */
QIR_KERNEL void qir_fully_connected_w8(const float *input, const int8_t *weights,
                                       const float *weight_scales, const float *bias,
                                       float *output, int32_t rows, int32_t depth, int32_t outputs,
                                       float low, float high)
{
    int32_t r, n;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; ++n) {
            float sum = qir_dot_w8(input + r * depth, weights + n * depth, depth);
            sum = sum * weight_scales[n] + (bias ? bias[n] : 0.0F);
            output[r * outputs + n] = qir_clamp(sum, low, high);
        }
    }
}

/* The same with integers: input[rows][depth] with a scale and a zero point for each row, weights
   with the sum of each row and a scale for each; and, before it is bounded, plus what was
   added[rows][outputs], which may be NULL, and which output may lie over. */
QIR_KERNEL void qir_fully_connected_i8(const int8_t *input, const float *scales,
                                       const int32_t *zero_points, const int8_t *weights,
                                       const int32_t *weight_sums, const float *weight_scales,
                                       const float *bias, const float *added, float *output,
                                       int32_t rows, int32_t depth, int32_t outputs, float low,
                                       float high)
{
    int32_t r, n, i, count;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; n += count) {
            int32_t sums[QIR_OUTPUTS] = {0};
            count = qir_at_once(outputs - n);
            qir_add_raised_dots_i8(input + r * depth, weights + n * depth, depth, depth, sums,
                                   count);
            for (i = n; i < n + count; ++i) {
                const int32_t zero = zero_points[r] + QIR_RAISED;
                const int32_t sum = sums[i - n] - zero * weight_sums[i];
                float y = (float)sum * (scales[r] * weight_scales[i]);
                y += bias ? bias[i] : 0.0F;
                y += added ? added[r * outputs + i] : 0.0F;
                output[r * outputs + i] = qir_clamp(y, low, high);
            }
        }
    }
}

/* The same with integers: input[rows][depth] with a scale and a zero point for each row, weights
   with a scale for each of `blocks` equal parts of a row, weight_scales[outputs][blocks], and
   zeros[outputs], what a row's weights add up to as real numbers (rule M9). */
QIR_KERNEL void qir_fully_connected_blocks_i8(const int8_t *input, const float *scales,
                                              const int32_t *zero_points, const int8_t *weights,
                                              const float *weight_scales, const float *zeros,
                                              const float *bias, float *output, int32_t rows,
                                              int32_t depth, int32_t outputs, int32_t blocks,
                                              float low, float high)
{
    const int32_t size = depth / blocks;
    int32_t r, n, i;
    for (r = 0; r < rows; ++r) {
        for (n = 0; n < outputs; ++n) {
            float y = 0.0F;
            for (i = 0; i < blocks; ++i) {
                const int32_t sum = qir_dot_i8(input + r * depth + i * size, 0,
                                               weights + n * depth + i * size, size);
                y += (float)sum * weight_scales[n * blocks + i];
            }
            y = (y - (float)zero_points[r] * zeros[n]) * scales[r];
            y += bias ? bias[n] : 0.0F;
            output[r * outputs + n] = qir_clamp(y, low, high);
        }
    }
}

/* output[outer][middle][inner][rows][columns]: products of matrices of x[...][rows][depth], or
   [depth][rows] where adj_x, with matrices of y[...][depth][columns], or [columns][depth] where
   adj_y. From batch to batch along each axis x and y go on by so many matrices as x_outer to
   y_inner say: by none where they have one for all. */
QIR_KERNEL void qir_batch_matmul_f32(const float *x, const float *y, float *output, int32_t outer,
                                     int32_t middle, int32_t inner, int32_t x_outer,
                                     int32_t x_middle, int32_t x_inner, int32_t y_outer,
                                     int32_t y_middle, int32_t y_inner, int32_t rows,
                                     int32_t depth, int32_t columns, int32_t adj_x, int32_t adj_y)
{
    const int32_t is_dot = adj_y && !adj_x;
    int32_t n, r, c, i;
    for (n = 0; n < outer * middle * inner; ++n) {
        const int32_t o = n / inner / middle, m = n / inner % middle, k = n % inner;
        const float *left = x + (o * x_outer + m * x_middle + k * x_inner) * rows * depth;
        const float *right = y + (o * y_outer + m * y_middle + k * y_inner) * depth * columns;
        for (r = 0; r < rows; ++r) {
            float *out = output + (n * rows + r) * columns;
            for (c = 0; c < columns; ++c) {
                out[c] = is_dot ? qir_dot_f32(left + r * depth, right + c * depth, depth) : 0.0F;
            }
            for (i = 0; i < depth && !is_dot; ++i) {
                const float by = left[adj_x ? i * rows + r : r * depth + i];
                for (c = 0; c < columns; ++c) {
                    out[c] += by * right[adj_y ? c * depth + i : i * columns + c];
                }
            }
        }
    }
}

/* The same with integers y, and scales y_scales[columns], or one for all where scale_step is 0. */
QIR_KERNEL void qir_batch_matmul_w8(const float *x, const int8_t *y, const float *y_scales,
                                    float *output, int32_t outer, int32_t middle, int32_t inner,
                                    int32_t x_outer, int32_t x_middle, int32_t x_inner,
                                    int32_t y_outer, int32_t y_middle, int32_t y_inner,
                                    int32_t rows, int32_t depth, int32_t columns, int32_t adj_x,
                                    int32_t adj_y, int32_t scale_step)
{
    const int32_t is_dot = adj_y && !adj_x;
    int32_t n, r, c, i;
    for (n = 0; n < outer * middle * inner; ++n) {
        const int32_t o = n / inner / middle, m = n / inner % middle, k = n % inner;
        const float *left = x + (o * x_outer + m * x_middle + k * x_inner) * rows * depth;
        const int8_t *right = y + (o * y_outer + m * y_middle + k * y_inner) * depth * columns;
        for (r = 0; r < rows; ++r) {
            float *out = output + (n * rows + r) * columns;
            for (c = 0; c < columns; ++c) {
                out[c] = is_dot ? qir_dot_w8(left + r * depth, right + c * depth, depth) : 0.0F;
            }
            for (i = 0; i < depth && !is_dot; ++i) {
                const float by = left[adj_x ? i * rows + r : r * depth + i];
                for (c = 0; c < columns; ++c) {
                    out[c] += by * (float)right[adj_y ? c * depth + i : i * columns + c];
                }
            }
            for (c = 0; c < columns; ++c) {
                out[c] *= y_scales[c * scale_step];
            }
        }
    }
}

/* The same with integers y, and scales y_scales[columns], or one for all where scale_step is 0, and
   integers x[...][rows][depth], with scales and zero points of rows, of which
   each batch takes those of the batch whose number is the sum of its places along the axes of x
   (M7). */
QIR_KERNEL void qir_batch_matmul_i8(const int8_t *x, const float *x_scales,
                                    const int32_t *zero_points, const int8_t *y,
                                    const float *y_scales, float *output, int32_t outer,
                                    int32_t middle, int32_t inner, int32_t x_outer,
                                    int32_t x_middle, int32_t x_inner, int32_t y_outer,
                                    int32_t y_middle, int32_t y_inner, int32_t rows, int32_t depth,
                                    int32_t columns, int32_t adj_y, int32_t scale_step)
{
    int32_t n, r, c, i, j, at_once;
    for (n = 0; n < outer * middle * inner; ++n) {
        const int32_t o = n / inner / middle, m = n / inner % middle, k = n % inner;
        const int8_t *left = x + (o * x_outer + m * x_middle + k * x_inner) * rows * depth;
        const int8_t *right = y + (o * y_outer + m * y_middle + k * y_inner) * depth * columns;
        const int32_t of_x = (x_outer ? o : 0) + (x_middle ? m : 0) + (x_inner ? k : 0);
        for (r = 0; r < rows; ++r) {
            const float scale = x_scales[of_x * rows + r];
            const int32_t zero_point = zero_points[of_x * rows + r];
            const int8_t *row = left + r * depth;
            float *out = output + (n * rows + r) * columns;
            for (c = 0; c < columns; c += QIR_BLOCK) {
                const int32_t count = columns - c < QIR_BLOCK ? columns - c : QIR_BLOCK;
                int32_t sums[QIR_BLOCK] = {0};
                for (j = 0; adj_y && j < count; j += at_once) {
                    at_once = qir_at_once(count - j);
                    qir_add_dots_i8(row, zero_point, right + (c + j) * depth, depth, depth,
                                    sums + j, at_once);
                }
                for (i = 0; !adj_y && i < depth; ++i) {
                    const int8_t *w = right + i * columns + c;
                    for (j = 0; j < count; ++j) {
                        sums[j] += (row[i] - zero_point) * w[j];
                    }
                }
                for (j = 0; j < count; ++j) {
                    out[c + j] = (float)sums[j] * (scale * y_scales[(c + j) * scale_step]);
                }
            }
        }
    }
}

/* panels[parts][(outputs + lanes - 1) / lanes * lanes * depth] = weights[parts][outputs][depth] as
   machines with vectors read them: for each `width` outputs, or as many vectors of `lanes` as the last
   ones take, their weights of the first number, then of the next; 0 where there is no output. */
QIR_KERNEL void qir_panels_f32(const float *weights, float *panels, int32_t parts, int32_t outputs,
                               int32_t depth, int32_t width, int32_t lanes)
{
    int32_t p, n, i, c;
    for (p = 0; p < parts; ++p) {
        for (n = 0; n < outputs; n += width) {
            const int32_t count = outputs - n < width ? outputs - n : width;
            const int32_t step = (count + lanes - 1) / lanes * lanes;
            for (i = 0; i < depth; ++i) {
                for (c = 0; c < step; ++c) {
                    const int32_t at = (p * outputs + n + c) * depth + i;
                    *panels++ = c < count ? weights[at] : 0.0F;
                }
            }
        }
    }
}
