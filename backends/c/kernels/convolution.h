/* Convolutions: rows C of semantics.md. Activations are channels last. A window that reaches over
   the edge sees zeros there: which of its taps lie inside is worked out once for each position. */

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

/* The same of integers, x less its zero point. */
QIR_KERNEL int32_t qir_window_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t rows,
                                 int32_t columns, int32_t x_row, int32_t x_column, int32_t w_row,
                                 int32_t w_column, int32_t depth)
{
    const int32_t is_joined = x_column == depth && w_column == depth;
    const int32_t runs = is_joined ? 1 : columns;
    const int32_t length = is_joined ? columns * depth : depth;
    int32_t sum = 0, i, j;
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < runs; ++j) {
            sum += qir_dot_i8(x + i * x_row + j * x_column, zero_point,
                              w + i * w_row + j * w_column, length);
        }
    }
    return sum;
}

/* output[batch][out_height][out_width][outputs] = input[batch][height][width][channels] under
   weights[outputs][filter_height][filter_width][channels / groups], plus bias[outputs], which
   may be NULL, between low and high. Each group of channels has outputs / groups filters of its
   own. */
QIR_KERNEL void qir_conv_2d_f32(const float *input, const float *weights, const float *bias,
                                float *output, int32_t batch, int32_t height, int32_t width,
                                int32_t channels, int32_t out_height, int32_t out_width,
                                int32_t outputs, int32_t groups, int32_t filter_height,
                                int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
                                int32_t pad_left, float low, float high)
{
    const int32_t depth = channels / groups, w_row = filter_width * depth;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const float *w = weights + n * filter_height * w_row + ty * w_row + tx * depth;
                    float sum = qir_window_f32(seen + n / (outputs / groups) * depth, w, rows,
                                               columns, dilation_h * width * channels,
                                               dilation_w * channels, w_row, depth, depth);
                    sum += bias ? bias[n] : 0.0F;
                    out[n] = qir_clamp(sum, low, high);
                }
            }
        }
    }
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
    const int32_t depth = channels / groups, w_row = filter_width * depth;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const int8_t *w = weights + n * filter_height * w_row + ty * w_row + tx * depth;
                    float sum = qir_window_w8(seen + n / (outputs / groups) * depth, w, rows,
                                              columns, dilation_h * width * channels,
                                              dilation_w * channels, w_row, depth, depth);
                    sum = sum * weight_scales[n] + (bias ? bias[n] : 0.0F);
                    out[n] = qir_clamp(sum, low, high);
                }
            }
        }
    }
}

/* The same with integer weights and integer images, which have a scale and a zero point each. */
QIR_KERNEL void qir_conv_2d_i8(const int8_t *input, const float *scales, const int32_t *zero_points,
                               const int8_t *weights, const float *weight_scales,
                               const float *bias, float *output, int32_t batch, int32_t height,
                               int32_t width, int32_t channels, int32_t out_height,
                               int32_t out_width, int32_t outputs, int32_t groups,
                               int32_t filter_height, int32_t filter_width, int32_t stride_h,
                               int32_t stride_w, int32_t dilation_h, int32_t dilation_w,
                               int32_t pad_top, int32_t pad_left, float low, float high)
{
    const int32_t depth = channels / groups, w_row = filter_width * depth;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const int8_t *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const int8_t *w = weights + n * filter_height * w_row + ty * w_row + tx * depth;
                    const int32_t sum = qir_window_i8(
                        seen + n / (outputs / groups) * depth, zero_points[b], w, rows, columns,
                        dilation_h * width * channels, dilation_w * channels, w_row, depth, depth);
                    float real = (float)sum * (scales[b] * weight_scales[n]);
                    real += bias ? bias[n] : 0.0F;
                    out[n] = qir_clamp(real, low, high);
                }
            }
        }
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
    const int32_t outputs = channels * multiplier;
    int32_t b, oy, ox, c, i, j, k;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (c = 0; c < outputs; c += QIR_BLOCK) {
                    const int32_t count = outputs - c < QIR_BLOCK ? outputs - c : QIR_BLOCK;
                    float sums[QIR_BLOCK] = {0.0F};
                    for (i = 0; i < rows; ++i) {
                        for (j = 0; j < columns; ++j) {
                            const int32_t step = i * dilation_h * width + j * dilation_w;
                            const int32_t tap = (ty + i) * filter_width + tx + j;
                            const float *of_tap = seen + step * channels;
                            const float *w = weights + tap * outputs + c;
                            for (k = 0; k < count; ++k) {
                                sums[k] += of_tap[(c + k) / multiplier] * w[k];
                            }
                        }
                    }
                    for (k = 0; k < count; ++k) {
                        const float sum = sums[k] + (bias ? bias[c + k] : 0.0F);
                        out[c + k] = qir_clamp(sum, low, high);
                    }
                }
            }
        }
    }
}

