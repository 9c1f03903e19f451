/* Convolutions of each channel on its own: rows C of semantics.md. */

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
