/* Products of float activations, with weights that are floats or int8, by the tile of tile.h: rows M and
   C of semantics.md. Weights lie in panels with one product in a lane: of each panel of QIR_WIDTH
   outputs, or as many vectors as it takes, a row of weights for each number of a row of x. */

/* What all rows of a product share. A row of x is tap_rows of tap_columns of depth numbers, row_step and
   column_step apart, and x_next from one number to the next; the next row begins x_step later. Weights
   of the next number lie w_step later, those of the next row of taps w_row later. bias, which may be
   NULL, and scales of integers are of the first output; a row of results has y_step floats. Where
   is_added, results are added to what is there. */
typedef struct qir_float_product {
    const float *scales, *bias;
    int32_t tap_rows, tap_columns, row_step, column_step, depth, x_next;
    int32_t w_step, w_row, x_step, y_step, is_added;
    float low, high;
} qir_float_product;

/* A vector of weights: floats, or integers where there are no floats. */
QIR_KERNEL qir_f32v qir_load_weights(const float *weights, const int8_t *integers, int32_t at)
{
    return weights ? qir_load_all_f32v(weights + at) : qir_load_all_w8_f32v(integers + at);
}

/* Results of `rows` rows from x on, for `vectors` vectors of outputs from n on, of which there are
   `columns`, and whose weights begin here. */
QIR_KERNEL void qir_float_rows(const qir_float_product *p, const float *x, const float *weights,
                               const int8_t *integers, float *y, int32_t n, int32_t columns,
                               const int32_t rows, const int32_t vectors)
{
    qir_f32v sums[QIR_ROWS][QIR_PANEL];
    int32_t i, j, k, r, v;
    QIR_UNROLL
    for (r = 0; r < rows; ++r) {
        QIR_UNROLL
        for (v = 0; v < vectors; ++v) {
            const float *there = y + r * p->y_step + n + v * QIR_LANES;
            sums[r][v] = qir_all_f32v(0.0F);
            if (p->is_added) {
                sums[r][v] = qir_load_f32v(there, columns - v * QIR_LANES);
            }
        }
    }
    for (i = 0; i < p->tap_rows; ++i) {
        int32_t w = i * p->w_row;
        for (j = 0; j < p->tap_columns; ++j) {
            const float *from = x + i * p->row_step + j * p->column_step;
            for (k = 0; k < p->depth; ++k, w += p->w_step, from += p->x_next) {
                qir_f32v of[QIR_PANEL];
                QIR_UNROLL
                for (v = 0; v < vectors; ++v) {
                    of[v] = qir_load_weights(weights, integers, w + v * QIR_LANES);
                }
                QIR_UNROLL
                for (r = 0; r < rows; ++r) {
                    const qir_f32v spread = qir_all_f32v(from[r * p->x_step]);
                    QIR_UNROLL
                    for (v = 0; v < vectors; ++v) {
                        sums[r][v] = qir_fma_f32v(spread, of[v], sums[r][v]);
                    }
                }
            }
        }
    }
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        const int32_t at = n + v * QIR_LANES, count = columns - v * QIR_LANES;
        const qir_f32v bias = qir_load_given_f32v(p->bias, at, count);
        qir_f32v scale = qir_all_f32v(1.0F);
        if (!weights) {
            scale = qir_load_f32v(p->scales + at, count);
        }
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            const qir_f32v real = (weights ? sums[r][v] : sums[r][v] * scale) + bias;
            qir_store_f32v(y + r * p->y_step + at, qir_bound_f32v(real, p->low, p->high), count);
        }
    }
}