/* The same with integer weights and a scale for each channel of the output. */
QIR_KERNEL void qir_depthwise_conv_2d_w8(
    const float *input, const int8_t *weights, const float *weight_scales, const float *bias,
    float *output, int32_t batch, int32_t height, int32_t width, int32_t channels,
    int32_t out_height, int32_t out_width, int32_t multiplier, int32_t filter_height,
    int32_t filter_width, int32_t stride_h, int32_t stride_w, int32_t dilation_h,
    int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low, float high)
{
    const int32_t outputs = channels * multiplier;
    int32_t b, oy, ox, c, i, j, k;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (c = 0; c < outputs; c += QIR_BLOCK) {
                    const int32_t count = outputs - c < QIR_BLOCK ? outputs - c : QIR_BLOCK;
                    float sums[QIR_BLOCK] = {0.0F};
                    for (i = 0; i < rows; ++i) {
                        for (j = 0; j < columns; ++j) {
                            const int32_t step = i * dilation_h * width + j * dilation_w;
                            const int32_t tap = (ty + i) * filter_width + tx + j;
                            const float *of_tap = seen + step * channels;
                            const int8_t *w = weights + tap * outputs + c;
                            for (k = 0; k < count; ++k) {
                                sums[k] += of_tap[(c + k) / multiplier] * (float)w[k];
                            }
                        }
                    }
                    for (k = 0; k < count; ++k) {
                        const float sum = sums[k] * weight_scales[c + k];
                        out[c + k] = qir_clamp(sum + (bias ? bias[c + k] : 0.0F), low, high);
                    }
                }
            }
        }
    }
}

/* The same with integer weights and integer images, which have a scale and a zero point each. */
QIR_KERNEL void qir_depthwise_conv_2d_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t *weights,
    const float *weight_scales, const float *bias, float *output, int32_t batch, int32_t height,
    int32_t width, int32_t channels, int32_t out_height, int32_t out_width, int32_t multiplier,
    int32_t filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w,
    int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
    float high)
{
    const int32_t outputs = channels * multiplier;
    int32_t b, oy, ox, c, i, j, k;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const int8_t *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (c = 0; c < outputs; c += QIR_BLOCK) {
                    const int32_t count = outputs - c < QIR_BLOCK ? outputs - c : QIR_BLOCK;
                    int32_t sums[QIR_BLOCK] = {0};
                    for (i = 0; i < rows; ++i) {
                        for (j = 0; j < columns; ++j) {
                            const int32_t step = i * dilation_h * width + j * dilation_w;
                            const int32_t tap = (ty + i) * filter_width + tx + j;
                            const int8_t *of_tap = seen + step * channels;
                            const int8_t *w = weights + tap * outputs + c;
                            for (k = 0; k < count; ++k) {
                                sums[k] += (of_tap[(c + k) / multiplier] - zero_points[b]) * w[k];
                            }
                        }
                    }
                    for (k = 0; k < count; ++k) {
                        float real = (float)sums[k] * (scales[b] * weight_scales[c + k]);
                        real += bias ? bias[c + k] : 0.0F;
                        out[c + k] = qir_clamp(real, low, high);
                    }
                }
            }
        }
    }
}

/* output[batch][out_height][out_width][outputs]: each pixel of
   input[batch][height][width][channels] adds its products with
   weights[outputs][filter_height][filter_width][channels] to the window that begins at its place
   times the stride, less cut; plus bias[outputs], which may be NULL, between low and high. */
QIR_KERNEL void qir_transpose_conv_f32(const float *input, const float *weights, const float *bias,
                                       float *output, int32_t batch, int32_t height, int32_t width,
                                       int32_t channels, int32_t out_height, int32_t out_width,
                                       int32_t outputs, int32_t filter_height,
                                       int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                       int32_t cut_top, int32_t cut_left, float low, float high)
{
    const int32_t w_row = filter_width * channels;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_transposed_taps(oy + cut_top, height, filter_height, stride_h,
                                                     &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_transposed_taps(ox + cut_left, width, filter_width,
                                                            stride_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const float *w = weights + (n * filter_height + ty) * w_row + tx * channels;
                    float sum = qir_window_f32(seen, w, rows, columns, -width * channels, -channels,
                                               stride_h * w_row, stride_w * channels, channels);
                    sum += bias ? bias[n] : 0.0F;
                    out[n] = qir_clamp(sum, low, high);
                }
            }
        }
    }
}

