/* LSTMs that make the products of their inputs step by step: of these no more is ever in memory than of
   one step. */

/* qir_lstm_f32 of what input[depth] of each step makes with weights[3 or 4][cell][depth]. sums:
   [3 or 4][cell] to compute in. */
QIR_KERNEL void qir_lstm_inputs_f32(float *state, float *memory, const float *input,
                                    const float *weights, const float *recurrent,
                                    const float *peepholes, const float *norm, const float *bias,
                                    const float *projection, const float *projection_bias,
                                    float *output, float *gates, float *sums, int32_t depth,
                                    int32_t time, int32_t batch, int32_t cell, int32_t out,
                                    int32_t has_input_gate, int32_t is_time_major,
                                    int32_t is_reversed, int32_t is_tanh, float low, float high,
                                    float cell_clip, float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    int32_t step, b;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            qir_fully_connected_f32(input + row * depth, weights, NULL, sums, 1, depth, width,
                                    -INFINITY, INFINITY);
            qir_lstm_f32(state + b * out, memory + b * cell, sums, recurrent, peepholes, norm,
                         bias, projection, projection_bias, output + row * out, gates, 1, 1, cell,
                         out, has_input_gate, is_time_major, 0, is_tanh, low, high, cell_clip,
                         proj_clip);
        }
    }
}

/* The same with integer weights, with a scale for each row: qir_lstm_w8. */
QIR_KERNEL void qir_lstm_inputs_w8(float *state, float *memory, const float *input,
                                   const int8_t *weights, const float *weight_scales,
                                   const int8_t *recurrent, const float *recurrent_scales,
                                   const float *peepholes, const float *norm, const float *bias,
                                   const int8_t *projection, const float *projection_scales,
                                   const float *projection_bias, float *output, float *gates,
                                   float *sums, int32_t depth, int32_t time, int32_t batch,
                                   int32_t cell, int32_t out, int32_t has_input_gate,
                                   int32_t is_time_major, int32_t is_reversed, int32_t is_tanh,
                                   float low, float high, float cell_clip, float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    int32_t step, b;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            qir_fully_connected_w8(input + row * depth, weights, weight_scales, NULL, sums, 1,
                                   depth, width, -INFINITY, INFINITY);
            qir_lstm_w8(state + b * out, memory + b * cell, sums, recurrent, recurrent_scales,
                        peepholes, norm, bias, projection, projection_scales, projection_bias,
                        output + row * out, gates, 1, 1, cell, out, has_input_gate, is_time_major,
                        0, is_tanh, low, high, cell_clip, proj_clip);
        }
    }
}

/* The same with integer weights, with the sum of each row and a scale for each, and integer inputs, which
   have a scale and a zero point each: qir_lstm_i8. */
QIR_KERNEL void qir_lstm_inputs_i8(float *state, float *memory, const int8_t *input,
                                   const float *scales, const int32_t *zero_points,
                                   const int8_t *weights, const int32_t *weight_sums,
                                   const float *weight_scales, const int8_t *recurrent,
                                   const int32_t *recurrent_sums, const float *recurrent_scales,
                                   const float *peepholes, const float *norm, const float *bias,
                                   const int8_t *projection, const int32_t *projection_sums,
                                   const float *projection_scales, const float *projection_bias,
                                   float *output, float *gates, int8_t *rows_i8, float *sums,
                                   int32_t depth, int32_t time, int32_t batch, int32_t cell,
                                   int32_t out, int32_t has_input_gate, int32_t is_time_major,
                                   int32_t is_reversed, int32_t is_asymmetric, int32_t is_tanh,
                                   float low, float high, float cell_clip, float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    int32_t step, b;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            qir_fully_connected_i8(input + row * depth, scales + row, zero_points + row, weights,
                                   weight_sums, weight_scales, NULL, NULL, sums, 1, depth, width,
                                   -INFINITY, INFINITY);
            qir_lstm_i8(state + b * out, memory + b * cell, sums, recurrent, recurrent_sums,
                        recurrent_scales, peepholes, norm, bias, projection, projection_sums,
                        projection_scales, projection_bias, output + row * out, gates, rows_i8, 1,
                        1, cell, out, has_input_gate, is_time_major, 0, is_asymmetric, is_tanh,
                        low, high, cell_clip, proj_clip);
        }
    }
}
