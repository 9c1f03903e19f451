/* Convolutions of each channel on its own, by vectors of channels. */

/* How many floats there is room for that are made of integer weights, or moved closer together. */
#define QIR_MADE_WEIGHTS 3200

/* For how many outputs an image is gone through at once. */
#define QIR_DEPTHWISE_BLOCK 128

/* What `outputs` of all outputs, from `first` on, are computed of. Weights of a tap lie w_step from
   those of the next: floats, or, where weights is NULL, integers with scales; these, and bias, which
   may be NULL, are of the first output. A pixel of the result has y_step floats. */
typedef struct qir_depthwise {
    const float *weights;
    const int8_t *integers;
    const float *scales, *bias;
    int32_t w_step, y_step, first, outputs, multiplier;
    int32_t height, width, channels, out_height, out_width;
    int32_t filter_height, filter_width, stride_h, stride_w, dilation_h, dilation_w;
    int32_t pad_top, pad_left;
    float low, high;
} qir_depthwise;

/* A pixel of the result, which sees rows * columns taps of x, the first of which is `tap`. */
QIR_KERNEL void qir_depthwise_any(const qir_depthwise *p, const float *x, float *y, int32_t tap,
                                  int32_t rows, int32_t columns)
{
    int32_t n, i, j, k;
    for (n = 0; n < p->outputs; n += QIR_LANES) {
        const int32_t count = p->outputs - n < QIR_LANES ? p->outputs - n : QIR_LANES;
        qir_f32v sum = qir_load_given_f32v(p->bias, n, count);
        int32_t channel[QIR_LANES] = {0}, is_one;
        for (k = 0; k < count; ++k) {
            channel[k] = (p->first + n + k) / p->multiplier;
        }
        is_one = channel[0] == channel[count - 1];
        for (i = 0; i < rows; ++i) {
            for (j = 0; j < columns; ++j) {
                const int32_t at = (tap + i * p->filter_width + j) * p->w_step + n;
                const int32_t step = i * p->dilation_h * p->width + j * p->dilation_w;
                const float *seen = x + step * p->channels;
                float lanes[QIR_LANES] = {0.0F};
                qir_f32v weights;
                if (p->weights) {
                    weights = qir_load_f32v(p->weights + at, count);
                } else {
                    weights = qir_load_w8_f32v(p->integers + at, count);
                    weights *= qir_load_f32v(p->scales + n, count);
                }
                if (p->multiplier == 1) {
                    sum = qir_fma_f32v(qir_load_f32v(seen + channel[0], count), weights, sum);
                } else if (is_one) {
                    sum = qir_fma_f32v(qir_all_f32v(seen[channel[0]]), weights, sum);
                } else {
                    for (k = 0; k < count; ++k) {
                        lanes[k] = seen[channel[k]];
                    }
                    sum = qir_fma_f32v(qir_load_all_f32v(lanes), weights, sum);
                }
            }
        }
        qir_store_f32v(y + n, qir_bound_f32v(sum, p->low, p->high), count);
    }
}

/* The same of pixels side by side, of at least a vector of outputs, with weights of floats and a
   multiplier of 1. */
QIR_KERNEL void qir_depthwise_pixels(const qir_depthwise *p, const float *x, float *y, int32_t tap,
                                     int32_t rows, int32_t columns, const int32_t pixels)
{
    const int32_t x_row = p->dilation_h * p->width * p->channels;
    const int32_t x_column = p->dilation_w * p->channels, x_step = p->stride_w * p->channels;
    const int32_t last = p->outputs - QIR_LANES;
    int32_t c, i, j, r;
    for (c = 0; c < p->outputs; c += QIR_LANES) {
        /* The last vector has some once more that are of the one before. */
        const int32_t n = c < last ? c : last;
        qir_f32v sums[QIR_PIXELS];
        QIR_UNROLL
        for (r = 0; r < pixels; ++r) {
            sums[r] = p->bias ? qir_load_all_f32v(p->bias + n) : qir_all_f32v(0.0F);
        }
        for (i = 0; i < rows; ++i) {
            for (j = 0; j < columns; ++j) {
                const int32_t at = tap + i * p->filter_width + j;
                const qir_f32v weights = qir_load_all_f32v(p->weights + at * p->w_step + n);
                const float *from = x + i * x_row + j * x_column + p->first + n;
                QIR_UNROLL
                for (r = 0; r < pixels; ++r) {
                    sums[r] = qir_fma_f32v(qir_load_all_f32v(from + r * x_step), weights, sums[r]);
                }
            }
        }
        QIR_UNROLL
        for (r = 0; r < pixels; ++r) {
            qir_store_all_f32v(y + r * p->y_step + n, qir_bound_f32v(sums[r], p->low, p->high));
        }
    }
}