/* The same with any number of `columns` up to those of a panel. */
QIR_KERNEL void qir_float_columns(const qir_float_product *p, const float *x, const float *weights,
                                  const int8_t *integers, float *y, int32_t n, int32_t columns,
                                  const int32_t rows)
{
    if (columns >= QIR_WIDTH) {
        /* Of all lanes: nothing is to be left out. */
        qir_float_rows(p, x, weights, integers, y, n, QIR_WIDTH, rows, QIR_PANEL);
        return;
    }
#if QIR_PANEL > 2
    if (columns > 3 * QIR_LANES) {
        qir_float_rows(p, x, weights, integers, y, n, columns, rows, 4);
        return;
    }
    if (columns > 2 * QIR_LANES) {
        qir_float_rows(p, x, weights, integers, y, n, columns, rows, 3);
        return;
    }
#endif
    if (columns > QIR_LANES) {
        qir_float_rows(p, x, weights, integers, y, n, columns, rows, 2);
    } else {
        qir_float_rows(p, x, weights, integers, y, n, columns, rows, 1);
    }
}

/* The same with any number of rows up to QIR_ROWS. */
QIR_KERNEL void qir_float_tile(const qir_float_product *p, const float *x, const float *weights,
                               const int8_t *integers, float *y, int32_t n, int32_t columns,
                               int32_t rows)
{
    switch (rows) {
    case 1: qir_float_columns(p, x, weights, integers, y, n, columns, 1); break;
#if QIR_ROWS > 2
    case 2: qir_float_columns(p, x, weights, integers, y, n, columns, 2); break;
#endif
#if QIR_ROWS > 3
    case 3: qir_float_columns(p, x, weights, integers, y, n, columns, 3); break;
#endif
#if QIR_ROWS > 4
    case 4: qir_float_columns(p, x, weights, integers, y, n, columns, 4); break;
#endif
#if QIR_ROWS > 5
    case 5: qir_float_columns(p, x, weights, integers, y, n, columns, 5); break;
#endif
    default: qir_float_columns(p, x, weights, integers, y, n, columns, QIR_ROWS); break;
    }
}

/* qir_float_tile of float weights. */
QIR_SHARED void qir_tile_f32(const qir_float_product *p, const float *x, const float *weights,
                             float *y, int32_t n, int32_t columns, int32_t rows)
{
    qir_float_tile(p, x, weights, NULL, y, n, columns, rows);
}

/* qir_float_tile of integer weights. */
QIR_SHARED void qir_tile_w8(const qir_float_product *p, const float *x, const int8_t *integers,
                            float *y, int32_t n, int32_t columns, int32_t rows)
{
    qir_float_tile(p, x, NULL, integers, y, n, columns, rows);
}

/* Results of any number of rows, for outputs from n to n + columns, at most a panel, whose weights begin
   at the number w of those that are not NULL. */
QIR_KERNEL void qir_float_panel(const qir_float_product *p, const float *x, const float *weights,
                                const int8_t *integers, int32_t w, float *y, int32_t n,
                                int32_t columns, int32_t rows)
{
    const int32_t tiles = (rows + QIR_ROWS - 1) / QIR_ROWS;
    int32_t tile, at = 0;
    for (tile = 0; tile < tiles; ++tile) {
        const int32_t count = rows / tiles + (tile < rows % tiles);
        if (weights) {
            qir_tile_f32(p, x + at * p->x_step, weights + w, y + at * p->y_step, n, columns, count);
        } else {
            qir_tile_w8(p, x + at * p->x_step, integers + w, y + at * p->y_step, n, columns, count);
        }
        at += count;
    }
}