/* The same with integer weights and a scale for each output. */
QIR_KERNEL void qir_transpose_conv_w8(const float *input, const int8_t *weights,
                                      const float *weight_scales, const float *bias, float *output,
                                      int32_t batch, int32_t height, int32_t width,
                                      int32_t channels, int32_t out_height, int32_t out_width,
                                      int32_t outputs, int32_t filter_height, int32_t filter_width,
                                      int32_t stride_h, int32_t stride_w, int32_t cut_top,
                                      int32_t cut_left, float low, float high)
{
    const int32_t w_row = filter_width * channels;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_transposed_taps(oy + cut_top, height, filter_height, stride_h,
                                                     &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_transposed_taps(ox + cut_left, width, filter_width,
                                                            stride_w, &tx, &x);
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const int8_t *w = weights + (n * filter_height + ty) * w_row + tx * channels;
                    float sum = qir_window_w8(seen, w, rows, columns, -width * channels, -channels,
                                              stride_h * w_row, stride_w * channels, channels);
                    sum = sum * weight_scales[n] + (bias ? bias[n] : 0.0F);
                    out[n] = qir_clamp(sum, low, high);
                }
            }
        }
    }
}

/* The same with integer weights and integer images, which have a scale and a zero point each. */
QIR_KERNEL void qir_transpose_conv_i8(const int8_t *input, const float *scales,
                                      const int32_t *zero_points, const int8_t *weights,
                                      const float *weight_scales, const float *bias, float *output,
                                      int32_t batch, int32_t height, int32_t width,
                                      int32_t channels, int32_t out_height, int32_t out_width,
                                      int32_t outputs, int32_t filter_height, int32_t filter_width,
                                      int32_t stride_h, int32_t stride_w, int32_t cut_top,
                                      int32_t cut_left, float low, float high)
{
    const int32_t w_row = filter_width * channels;
    int32_t b, oy, ox, n;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_transposed_taps(oy + cut_top, height, filter_height, stride_h,
                                                     &ty, &y);
            for (ox = 0; ox < out_width; ++ox) {
                int32_t tx, x;
                const int32_t columns = qir_transposed_taps(ox + cut_left, width, filter_width,
                                                            stride_w, &tx, &x);
                const int8_t *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const int8_t *w = weights + (n * filter_height + ty) * w_row + tx * channels;
                    const int32_t sum = qir_window_i8(
                        seen, zero_points[b], w, rows, columns, -width * channels, -channels,
                        stride_h * w_row, stride_w * channels, channels);
                    float real = (float)sum * (scales[b] * weight_scales[n]);
                    real += bias ? bias[n] : 0.0F;
                    out[n] = qir_clamp(real, low, high);
                }
            }
        }
    }
}

/* output[batch][out_depth][out_height][out_width][outputs] = input[batch][in_depth][height][width]
   [channels] under weights[filter_depth][filter_height][filter_width][channels][outputs], plus
   bias[outputs], which may be NULL, between low and high. */
QIR_KERNEL void qir_conv_3d_f32(const float *input, const float *weights, const float *bias,
                                float *output, int32_t batch, int32_t in_depth, int32_t height,
                                int32_t width, int32_t channels, int32_t out_depth,
                                int32_t out_height, int32_t out_width, int32_t outputs,
                                int32_t filter_depth, int32_t filter_height, int32_t filter_width,
                                int32_t stride_d, int32_t stride_h, int32_t stride_w,
                                int32_t dilation_d, int32_t dilation_h, int32_t dilation_w,
                                int32_t pad_front, int32_t pad_top, int32_t pad_left, float low,
                                float high)
{
    const int32_t positions = batch * out_depth * out_height * out_width;
    int32_t p, h, i, j, c, n;
    for (p = 0; p < positions; ++p) {
        const int32_t ox = p % out_width, oy = p / out_width % out_height;
        const int32_t oz = p / out_width / out_height % out_depth;
        const int32_t b = p / out_width / out_height / out_depth;
        int32_t tz, ty, tx, z, y, x;
        const int32_t layers = qir_taps(oz * stride_d - pad_front, in_depth, filter_depth,
                                        dilation_d, &tz, &z);
        const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height, dilation_h,
                                      &ty, &y);
        const int32_t columns = qir_taps(ox * stride_w - pad_left, width, filter_width, dilation_w,
                                         &tx, &x);
        float *out = output + p * outputs;
        for (n = 0; n < outputs; ++n) {
            out[n] = 0.0F;
        }
        for (h = 0; h < layers; ++h) {
            for (i = 0; i < rows; ++i) {
                for (j = 0; j < columns; ++j) {
                    const int32_t layer = b * in_depth + z + h * dilation_d;
                    const int32_t line = layer * height + y + i * dilation_h;
                    const int32_t tap = ((tz + h) * filter_height + ty + i) * filter_width + tx + j;
                    const float *seen = input + (line * width + x + j * dilation_w) * channels;
                    for (c = 0; c < channels; ++c) {
                        const float *w = weights + (tap * channels + c) * outputs;
                        for (n = 0; n < outputs; ++n) {
                            out[n] += seen[c] * w[n];
                        }
                    }
                }
            }
        }
        for (n = 0; n < outputs; ++n) {
            out[n] = qir_clamp(out[n] + (bias ? bias[n] : 0.0F), low, high);
        }
    }
}