/* The same of pixels of two lines, the second of which is left out where lines is 1, under filters of
   3 * 3, whose weights stay in registers. What they see begins at the number `at` of x; of that, rows
   from `top` to before `bottom` and columns from `left` to before `right` are inside. */
QIR_KERNEL void qir_depthwise_3x3(const qir_depthwise *p, const float *x, int32_t at, float *y,
                                  int32_t top, int32_t bottom, int32_t left, int32_t right,
                                  int32_t lines, const int32_t stride, const int32_t pixels)
{
    const int32_t x_row = p->width * p->channels, y_row = p->out_width * p->y_step;
    const int32_t last = p->outputs - QIR_LANES;
    int32_t c, h, i, j, k, q, r;
    for (c = 0; c < p->outputs; c += QIR_LANES) {
        const int32_t n = c < last ? c : last;
        qir_f32v weights[3][3], sums[2][QIR_PIXELS];
        QIR_UNROLL
        for (i = 0; i < 3; ++i) {
            QIR_UNROLL
            for (j = 0; j < 3; ++j) {
                weights[i][j] = qir_load_all_f32v(p->weights + (i * 3 + j) * p->w_step + n);
            }
        }
        QIR_UNROLL
        for (h = 0; h < 2; ++h) {
            QIR_UNROLL
            for (r = 0; r < pixels; ++r) {
                sums[h][r] = p->bias ? qir_load_all_f32v(p->bias + n) : qir_all_f32v(0.0F);
            }
        }
        QIR_UNROLL
        for (q = 0; q < stride + 3; ++q) {
            if (q < top || q >= bottom) {
                continue;
            }
            QIR_UNROLL
            for (k = 0; k < (pixels - 1) * stride + 3; ++k) {
                if (k >= left && k < right) {
                    const int32_t of = at + q * x_row + k * p->channels + n;
                    const qir_f32v seen = qir_load_all_f32v(x + of);
                    QIR_UNROLL
                    for (h = 0; h < 2; ++h) {
                        QIR_UNROLL
                        for (r = 0; r < pixels; ++r) {
                            i = q - h * stride;
                            j = k - r * stride;
                            if (i >= 0 && i < 3 && j >= 0 && j < 3) {
                                sums[h][r] = qir_fma_f32v(seen, weights[i][j], sums[h][r]);
                            }
                        }
                    }
                }
            }
        }
        QIR_UNROLL
        for (h = 0; h < 2; ++h) {
            if (h < lines) {
                QIR_UNROLL
                for (r = 0; r < pixels; ++r) {
                    const qir_f32v sum = qir_bound_f32v(sums[h][r], p->low, p->high);
                    qir_store_all_f32v(y + h * y_row + r * p->y_step + n, sum);
                }
            }
        }
    }
}

/* An image under filters of 3 * 3. */
QIR_KERNEL void qir_depthwise_image_3x3(const qir_depthwise *p, const float *x, float *y,
                                        const int32_t stride)
{
    int32_t oy, ox;
    for (oy = 0; oy < p->out_height; oy += 2) {
        const int32_t lines = p->out_height - oy < 2 ? 1 : 2, y0 = oy * stride - p->pad_top;
        const int32_t top = y0 < 0 ? -y0 : 0, reach = lines < 2 ? 3 : stride + 3;
        const int32_t bottom = p->height - y0 < reach ? p->height - y0 : reach;
        for (ox = 0; ox < p->out_width;) {
            const int32_t x0 = ox * stride - p->pad_left;
            const int32_t at = (y0 * p->width + x0) * p->channels + p->first;
            float *to = y + (oy * p->out_width + ox) * p->y_step;
            const int32_t span = (QIR_PIXELS - 1) * stride + 3, inside = p->width - x0;
            if (x0 >= 0 && inside >= span && p->out_width - ox >= QIR_PIXELS) {
                qir_depthwise_3x3(p, x, at, to, top, bottom, 0, span, lines, stride, QIR_PIXELS);
                ox += QIR_PIXELS;
            } else {
                qir_depthwise_3x3(p, x, at, to, top, bottom, x0 < 0 ? -x0 : 0,
                                  inside < 3 ? inside : 3, lines, stride, 1);
                ++ox;
            }
        }
    }
}

