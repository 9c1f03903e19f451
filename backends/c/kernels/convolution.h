/* Convolutions: rows C of semantics.md. */

/* output[batch][out_height][out_width][outputs] = input[batch][height][width][channels] under
   weights[outputs][filter_height][filter_width][channels / groups], plus bias[outputs], which
   may be NULL, between low and high. Each group of channels has outputs / groups filters of its
   own. */
QIR_KERNEL void qir_conv_2d_windows_f32(const float *input, const float *weights, const float *bias,
                                        float *output, int32_t batch, int32_t height, int32_t width,
                                        int32_t channels, int32_t out_height, int32_t out_width,
                                        int32_t outputs, int32_t groups, int32_t filter_height,
                                        int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                        int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
                                        int32_t pad_left, float low, float high)
{
    const int32_t depth = channels / groups, w_row = filter_width * depth;
    const int32_t x_row = dilation_h * width * channels, x_column = dilation_w * channels;
    const int32_t room = width + pad_left - (filter_width - 1) * dilation_w - 1;
    /* From the first to the last position at which a window sees all of its columns. */
    const int32_t first = (pad_left + stride_w - 1) / stride_w;
    const int32_t past = room < 0 ? 0 : room / stride_w + 1, end = past < out_width ? past : out_width;
    int32_t b, oy, ox, n, i;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            int32_t ty, y;
            const int32_t rows = qir_taps(oy * stride_h - pad_top, height, filter_height,
                                          dilation_h, &ty, &y);
            for (ox = 0; ox < out_width;) {
                int32_t tx, x;
                const int32_t is_inside = end - first >= QIR_WINDOWS && ox >= first && ox < end;
                const int32_t at = is_inside && ox > end - QIR_WINDOWS ? end - QIR_WINDOWS : ox;
                const int32_t columns = qir_taps(at * stride_w - pad_left, width, filter_width,
                                                 dilation_w, &tx, &x);
                const int32_t count = is_inside ? QIR_WINDOWS : 1;
                const float *seen = input + ((b * height + y) * width + x) * channels;
                float *out = output + ((b * out_height + oy) * out_width + at) * outputs;
                for (n = 0; n < outputs; ++n) {
                    const float *w = weights + n * filter_height * w_row + ty * w_row + tx * depth;
                    const float *of_group = seen + n / (outputs / groups) * depth;
                    float sums[QIR_WINDOWS];
                    if (is_inside) {
                        qir_windows_f32(of_group, w, sums, stride_w * channels, rows, filter_width,
                                        x_row, x_column, w_row, depth, depth);
                    } else {
                        sums[0] = qir_window_f32(of_group, w, rows, columns, x_row, x_column, w_row,
                                                 depth, depth);
                    }
                    for (i = 0; i < count; ++i) {
                        const float sum = sums[i] + (bias ? bias[n] : 0.0F);
                        out[i * outputs + n] = qir_clamp(sum, low, high);
                    }
                }
                ox = at + count;
            }
        }
    }
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
    qir_conv_2d_windows_f32(input, weights, bias, output, batch, height, width, channels, out_height,
                            out_width, outputs, groups, filter_height, filter_width, stride_h,
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
    const int32_t depth = channels / groups, filters = outputs / groups;
    const int32_t w_row = filter_width * depth, w_step = filter_height * w_row;
    int32_t b, oy, ox, n, i, count;
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
                for (n = 0; n < outputs; n += count) {
                    const int8_t *w = weights + n * w_step + ty * w_row + tx * depth;
                    int32_t sums[QIR_OUTPUTS] = {0};
                    count = qir_at_once(filters - n % filters);
                    qir_add_windows_i8(seen + n / filters * depth, zero_points[b], w, rows, columns,
                                       dilation_h * width * channels, dilation_w * channels, w_row,
                                       depth, depth, w_step, sums, count);
                    for (i = n; i < n + count; ++i) {
                        float real = (float)sums[i - n] * (scales[b] * weight_scales[i]);
                        real += bias ? bias[i] : 0.0F;
                        out[i] = qir_clamp(real, low, high);
                    }
                }
            }
        }
    }
}

/* The same of images of which no window reaches over the edge, with the sum of each filter's
   weights; and, before it is bounded, plus what was added, of the shape of output, which may lie over
   it, or NULL. */
QIR_KERNEL void qir_conv_2d_inside_i8(const int8_t *input, const float *scales,
                                      const int32_t *zero_points, const int8_t *weights,
                                      const int32_t *weight_sums, const float *weight_scales,
                                      const float *bias, const float *added, float *output,
                                      int32_t batch, int32_t height, int32_t width,
                                      int32_t channels, int32_t out_height, int32_t out_width,
                                      int32_t outputs, int32_t groups, int32_t filter_height,
                                      int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                      int32_t dilation_h, int32_t dilation_w, float low, float high)
{
    const int32_t depth = channels / groups, filters = outputs / groups;
    const int32_t w_row = filter_width * depth, w_step = filter_height * w_row;
    int32_t b, oy, ox, n, i, count;
    for (b = 0; b < batch; ++b) {
        for (oy = 0; oy < out_height; ++oy) {
            for (ox = 0; ox < out_width; ++ox) {
                const int32_t y = oy * stride_h, x = ox * stride_w;
                const int8_t *seen = input + ((b * height + y) * width + x) * channels;
                const int32_t at = ((b * out_height + oy) * out_width + ox) * outputs;
                for (n = 0; n < outputs; n += count) {
                    int32_t sums[QIR_OUTPUTS] = {0};
                    count = qir_at_once(filters - n % filters);
                    qir_add_windows_i8(seen + n / filters * depth, 0, weights + n * w_step,
                                       filter_height, filter_width, dilation_h * width * channels,
                                       dilation_w * channels, w_row, depth, depth, w_step, sums,
                                       count);
                    for (i = n; i < n + count; ++i) {
                        const int32_t sum = sums[i - n] - zero_points[b] * weight_sums[i];
                        float real = (float)sum * (scales[b] * weight_scales[i]);
                        real += bias ? bias[i] : 0.0F;
                        real += added ? added[at + i] : 0.0F;
                        output[at + i] = qir_clamp(real, low, high);
                    }
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
