/* Pooling: rows C20 and C21 of semantics.md. What lies outside of the image is left out, but for
   zeros where a kernel's name says so. */

/* output[batch][out_height][out_width][channels]: the mean of what of a window on
   input[batch][height][width][channels] lies inside, between low and high. */
QIR_KERNEL void qir_average_pool_2d_f32(const float *input, float *output, int32_t batch,
                                        int32_t height, int32_t width, int32_t channels,
                                        int32_t out_height, int32_t out_width,
                                        int32_t filter_height, int32_t filter_width,
                                        int32_t stride_h, int32_t stride_w, int32_t pad_top,
                                        int32_t pad_left, float low, float high)
{
    int32_t p, i, j, c;
    for (p = 0; p < batch * out_height * out_width; ++p) {
        int32_t tap, y, x;
        const int32_t rows = qir_taps(p / out_width % out_height * stride_h - pad_top, height,
                                      filter_height, 1, &tap, &y);
        const int32_t columns = qir_taps(p % out_width * stride_w - pad_left, width, filter_width,
                                         1, &tap, &x);
        const int32_t line = p / out_width / out_height * height + y;
        float *out = output + p * channels;
        for (c = 0; c < channels; ++c) {
            out[c] = 0.0F;
        }
        for (i = 0; i < rows; ++i) {
            for (j = 0; j < columns; ++j) {
                const float *seen = input + ((line + i) * width + x + j) * channels;
                for (c = 0; c < channels; ++c) {
                    out[c] += seen[c];
                }
            }
        }
        for (c = 0; c < channels; ++c) {
            out[c] = qir_clamp(out[c] / (float)(rows * columns), low, high);
        }
    }
}

/* The same of the root of the mean of squares. */
QIR_KERNEL void qir_l2_pool_2d_f32(const float *input, float *output, int32_t batch, int32_t height,
                                   int32_t width, int32_t channels, int32_t out_height,
                                   int32_t out_width, int32_t filter_height, int32_t filter_width,
                                   int32_t stride_h, int32_t stride_w, int32_t pad_top,
                                   int32_t pad_left, float low, float high)
{
    int32_t p, i, j, c;
    for (p = 0; p < batch * out_height * out_width; ++p) {
        int32_t tap, y, x;
        const int32_t rows = qir_taps(p / out_width % out_height * stride_h - pad_top, height,
                                      filter_height, 1, &tap, &y);
        const int32_t columns = qir_taps(p % out_width * stride_w - pad_left, width, filter_width,
                                         1, &tap, &x);
        const int32_t line = p / out_width / out_height * height + y;
        float *out = output + p * channels;
        for (c = 0; c < channels; ++c) {
            out[c] = 0.0F;
        }
        for (i = 0; i < rows; ++i) {
            for (j = 0; j < columns; ++j) {
                const float *seen = input + ((line + i) * width + x + j) * channels;
                for (c = 0; c < channels; ++c) {
                    out[c] += seen[c] * seen[c];
                }
            }
        }
        for (c = 0; c < channels; ++c) {
            const float mean = out[c] / (float)(rows * columns);
            out[c] = qir_clamp(qir_sqrt(mean), low, high);
        }
    }
}

/* The same of the greatest number of each window; NaN is passed over. */
QIR_KERNEL void qir_max_pool_2d_f32(const float *input, float *output, int32_t batch,
                                    int32_t height, int32_t width, int32_t channels,
                                    int32_t out_height, int32_t out_width, int32_t filter_height,
                                    int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                    int32_t pad_top, int32_t pad_left, float low, float high)
{
    int32_t p, i, j, c;
    for (p = 0; p < batch * out_height * out_width; ++p) {
        int32_t tap, y, x;
        const int32_t rows = qir_taps(p / out_width % out_height * stride_h - pad_top, height,
                                      filter_height, 1, &tap, &y);
        const int32_t columns = qir_taps(p % out_width * stride_w - pad_left, width, filter_width,
                                         1, &tap, &x);
        const int32_t line = p / out_width / out_height * height + y;
        float *out = output + p * channels;
        for (c = 0; c < channels; ++c) {
            out[c] = -3.40282347e+38F;
        }
        for (i = 0; i < rows; ++i) {
            for (j = 0; j < columns; ++j) {
                const float *seen = input + ((line + i) * width + x + j) * channels;
                for (c = 0; c < channels; ++c) {
                    out[c] = seen[c] > out[c] ? seen[c] : out[c];
                }
            }
        }
        for (c = 0; c < channels; ++c) {
            out[c] = qir_clamp(out[c], low, high);
        }
    }
}

/* output[batch][out_height][out_width][channels]: the greatest number of each window on
   input[batch][height][width][channels], outside of which there are zeros, between low and high;
   NaN is passed over. */
QIR_KERNEL void qir_max_pool_2d_zeros_f32(const float *input, float *output, int32_t batch,
                                          int32_t height, int32_t width, int32_t channels,
                                          int32_t out_height, int32_t out_width,
                                          int32_t filter_height, int32_t filter_width,
                                          int32_t stride_h, int32_t stride_w, int32_t pad_top,
                                          int32_t pad_left, float low, float high)
{
    const float zero = qir_clamp(0.0F, low, high);
    int32_t p, c;
    qir_max_pool_2d_f32(input, output, batch, height, width, channels, out_height, out_width,
                        filter_height, filter_width, stride_h, stride_w, pad_top, pad_left, low,
                        high);
    for (p = 0; p < batch * out_height * out_width; ++p) {
        int32_t tap, y, x;
        const int32_t rows = qir_taps(p / out_width % out_height * stride_h - pad_top, height,
                                      filter_height, 1, &tap, &y);
        const int32_t columns = qir_taps(p % out_width * stride_w - pad_left, width, filter_width,
                                         1, &tap, &x);
        float *out = output + p * channels;
        for (c = 0; c < channels && rows * columns < filter_height * filter_width; ++c) {
            out[c] = out[c] > zero ? out[c] : zero;
        }
    }
}