/* An image under filters of any size. */
QIR_KERNEL void qir_depthwise_image_any(const qir_depthwise *p, const float *x, float *y)
{
    const int32_t is_even = p->weights && p->multiplier == 1 && p->outputs >= QIR_LANES;
    int32_t oy, ox;
    for (oy = 0; oy < p->out_height; ++oy) {
        int32_t ty, y0;
        const int32_t rows = qir_taps(oy * p->stride_h - p->pad_top, p->height, p->filter_height,
                                      p->dilation_h, &ty, &y0);
        for (ox = 0; ox < p->out_width;) {
            int32_t tx, x0, end, past;
            const int32_t columns = qir_taps(ox * p->stride_w - p->pad_left, p->width,
                                             p->filter_width, p->dilation_w, &tx, &x0);
            const int32_t all = qir_taps((ox + QIR_PIXELS - 1) * p->stride_w - p->pad_left,
                                         p->width, p->filter_width, p->dilation_w, &end, &past);
            const float *from = x + (y0 * p->width + x0) * p->channels;
            float *to = y + (oy * p->out_width + ox) * p->y_step;
            const int32_t tap = ty * p->filter_width + tx;
            if (is_even && columns == p->filter_width && all == columns &&
                p->out_width - ox >= QIR_PIXELS) {
                qir_depthwise_pixels(p, from, to, tap, rows, columns, QIR_PIXELS);
                ox += QIR_PIXELS;
                continue;
            }
            if (is_even) {
                qir_depthwise_pixels(p, from, to, tap, rows, columns, 1);
            } else {
                qir_depthwise_any(p, from, to, tap, rows, columns);
            }
            ++ox;
        }
    }
}

/* `batch` images, of p->outputs outputs from p->first on. */
QIR_SHARED void qir_depthwise_images(const qir_depthwise *p, const float *input, float *output,
                                     int32_t batch)
{
    const int32_t is_square = p->filter_height == 3 && p->filter_width == 3 &&
                              p->dilation_h == 1 && p->dilation_w == 1 && p->multiplier == 1 &&
                              p->stride_h == p->stride_w && p->outputs >= QIR_LANES && p->weights;
    int32_t b;
    for (b = 0; b < batch; ++b) {
        const float *x = input + b * p->height * p->width * p->channels;
        float *y = output + b * p->out_height * p->out_width * p->y_step + p->first;
        if (is_square && p->stride_h == 1) {
            qir_depthwise_image_3x3(p, x, y, 1);
        } else if (is_square && p->stride_h == 2) {
            qir_depthwise_image_3x3(p, x, y, 2);
        } else {
            qir_depthwise_image_any(p, x, y);
        }
    }
}

/* How many of `count` outputs to take at once: `most`, but leave none or at least a vector. */
QIR_KERNEL int32_t qir_depthwise_block(int32_t count, int32_t most)
{
    return count <= most ? count : count - most < QIR_LANES ? count - QIR_LANES : most;
}

/* made[rows][count] = integers[rows][count] times scales[count], or weights[rows][count] where those are
   not NULL; rows begin w_step and made_step apart. */
QIR_SHARED void qir_make_weights(const float *weights, const int8_t *integers, const float *scales,
                                 float *made, int32_t rows, int32_t count, int32_t w_step,
                                 int32_t made_step)
{
    int32_t i, n;
    for (n = 0; n < count; n += QIR_LANES) {
        const int32_t left = count - n;
        for (i = 0; i < rows; ++i) {
            qir_f32v real;
            if (weights) {
                real = qir_load_f32v(weights + i * w_step + n, left);
            } else if (left < QIR_LANES) {
                real = qir_load_w8_f32v(integers + i * w_step + n, left);
                real *= qir_load_f32v(scales + n, left);
            } else {
                real = qir_load_all_w8_f32v(integers + i * w_step + n);
                real *= qir_load_all_f32v(scales + n);
            }
            qir_store_all_f32v(made + i * made_step + n, real);
        }
    }
}

