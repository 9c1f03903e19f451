/* Transposed convolutions, where a window is what is written: rows C of semantics.md. */

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
    int32_t b, oy, ox, n, i, count;
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
                for (n = 0; n < outputs; n += count) {
                    const int8_t *w = weights + (n * filter_height + ty) * w_row + tx * channels;
                    int32_t sums[QIR_OUTPUTS] = {0};
                    count = qir_at_once(outputs - n);
                    qir_add_windows_i8(seen, zero_points[b], w, rows, columns, -width * channels,
                                       -channels, stride_h * w_row, stride_w * channels, channels,
                                       filter_height * w_row, sums, count);
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

/* output[batch][out_depth][out_height][out_width][outputs]: the same along three axes, with
   weights[filter_depth][filter_height][filter_width][outputs][channels]. */
QIR_KERNEL void qir_conv_3d_transpose_f32(
    const float *input, const float *weights, const float *bias, float *output, int32_t batch,
    int32_t in_depth, int32_t height, int32_t width, int32_t channels, int32_t out_depth,
    int32_t out_height, int32_t out_width, int32_t outputs, int32_t filter_depth,
    int32_t filter_height, int32_t filter_width, int32_t stride_d, int32_t stride_h,
    int32_t stride_w, int32_t cut_front, int32_t cut_top, int32_t cut_left, float low, float high)
{
    const int32_t positions = batch * out_depth * out_height * out_width;
    const int32_t w_column = outputs * channels, w_row = filter_width * w_column;
    int32_t p, h, n;
    for (p = 0; p < positions; ++p) {
        const int32_t ox = p % out_width, oy = p / out_width % out_height;
        const int32_t oz = p / out_width / out_height % out_depth;
        const int32_t b = p / out_width / out_height / out_depth;
        int32_t tz, ty, tx, z, y, x;
        const int32_t layers = qir_transposed_taps(oz + cut_front, in_depth, filter_depth, stride_d,
                                                   &tz, &z);
        const int32_t rows = qir_transposed_taps(oy + cut_top, height, filter_height, stride_h, &ty,
                                                 &y);
        const int32_t columns = qir_transposed_taps(ox + cut_left, width, filter_width, stride_w,
                                                    &tx, &x);
        float *out = output + p * outputs;
        for (n = 0; n < outputs; ++n) {
            float sum = bias ? bias[n] : 0.0F;
            for (h = 0; h < layers; ++h) {
                const int32_t line = (b * in_depth + z - h) * height + y;
                const int32_t tap = (tz + h * stride_d) * filter_height + ty;
                const float *w = weights + tap * w_row + tx * w_column + n * channels;
                sum += qir_window_f32(input + (line * width + x) * channels, w, rows, columns,
                                      -width * channels, -channels, stride_h * w_row,
                                      stride_w * w_column, channels);
            }
            out[n] = qir_clamp(sum, low, high);
        }
    }
}
