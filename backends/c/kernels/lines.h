/* Convolutions of each channel on what products or convolutions have just made, line by line, so that of
   that no more is ever in memory than the windows of a line see. */

/* Of lines[held], `line` floats each, which are those from `first`, keeps those from `from` on, in front.
   How many there are. */
QIR_KERNEL int32_t qir_keep_lines(float *lines, int32_t first, int32_t held, int32_t from, int32_t line)
{
    const int32_t kept = first + held > from ? first + held - from : 0;
    if (from > first && kept > 0) {
        memmove(lines, lines + (from - first) * line, (size_t)(kept * line) * sizeof(float));
    }
    return kept;
}

/* output[batch][dw_height][dw_width][outputs * multiplier]: qir_depthwise_conv_2d_f32, with filters and
   parameters that begin with dw_, on the result of qir_conv_2d_f32.
   lines[(dw_filter_height - 1) * dw_dilation_h + 1][out_width][outputs] is room for what windows see. */
QIR_KERNEL void qir_conv_2d_depthwise_f32(const float *input, const float *weights,
                                          const float *bias, const float *filters,
                                          const float *filter_bias, float *output, float *lines,
                                          int32_t batch, int32_t height, int32_t width,
                                          int32_t channels, int32_t out_height, int32_t out_width,
                                          int32_t outputs, int32_t groups, int32_t filter_height,
                                          int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                          int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
                                          int32_t pad_left, float low, float high,
                                          int32_t dw_height, int32_t dw_width, int32_t multiplier,
                                          int32_t dw_filter_height, int32_t dw_filter_width,
                                          int32_t dw_stride_h, int32_t dw_stride_w,
                                          int32_t dw_dilation_h, int32_t dw_dilation_w,
                                          int32_t dw_pad_top, int32_t dw_pad_left, float dw_low,
                                          float dw_high)
{
    const int32_t line = out_width * outputs, span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, oy;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (oy = 0; oy < dw_height; ++oy) {
            const int32_t start = oy * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t end = start + span < out_height ? start + span : out_height;
            float *to = output + (b * dw_height + oy) * dw_width * outputs * multiplier;
            held = qir_keep_lines(lines, first, held, from, line);
            first = from;
            if (end > from + held) {
                const int32_t y = from + held;
                const int32_t count = end - from - held;
                float *made = lines + held * line;
                qir_conv_2d_f32(input + b * height * width * channels, weights, bias, made, 1,
                                height, width, channels, count, out_width, outputs, groups,
                                filter_height, filter_width, stride_h, stride_w, dilation_h,
                                dilation_w, pad_top - y * stride_h, pad_left, low, high);
                held += count;
            }
            qir_depthwise_conv_2d_f32(lines, filters, filter_bias, to, 1, held, out_width, outputs,
                                      1, dw_width, multiplier, dw_filter_height, dw_filter_width,
                                      dw_stride_h, dw_stride_w, dw_dilation_h, dw_dilation_w,
                                      first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}

/* The same of qir_depthwise_conv_2d_w8. */
QIR_KERNEL void qir_conv_2d_depthwise_w8(const float *input, const float *weights,
                                         const float *bias, const int8_t *filters,
                                         const float *filter_scales, const float *filter_bias,
                                         float *output, float *lines, int32_t batch,
                                         int32_t height, int32_t width, int32_t channels,
                                         int32_t out_height, int32_t out_width, int32_t outputs,
                                         int32_t groups, int32_t filter_height,
                                         int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                         int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
                                         int32_t pad_left, float low, float high,
                                         int32_t dw_height, int32_t dw_width, int32_t multiplier,
                                         int32_t dw_filter_height, int32_t dw_filter_width,
                                         int32_t dw_stride_h, int32_t dw_stride_w,
                                         int32_t dw_dilation_h, int32_t dw_dilation_w,
                                         int32_t dw_pad_top, int32_t dw_pad_left, float dw_low,
                                         float dw_high)
{
    const int32_t line = out_width * outputs, span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, oy;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (oy = 0; oy < dw_height; ++oy) {
            const int32_t start = oy * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t end = start + span < out_height ? start + span : out_height;
            float *to = output + (b * dw_height + oy) * dw_width * outputs * multiplier;
            held = qir_keep_lines(lines, first, held, from, line);
            first = from;
            if (end > from + held) {
                const int32_t y = from + held;
                const int32_t count = end - from - held;
                float *made = lines + held * line;
                qir_conv_2d_f32(input + b * height * width * channels, weights, bias, made, 1,
                                height, width, channels, count, out_width, outputs, groups,
                                filter_height, filter_width, stride_h, stride_w, dilation_h,
                                dilation_w, pad_top - y * stride_h, pad_left, low, high);
                held += count;
            }
            qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, to, 1, held,
                                     out_width, outputs, 1, dw_width, multiplier, dw_filter_height,
                                     dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                     dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}

/* output[batch][dw_height][dw_width][outputs * multiplier]: qir_depthwise_conv_2d_f32, with filters and
   parameters that begin with dw_, on the result of qir_fully_connected_i8, of which each row is a
   position of an image of [batch][out_height][out_width].
   lines[(dw_filter_height - 1) * dw_dilation_h + 1][out_width][outputs] is room for what windows see. */
QIR_KERNEL void qir_products_depthwise_f32_i8(const int8_t *input, const float *scales,
                                              const int32_t *zero_points, const int8_t *weights,
                                              const int32_t *weight_sums,
                                              const float *weight_scales, const float *bias,
                                              const float *filters, const float *filter_bias,
                                              float *output, float *lines, int32_t batch,
                                              int32_t out_height, int32_t out_width, int32_t depth,
                                              int32_t outputs, float low, float high,
                                              int32_t dw_height, int32_t dw_width,
                                              int32_t multiplier, int32_t dw_filter_height,
                                              int32_t dw_filter_width, int32_t dw_stride_h,
                                              int32_t dw_stride_w, int32_t dw_dilation_h,
                                              int32_t dw_dilation_w, int32_t dw_pad_top,
                                              int32_t dw_pad_left, float dw_low, float dw_high)
{
    const int32_t line = out_width * outputs, span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, oy;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (oy = 0; oy < dw_height; ++oy) {
            const int32_t start = oy * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t end = start + span < out_height ? start + span : out_height;
            float *to = output + (b * dw_height + oy) * dw_width * outputs * multiplier;
            held = qir_keep_lines(lines, first, held, from, line);
            first = from;
            if (end > from + held) {
                const int32_t at = (b * out_height + from + held) * out_width;
                const int32_t count = end - from - held;
                float *made = lines + held * line;
                qir_fully_connected_i8(input + at * depth, scales + at, zero_points + at, weights,
                                       weight_sums, weight_scales, bias, NULL, made,
                                       count * out_width, depth, outputs, low, high);
                held += count;
            }
            qir_depthwise_conv_2d_f32(lines, filters, filter_bias, to, 1, held, out_width, outputs,
                                      1, dw_width, multiplier, dw_filter_height, dw_filter_width,
                                      dw_stride_h, dw_stride_w, dw_dilation_h, dw_dilation_w,
                                      first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}

/* The same of qir_depthwise_conv_2d_w8. */
QIR_KERNEL void qir_products_depthwise_w8_i8(const int8_t *input, const float *scales,
                                             const int32_t *zero_points, const int8_t *weights,
                                             const int32_t *weight_sums,
                                             const float *weight_scales, const float *bias,
                                             const int8_t *filters, const float *filter_scales,
                                             const float *filter_bias, float *output, float *lines,
                                             int32_t batch, int32_t out_height, int32_t out_width,
                                             int32_t depth, int32_t outputs, float low, float high,
                                             int32_t dw_height, int32_t dw_width,
                                             int32_t multiplier, int32_t dw_filter_height,
                                             int32_t dw_filter_width, int32_t dw_stride_h,
                                             int32_t dw_stride_w, int32_t dw_dilation_h,
                                             int32_t dw_dilation_w, int32_t dw_pad_top,
                                             int32_t dw_pad_left, float dw_low, float dw_high)
{
    const int32_t line = out_width * outputs, span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, oy;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (oy = 0; oy < dw_height; ++oy) {
            const int32_t start = oy * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t end = start + span < out_height ? start + span : out_height;
            float *to = output + (b * dw_height + oy) * dw_width * outputs * multiplier;
            held = qir_keep_lines(lines, first, held, from, line);
            first = from;
            if (end > from + held) {
                const int32_t at = (b * out_height + from + held) * out_width;
                const int32_t count = end - from - held;
                float *made = lines + held * line;
                qir_fully_connected_i8(input + at * depth, scales + at, zero_points + at, weights,
                                       weight_sums, weight_scales, bias, NULL, made,
                                       count * out_width, depth, outputs, low, high);
                held += count;
            }
            qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, to, 1, held,
                                     out_width, outputs, 1, dw_width, multiplier, dw_filter_height,
                                     dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                     dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}