/* Both kernels: weights are floats, or NULL where there are integers with scales. */
QIR_KERNEL void qir_depthwise_conv_2d(
    const float *input, const float *weights, const int8_t *integers, const float *scales,
    const float *bias, float *output, int32_t batch, int32_t height, int32_t width,
    int32_t channels, int32_t out_height, int32_t out_width, int32_t multiplier,
    int32_t filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w,
    int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
    float high)
{
    const int32_t outputs = channels * multiplier, taps = filter_height * filter_width;
    const int32_t room = QIR_MADE_WEIGHTS / taps / QIR_LANES * QIR_LANES;
    /* Floats of one block are as good where they lie. */
    const int32_t is_made = room > 0 && (!weights || outputs > QIR_DEPTHWISE_BLOCK);
    const int32_t is_few = is_made && room < QIR_DEPTHWISE_BLOCK;
    const int32_t block = is_few ? room : QIR_DEPTHWISE_BLOCK;
    float made[QIR_MADE_WEIGHTS];
    int32_t n;
    qir_depthwise p;
    p.w_step = is_made ? block : outputs;
    p.y_step = outputs;
    p.multiplier = multiplier;
    p.height = height;
    p.width = width;
    p.channels = channels;
    p.out_height = out_height;
    p.out_width = out_width;
    p.filter_height = filter_height;
    p.filter_width = filter_width;
    p.stride_h = stride_h;
    p.stride_w = stride_w;
    p.dilation_h = dilation_h;
    p.dilation_w = dilation_w;
    p.pad_top = pad_top;
    p.pad_left = pad_left;
    p.low = low;
    p.high = high;
    for (n = 0; n < outputs; n += p.outputs) {
        p.first = n;
        p.outputs = qir_depthwise_block(outputs - n, block);
        p.weights = is_made ? made : weights ? weights + n : NULL;
        p.integers = weights ? NULL : integers + n;
        p.scales = weights ? NULL : scales + n;
        p.bias = bias ? bias + n : NULL;
        if (is_made) {
            qir_make_weights(weights ? weights + n : NULL, p.integers, p.scales, made, taps,
                             p.outputs, outputs, block);
        }
        qir_depthwise_images(&p, input, output, batch);
    }
}

/* output[batch][out_height][out_width][channels * multiplier]: each channel of
   input[batch][height][width][channels] under `multiplier` filters of its own,
   weights[filter_height] [filter_width][channels * multiplier], plus bias, which may be NULL,
   between low and high. */
QIR_KERNEL void qir_depthwise_conv_2d_f32(
    const float *input, const float *weights, const float *bias, float *output, int32_t batch,
    int32_t height, int32_t width, int32_t channels, int32_t out_height, int32_t out_width,
    int32_t multiplier, int32_t filter_height, int32_t filter_width, int32_t stride_h,
    int32_t stride_w, int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left,
    float low, float high)
{
    qir_depthwise_conv_2d(input, weights, NULL, NULL, bias, output, batch, height, width, channels,
                          out_height, out_width, multiplier, filter_height, filter_width, stride_h,
                          stride_w, dilation_h, dilation_w, pad_top, pad_left, low, high);
}

/* The same with integer weights and a scale for each channel of the output. */
QIR_KERNEL void qir_depthwise_conv_2d_w8(
    const float *input, const int8_t *weights, const float *weight_scales, const float *bias,
    float *output, int32_t batch, int32_t height, int32_t width, int32_t channels,
    int32_t out_height, int32_t out_width, int32_t multiplier, int32_t filter_height,
    int32_t filter_width, int32_t stride_h, int32_t stride_w, int32_t dilation_h,
    int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low, float high)
{
    qir_depthwise_conv_2d(input, NULL, weights, weight_scales, bias, output, batch, height, width,
                          channels, out_height, out_width, multiplier, filter_height, filter_width,
                          stride_h, stride_w, dilation_h, dilation_w, pad_top, pad_left, low,
                          high);
}
