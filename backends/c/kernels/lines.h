/* Convolutions of each channel on what products or convolutions have just made, some lines at a time, so
   that of that no more is ever in memory than the windows of these lines see. */

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

/* So that lines are those from `from` to `end`, moves those that are there, `held` from `first`, and
   makes the others by qir_conv_2d_f32 of one image. How many there are. */
QIR_KERNEL int32_t qir_convolved_lines(const float *input, const float *weights, const float *bias,
                                       float *lines, int32_t first, int32_t held, int32_t from,
                                       int32_t end, int32_t height, int32_t width, int32_t channels,
                                       int32_t out_width, int32_t outputs, int32_t groups,
                                       int32_t filter_height, int32_t filter_width,
                                       int32_t stride_h, int32_t stride_w, int32_t dilation_h,
                                       int32_t dilation_w, int32_t pad_top, int32_t pad_left,
                                       float low, float high)
{
    const int32_t line = out_width * outputs;
    const int32_t kept = qir_keep_lines(lines, first, held, from, line);
    const int32_t y = from + kept, count = end - y;
    if (count <= 0) {
        return kept;
    }
    qir_conv_2d_f32(input, weights, bias, lines + kept * line, 1, height, width, channels, count,
                    out_width, outputs, groups, filter_height, filter_width, stride_h, stride_w,
                    dilation_h, dilation_w, pad_top - y * stride_h, pad_left, low, high);
    return end - from;
}

/* The same with qir_fully_connected_i8, of which each row is a position of one image. */
QIR_KERNEL int32_t qir_multiplied_lines(const int8_t *input, const float *scales,
                                        const int32_t *zero_points, const int8_t *weights,
                                        const int32_t *weight_sums, const float *weight_scales,
                                        const float *bias, float *lines, int32_t first,
                                        int32_t held, int32_t from, int32_t end, int32_t out_width,
                                        int32_t depth, int32_t outputs, float low, float high)
{
    const int32_t line = out_width * outputs;
    const int32_t kept = qir_keep_lines(lines, first, held, from, line);
    const int32_t count = end - from - kept, at = (from + kept) * out_width;
    if (count <= 0) {
        return kept;
    }
    qir_fully_connected_i8(input + at * depth, scales + at, zero_points + at, weights, weight_sums,
                           weight_scales, bias, NULL, lines + kept * line, count * out_width, depth,
                           outputs, low, high);
    return end - from;
}

/* output[batch][dw_height][dw_width][outputs * multiplier]: qir_depthwise_conv_2d_f32, with filters and
   parameters that begin with dw_, on the result of qir_conv_2d_f32.
   lines[(together - 1) * dw_stride_h + (dw_filter_height - 1) * dw_dilation_h + 1][out_width][outputs], or
   as many as there are, is room for what windows of `together` lines see. */
