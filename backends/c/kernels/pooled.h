/* Convolutions whose result is pooled: by rows, so that of the result no more is ever in memory than a
   row of windows sees. */

/* A row of pooling windows on rows[count][width][channels], all of whose rows they see. */
QIR_KERNEL void qir_pool_row(const float *rows, float *output, int32_t count, int32_t width,
                             int32_t channels, int32_t pooled_width, int32_t pool_width,
                             int32_t pool_stride_w, int32_t pool_pad_left, int32_t is_average)
{
    const float least = -3.40282347e+38F, most = 3.40282347e+38F;
    if (is_average) {
        qir_average_pool_2d_f32(rows, output, 1, count, width, channels, 1, pooled_width, count,
                                pool_width, 1, pool_stride_w, 0, pool_pad_left, least, most);
    } else {
        qir_max_pool_2d_f32(rows, output, 1, count, width, channels, 1, pooled_width, count,
                            pool_width, 1, pool_stride_w, 0, pool_pad_left, least, most);
    }
}

/* output[batch][pooled_height][pooled_width][outputs]: qir_conv_2d_f32, and then the greatest number of
   each window on its result, or the mean where is_average. Windows do not share rows.
   rows[pool_height][out_width][outputs] is room for what they see. */
QIR_KERNEL void qir_conv_2d_pool_f32(
    const float *input, const float *weights, const float *bias, float *output, float *rows,
    int32_t batch, int32_t height, int32_t width, int32_t channels, int32_t out_height,
    int32_t out_width, int32_t outputs, int32_t groups, int32_t filter_height, int32_t
    filter_width, int32_t stride_h, int32_t stride_w, int32_t dilation_h, int32_t dilation_w,
    int32_t pad_top, int32_t pad_left, int32_t pooled_height, int32_t pooled_width, int32_t
    pool_height, int32_t pool_width, int32_t pool_stride_h, int32_t pool_stride_w, int32_t
    pool_pad_top, int32_t pool_pad_left, int32_t is_average, float low, float high)
{
    int32_t b, p;
    for (b = 0; b < batch; ++b) {
        for (p = 0; p < pooled_height; ++p) {
            int32_t tap, y;
            const int32_t count = qir_taps(p * pool_stride_h - pool_pad_top, out_height,
                                           pool_height, 1, &tap, &y);
            qir_conv_2d_f32(
                input + b * height * width * channels, weights, bias, rows, 1, height, width,
                channels, count, out_width, outputs, groups, filter_height, filter_width,
                stride_h, stride_w, dilation_h, dilation_w, pad_top - y * stride_h, pad_left,
                low, high);
            qir_pool_row(rows, output + (b * pooled_height + p) * pooled_width * outputs, count,
                         out_width, outputs, pooled_width, pool_width, pool_stride_w,
                         pool_pad_left, is_average);
        }
    }
}

/* The same of qir_conv_2d_w8. */
QIR_KERNEL void qir_conv_2d_pool_w8(
    const float *input, const int8_t *weights, const float *weight_scales, const float *bias,
    float *output, float *rows, int32_t batch, int32_t height, int32_t width, int32_t
    channels, int32_t out_height, int32_t out_width, int32_t outputs, int32_t groups, int32_t
    filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w, int32_t
    dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, int32_t pooled_height,
    int32_t pooled_width, int32_t pool_height, int32_t pool_width, int32_t pool_stride_h,
    int32_t pool_stride_w, int32_t pool_pad_top, int32_t pool_pad_left, int32_t is_average,
    float low, float high)
{
    int32_t b, p;
    for (b = 0; b < batch; ++b) {
        for (p = 0; p < pooled_height; ++p) {
            int32_t tap, y;
            const int32_t count = qir_taps(p * pool_stride_h - pool_pad_top, out_height,
                                           pool_height, 1, &tap, &y);
            qir_conv_2d_w8(
                input + b * height * width * channels, weights, weight_scales, bias, rows, 1,
                height, width, channels, count, out_width, outputs, groups, filter_height,
                filter_width, stride_h, stride_w, dilation_h, dilation_w, pad_top - y *
                stride_h, pad_left, low, high);
            qir_pool_row(rows, output + (b * pooled_height + p) * pooled_width * outputs, count,
                         out_width, outputs, pooled_width, pool_width, pool_stride_w,
                         pool_pad_left, is_average);
        }
    }
}

/* The same of qir_conv_2d_i8. */
QIR_KERNEL void qir_conv_2d_pool_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t
    *weights, const float *weight_scales, const float *bias, float *output, float *rows,
    int32_t batch, int32_t height, int32_t width, int32_t channels, int32_t out_height,
    int32_t out_width, int32_t outputs, int32_t groups, int32_t filter_height, int32_t
    filter_width, int32_t stride_h, int32_t stride_w, int32_t dilation_h, int32_t dilation_w,
    int32_t pad_top, int32_t pad_left, int32_t pooled_height, int32_t pooled_width, int32_t
    pool_height, int32_t pool_width, int32_t pool_stride_h, int32_t pool_stride_w, int32_t
    pool_pad_top, int32_t pool_pad_left, int32_t is_average, float low, float high)
{
    int32_t b, p;
    for (b = 0; b < batch; ++b) {
        for (p = 0; p < pooled_height; ++p) {
            int32_t tap, y;
            const int32_t count = qir_taps(p * pool_stride_h - pool_pad_top, out_height,
                                           pool_height, 1, &tap, &y);
            qir_conv_2d_i8(
                input + b * height * width * channels, scales + b, zero_points + b, weights,
                weight_scales, bias, rows, 1, height, width, channels, count, out_width,
                outputs, groups, filter_height, filter_width, stride_h, stride_w, dilation_h,
                dilation_w, pad_top - y * stride_h, pad_left, low, high);
            qir_pool_row(rows, output + (b * pooled_height + p) * pooled_width * outputs, count,
                         out_width, outputs, pooled_width, pool_width, pool_stride_w,
                         pool_pad_left, is_average);
        }
    }
}