/* qir_fully_connected_f32 or _w8. */
QIR_KERNEL void qir_float_fully_connected(const float *input, const float *weights,
                                          const int8_t *integers, const float *scales,
                                          const float *bias, float *output, int32_t rows,
                                          int32_t depth, int32_t outputs, float low, float high)
{
    int32_t n;
    qir_float_product p;
    p.scales = scales;
    p.bias = bias;
    p.tap_rows = p.tap_columns = p.x_next = 1;
    p.row_step = p.column_step = p.w_row = p.is_added = 0;
    p.depth = p.x_step = depth;
    p.y_step = outputs;
    p.low = low;
    p.high = high;
    for (n = 0; n < outputs; n += QIR_WIDTH) {
        const int32_t columns = outputs - n < QIR_WIDTH ? outputs - n : QIR_WIDTH;
        p.w_step = (columns + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
        qir_float_panel(&p, input, weights, integers, n * depth, output, n, columns, rows);
    }
}

/* output[rows][outputs] = input[rows][depth] times weights[outputs][depth], which lie in panels, plus
   bias[outputs], which may be NULL, between low and high. */
QIR_KERNEL void qir_fully_connected_f32(const float *input, const float *weights, const float *bias,
                                        float *output, int32_t rows, int32_t depth, int32_t outputs,
                                        float low, float high)
{
    qir_float_fully_connected(input, weights, NULL, NULL, bias, output, rows, depth, outputs, low,
                              high);
}

/* The same with integer weights and a scale for each output. */
QIR_KERNEL void qir_fully_connected_w8(const float *input, const int8_t *weights,
                                       const float *weight_scales, const float *bias,
                                       float *output, int32_t rows, int32_t depth, int32_t outputs,
                                       float low, float high)
{
    qir_float_fully_connected(input, NULL, weights, weight_scales, bias, output, rows, depth, outputs,
                              low, high);
}

/* Results of one group and one panel of a convolution: outputs from n to n + columns. */
QIR_KERNEL void qir_float_windows(const qir_float_product *all, const float *image,
                                  const float *weights, const int8_t *integers, int32_t w, float *y,
                                  int32_t n, int32_t columns, int32_t height, int32_t width,
                                  int32_t channels, int32_t out_height, int32_t out_width,
                                  int32_t filter_height, int32_t filter_width, int32_t stride_h,
                                  int32_t stride_w, int32_t dilation_h, int32_t dilation_w,
                                  int32_t pad_top, int32_t pad_left)
{
    const int32_t is_joined = all->tap_columns == 1 && filter_width > 1;
    const int32_t tap = is_joined ? all->depth / filter_width : all->depth;
    const int32_t reach = (filter_width - 1) * dilation_w;
    int32_t oy, ox;
    for (oy = 0; oy < out_height; ++oy) {
        int32_t ty, y0;
        qir_float_product p = *all;
        p.tap_rows = qir_taps(oy * stride_h - pad_top, height, filter_height, dilation_h, &ty, &y0);
        for (ox = 0; ox < out_width;) {
            const int32_t start = ox * stride_w - pad_left;
            int32_t count = 1, seen, tx, x0;
            if (start >= 0 && start + reach < width) {
                /* As many as see all taps of a row. */
                count = (width - 1 - reach - start) / stride_w + 1;
                count = count < out_width - ox ? count : out_width - ox;
            }
            seen = qir_taps(start, width, filter_width, dilation_w, &tx, &x0);
            if (is_joined) {
                p.depth = seen * tap;
            } else {
                p.tap_columns = seen;
            }
            qir_float_panel(&p, image + (y0 * width + x0) * channels, weights, integers,
                            w + ty * p.w_row + tx * tap * p.w_step,
                            y + (oy * out_width + ox) * p.y_step, n, columns, count);
            ox += count;
        }
    }
}

/* qir_conv_2d_f32 or _w8. */
QIR_KERNEL void qir_float_conv_2d(const float *input, const float *weights, const int8_t *integers,
                                  const float *scales, const float *bias, float *output,
                                  int32_t batch, int32_t height, int32_t width, int32_t channels,
                                  int32_t out_height, int32_t out_width, int32_t outputs,
                                  int32_t groups, int32_t filter_height, int32_t filter_width,
                                  int32_t stride_h, int32_t stride_w, int32_t dilation_h,
                                  int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
                                  float high)
{
    const int32_t depth = channels / groups, filters = outputs / groups;
    const int32_t deep = filter_height * filter_width * depth;
    const int32_t padded = (filters + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
    const int32_t is_pointwise = filter_height * filter_width * stride_h * stride_w * groups == 1;
    const int32_t is_joined = groups == 1 && dilation_w == 1;
    int32_t b, g, n;
    qir_float_product p;
    if (is_pointwise && pad_top == 0 && pad_left == 0 && out_height == height && out_width == width) {
        qir_float_fully_connected(input, weights, integers, scales, bias, output,
                                  batch * height * width, depth, outputs, low, high);
        return;
    }
    p.tap_columns = is_joined ? 1 : filter_width;
    p.depth = is_joined ? filter_width * depth : depth;
    p.row_step = dilation_h * width * channels;
    p.column_step = dilation_w * channels;
    p.x_next = 1;
    p.is_added = 0;
    p.x_step = stride_w * channels;
    p.y_step = outputs;
    p.low = low;
    p.high = high;
    for (b = 0; b < batch; ++b) {
        for (g = 0; g < groups; ++g) {
            const float *image = input + b * height * width * channels + g * depth;
            float *y = output + b * out_height * out_width * outputs + g * filters;
            p.scales = scales ? scales + g * filters : NULL;
            p.bias = bias ? bias + g * filters : NULL;
            for (n = 0; n < filters; n += QIR_WIDTH) {
                const int32_t columns = filters - n < QIR_WIDTH ? filters - n : QIR_WIDTH;
                p.w_step = (columns + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
                p.w_row = filter_width * depth * p.w_step;
                qir_float_windows(&p, image, weights, integers, (g * padded + n) * deep, y, n,
                                  columns, height, width, channels, out_height, out_width,
                                  filter_height, filter_width, stride_h, stride_w, dilation_h,
                                  dilation_w, pad_top, pad_left);
            }
        }
    }
}

/* output[batch][out_height][out_width][outputs] = input[batch][height][width][channels] under
   weights[outputs][filter_height][filter_width][channels / groups], which lie in panels, plus
   bias[outputs], which may be NULL, between low and high. Each group of channels has outputs / groups
   filters of its own. */
QIR_KERNEL void qir_conv_2d_f32(const float *input, const float *weights, const float *bias,
                                float *output, int32_t batch, int32_t height, int32_t width,
                                int32_t channels, int32_t out_height, int32_t out_width,
                                int32_t outputs, int32_t groups, int32_t filter_height,
                                int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
                                int32_t pad_left, float low, float high)
{
    qir_float_conv_2d(input, weights, NULL, NULL, bias, output, batch, height, width, channels,
                      out_height, out_width, outputs, groups, filter_height, filter_width, stride_h,
                      stride_w, dilation_h, dilation_w, pad_top, pad_left, low, high);
}

/* The same with integer weights and a scale for each output. */
QIR_KERNEL void qir_conv_2d_w8(const float *input, const int8_t *weights,
                               const float *weight_scales, const float *bias, float *output,
                               int32_t batch, int32_t height, int32_t width, int32_t channels,
                               int32_t out_height, int32_t out_width, int32_t outputs,
                               int32_t groups, int32_t filter_height, int32_t filter_width,
                               int32_t stride_h, int32_t stride_w, int32_t dilation_h,
                               int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
                               float high)
{
    qir_float_conv_2d(input, NULL, weights, weight_scales, bias, output, batch, height, width,
                      channels, out_height, out_width, outputs, groups, filter_height, filter_width,
                      stride_h, stride_w, dilation_h, dilation_w, pad_top, pad_left, low, high);
}

/* Floats of a matrix that are laid out in a panel at once. */
#define QIR_LAID_OUT 4096

/* panel[depth][step]: columns of y, from the first one here, the next of which lie column_step later, and
   the numbers of each row_step; 0 after them. */
QIR_SHARED void qir_lay_out_panel(const float *y, float *panel, int32_t depth, int32_t columns,
                                  int32_t step, int32_t row_step, int32_t column_step)
{
    int32_t i, c;
    for (c = 0; c < columns; ++c) {
        for (i = 0; i < depth; ++i) {
            panel[i * step + c] = y[c * column_step + i * row_step];
        }
    }
    for (i = 0; i < depth; ++i) {
        for (c = columns; c < step; ++c) {
            panel[i * step + c] = 0.0F;
        }
    }
}

/* A product of two matrices as qir_batch_matmul_f32 has it, columns of y being laid out in panels. */
QIR_SHARED void qir_matmul_laid_out(const qir_float_product *product, const float *x, const float *y,
                                    float *output, int32_t rows, int32_t depth, int32_t columns,
                                    int32_t row_step, int32_t column_step)
{
    float panel[QIR_LAID_OUT];
    qir_float_product p = *product;
    int32_t n, i;
    for (n = 0; n < columns; n += QIR_WIDTH) {
        const int32_t count = columns - n < QIR_WIDTH ? columns - n : QIR_WIDTH;
        const int32_t step = (count + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
        const int32_t most = QIR_LAID_OUT / step;
        p.w_step = step;
        for (i = 0; i < depth; i += most) {
            p.depth = depth - i < most ? depth - i : most;
            p.is_added = i > 0;
            qir_lay_out_panel(y + n * column_step + i * row_step, panel, p.depth, count, step,
                              row_step, column_step);
            qir_float_panel(&p, x + i * p.x_next, panel, NULL, 0, output, n, count, rows);
        }
    }
}

/* The same with columns that lie side by side, and are at least a vector. */
QIR_SHARED void qir_matmul_as_it_lies(const qir_float_product *p, const float *x, const float *y,
                                      float *output, int32_t rows, int32_t columns)
{
    int32_t n;
    for (n = 0; n < columns; n += QIR_WIDTH) {
        const int32_t left = columns - n < QIR_WIDTH ? columns - n : QIR_WIDTH;
        /* Whole vectors: the last ones have some columns once more. */
        const int32_t count = (left + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
        const int32_t first = n + count < columns ? n : columns - count;
        if (first < 0) {
            qir_float_panel(p, x, y, NULL, 0, output, 0, columns - QIR_LANES, rows);
            qir_float_panel(p, x, y, NULL, columns - QIR_LANES, output, columns - QIR_LANES,
                            QIR_LANES, rows);
        } else {
            qir_float_panel(p, x, y, NULL, first, output, first, count, rows);
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
    /* Less rows are not worth laying columns out. */
    const int32_t is_dot = adj_y && !adj_x && rows < 4;
    int32_t n, r, c;
    qir_float_product p;
    p.scales = p.bias = NULL;
    p.tap_rows = p.tap_columns = 1;
    p.row_step = p.column_step = p.w_row = p.is_added = 0;
    p.depth = depth;
    p.x_next = adj_x ? rows : 1;
    p.x_step = adj_x ? 1 : depth;
    p.y_step = p.w_step = columns;
    p.low = -INFINITY;
    p.high = INFINITY;
    for (n = 0; n < outer * middle * inner; ++n) {
        const int32_t o = n / inner / middle, m = n / inner % middle, k = n % inner;
        const float *left = x + (o * x_outer + m * x_middle + k * x_inner) * rows * depth;
        const float *right = y + (o * y_outer + m * y_middle + k * y_inner) * depth * columns;
        float *out = output + n * rows * columns;
        for (r = 0; is_dot && r < rows; ++r) {
            for (c = 0; c < columns; ++c) {
                out[r * columns + c] = qir_dot_f32(left + r * depth, right + c * depth, depth);
            }
        }
        if (!is_dot && !adj_y && columns >= QIR_LANES) {
            qir_matmul_as_it_lies(&p, left, right, out, rows, columns);
        } else if (!is_dot) {
            qir_matmul_laid_out(&p, left, right, out, rows, depth, columns, adj_y ? 1 : columns,
                                adj_y ? depth : 1);
        }
    }
}
