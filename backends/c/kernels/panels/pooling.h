/* Pooling by vectors of channels: rows C20 and C21 of semantics.md. */

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
        const float *seen = input + (line * width + x) * channels;
        for (c = 0; c < channels; c += QIR_LANES) {
            qir_f32v sum = qir_all_f32v(0.0F);
            for (i = 0; i < rows; ++i) {
                for (j = 0; j < columns; ++j) {
                    sum += qir_load_f32v(seen + (i * width + j) * channels + c, channels - c);
                }
            }
            sum = qir_bound_f32v(sum / (float)(rows * columns), low, high);
            qir_store_f32v(output + p * channels + c, sum, channels - c);
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
        const float *seen = input + (line * width + x) * channels;
        for (c = 0; c < channels; c += QIR_LANES) {
            qir_f32v most = qir_all_f32v(-3.40282347e+38F);
            for (i = 0; i < rows; ++i) {
                for (j = 0; j < columns; ++j) {
                    const float *from = seen + (i * width + j) * channels + c;
                    most = qir_max_f32v(qir_load_f32v(from, channels - c), most);
                }
            }
            qir_store_f32v(output + p * channels + c, qir_bound_f32v(most, low, high),
                           channels - c);
        }
    }
}