QIR_KERNEL void qir_conv_2d_depthwise_f32(
    const float *input, const float *weights, const float *bias, const float *filters,
    const float *filter_bias, float *output, float *lines, int32_t batch, int32_t height,
    int32_t width, int32_t channels, int32_t out_height, int32_t out_width, int32_t outputs,
    int32_t groups, int32_t filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w,
    int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
    float high, int32_t dw_height, int32_t dw_width, int32_t multiplier, int32_t dw_filter_height,
    int32_t dw_filter_width, int32_t dw_stride_h, int32_t dw_stride_w, int32_t dw_dilation_h,
    int32_t dw_dilation_w, int32_t dw_pad_top, int32_t dw_pad_left, float dw_low, float dw_high,
    int32_t together)
{
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, y;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (y = 0; y < dw_height; y += together) {
            const int32_t count = dw_height - y < together ? dw_height - y : together;
            const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t seen = start + (count - 1) * dw_stride_h + span;
            const int32_t end = seen < out_height ? seen : out_height;
            float *to = output + (b * dw_height + y) * dw_width * outputs * multiplier;
            held = qir_convolved_lines(input + b * height * width * channels, weights, bias, lines,
                                       first, held, from, end, height, width, channels, out_width,
                                       outputs, groups, filter_height, filter_width, stride_h,
                                       stride_w, dilation_h, dilation_w, pad_top, pad_left, low,
                                       high);
            first = from;
            qir_depthwise_conv_2d_f32(lines, filters, filter_bias, to, 1, held, out_width, outputs,
                                      count, dw_width, multiplier, dw_filter_height,
                                      dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                      dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}

/* The same of qir_depthwise_conv_2d_w8. */
QIR_KERNEL void qir_conv_2d_depthwise_w8(
    const float *input, const float *weights, const float *bias, const int8_t *filters,
    const float *filter_scales, const float *filter_bias, float *output, float *lines,
    int32_t batch, int32_t height, int32_t width, int32_t channels, int32_t out_height,
    int32_t out_width, int32_t outputs, int32_t groups, int32_t filter_height, int32_t filter_width,
    int32_t stride_h, int32_t stride_w, int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
    int32_t pad_left, float low, float high, int32_t dw_height, int32_t dw_width,
    int32_t multiplier, int32_t dw_filter_height, int32_t dw_filter_width, int32_t dw_stride_h,
    int32_t dw_stride_w, int32_t dw_dilation_h, int32_t dw_dilation_w, int32_t dw_pad_top,
    int32_t dw_pad_left, float dw_low, float dw_high, int32_t together)
{
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, y;
    for (b = 0; b < batch; ++b) {
        int32_t first = 0, held = 0;
        for (y = 0; y < dw_height; y += together) {
            const int32_t count = dw_height - y < together ? dw_height - y : together;
            const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t seen = start + (count - 1) * dw_stride_h + span;
            const int32_t end = seen < out_height ? seen : out_height;
            float *to = output + (b * dw_height + y) * dw_width * outputs * multiplier;
            held = qir_convolved_lines(input + b * height * width * channels, weights, bias, lines,
                                       first, held, from, end, height, width, channels, out_width,
                                       outputs, groups, filter_height, filter_width, stride_h,
                                       stride_w, dilation_h, dilation_w, pad_top, pad_left, low,
                                       high);
            first = from;
            qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, to, 1, held,
                                     out_width, outputs, count, dw_width, multiplier,
                                     dw_filter_height, dw_filter_width, dw_stride_h, dw_stride_w,
                                     dw_dilation_h, dw_dilation_w, first - start, dw_pad_left,
                                     dw_low, dw_high);
        }
    }
}

/* output[batch][dw_height][dw_width][outputs * multiplier]: qir_depthwise_conv_2d_f32, with filters and
   parameters that begin with dw_, on the result of qir_fully_connected_i8, of which each row is a
   position of an image of [batch][out_height][out_width].
   lines[(together - 1) * dw_stride_h + (dw_filter_height - 1) * dw_dilation_h + 1][out_width][outputs], or
   as many as there are, is room for what windows of `together` lines see. */
QIR_KERNEL void qir_products_depthwise_f32_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t *weights,
    const int32_t *weight_sums, const float *weight_scales, const float *bias, const float *filters,
    const float *filter_bias, float *output, float *lines, int32_t batch, int32_t out_height,
    int32_t out_width, int32_t depth, int32_t outputs, float low, float high, int32_t dw_height,
    int32_t dw_width, int32_t multiplier, int32_t dw_filter_height, int32_t dw_filter_width,
    int32_t dw_stride_h, int32_t dw_stride_w, int32_t dw_dilation_h, int32_t dw_dilation_w,
    int32_t dw_pad_top, int32_t dw_pad_left, float dw_low, float dw_high, int32_t together)
{
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, y;
    for (b = 0; b < batch; ++b) {
        const int32_t at = b * out_height * out_width;
        int32_t first = 0, held = 0;
        for (y = 0; y < dw_height; y += together) {
            const int32_t count = dw_height - y < together ? dw_height - y : together;
            const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t seen = start + (count - 1) * dw_stride_h + span;
            const int32_t end = seen < out_height ? seen : out_height;
            float *to = output + (b * dw_height + y) * dw_width * outputs * multiplier;
            held = qir_multiplied_lines(input + at * depth, scales + at, zero_points + at, weights,
                                        weight_sums, weight_scales, bias, lines, first, held, from,
                                        end, out_width, depth, outputs, low, high);
            first = from;
            qir_depthwise_conv_2d_f32(lines, filters, filter_bias, to, 1, held, out_width, outputs,
                                      count, dw_width, multiplier, dw_filter_height,
                                      dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                      dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        }
    }
}

/* The same of qir_depthwise_conv_2d_w8. */
QIR_KERNEL void qir_products_depthwise_w8_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t *weights,
    const int32_t *weight_sums, const float *weight_scales, const float *bias,
    const int8_t *filters, const float *filter_scales, const float *filter_bias, float *output,
    float *lines, int32_t batch, int32_t out_height, int32_t out_width, int32_t depth,
    int32_t outputs, float low, float high, int32_t dw_height, int32_t dw_width, int32_t multiplier,
    int32_t dw_filter_height, int32_t dw_filter_width, int32_t dw_stride_h, int32_t dw_stride_w,
    int32_t dw_dilation_h, int32_t dw_dilation_w, int32_t dw_pad_top, int32_t dw_pad_left,
    float dw_low, float dw_high, int32_t together)
{
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t b, y;
    for (b = 0; b < batch; ++b) {
        const int32_t at = b * out_height * out_width;
        int32_t first = 0, held = 0;
        for (y = 0; y < dw_height; y += together) {
            const int32_t count = dw_height - y < together ? dw_height - y : together;
            const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
            const int32_t seen = start + (count - 1) * dw_stride_h + span;
            const int32_t end = seen < out_height ? seen : out_height;
            float *to = output + (b * dw_height + y) * dw_width * outputs * multiplier;
            held = qir_multiplied_lines(input + at * depth, scales + at, zero_points + at, weights,
                                        weight_sums, weight_scales, bias, lines, first, held, from,
                                        end, out_width, depth, outputs, low, high);
            first = from;
            qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, to, 1, held,
                                     out_width, outputs, count, dw_width, multiplier,
                                     dw_filter_height, dw_filter_width, dw_stride_h, dw_stride_w,
                                     dw_dilation_h, dw_dilation_w, first - start, dw_pad_left,
                                     dw_low, dw_high);
        }
    }
}
