/* Layers with states, a step of time after another: rows R of semantics.md. A state is read, and
   written to for the next call; it is zero at first. Sequences are [time][batch][...] where
   is_time_major, else [batch][time][...]; where is_reversed, the last step of time comes first. */

/* What becomes of a sum: its tanh, or the sum between low and high, low where it is NaN; itself
   where low is -infinity. Rule R24. */
QIR_KERNEL float qir_activated_state(float x, int32_t is_tanh, float low, float high)
{
    if (is_tanh) {
        return qir_tanh(x);
    }
    if (low == -INFINITY) {
        return x;
    }
    return x > low ? (x < high ? x : high) : low;
}

/* y[cell] and h[cell] = what becomes of the sums in y. */
QIR_KERNEL void qir_activate_states(float *y, float *h, int32_t cell, int32_t is_tanh, float low,
                                    float high)
{
    int32_t i;
    for (i = 0; i < cell; ++i) {
        y[i] = qir_activated_state(y[i], is_tanh, low, high);
        h[i] = y[i];
    }
}

/* gate[cell] less its mean; what its standard deviation is. */
QIR_KERNEL float qir_lstm_centered(float *gate, int32_t cell)
{
    float mean = 0.0F, variance = 0.0F;
    int32_t i;
    for (i = 0; i < cell; ++i) {
        mean += gate[i];
    }
    mean /= (float)cell;
    for (i = 0; i < cell; ++i) {
        gate[i] -= mean;
        variance += gate[i] * gate[i];
    }
    return qir_sqrt(variance / (float)cell + 1e-8F);
}

/* The sums of one gate, gate[cell], ready for its activation: plus peephole * memory; where norm is
   not NULL, less their mean, over their standard deviation, times norm; plus bias. Rules R1, R4. */
QIR_KERNEL void qir_lstm_gate(float *gate, const float *memory, const float *peephole,
                              const float *norm, const float *bias, int32_t cell)
{
    int32_t i;
    if (peephole) {
        for (i = 0; i < cell; ++i) {
            gate[i] += memory[i] * peephole[i];
        }
    }
    if (norm) {
        const float deviation = qir_lstm_centered(gate, cell);
        for (i = 0; i < cell; ++i) {
            gate[i] = gate[i] / deviation * norm[i];
        }
    }
    for (i = 0; i < cell; ++i) {
        gate[i] += bias[i];
    }
}

/* memory[cell] = what is kept of it by the sums in forget, and what is made of those in made, as far as
   those in input admit it; where that is NULL, as far as the memory is not kept. cell_clip: 0 is none. */
QIR_KERNEL void qir_lstm_remember(const float *input, const float *forget, const float *made,
                                  float *memory, int32_t cell, int32_t is_tanh, float low,
                                  float high, float cell_clip)
{
    int32_t i;
    for (i = 0; i < cell; ++i) {
        const float kept = qir_sigmoid(forget[i]);
        const float admitted = input ? qir_sigmoid(input[i]) : 1.0F - kept;
        const float entry = qir_activated_state(made[i], is_tanh, low, high);
        float value = kept * memory[i] + admitted * entry;
        if (cell_clip > 0.0F) {
            value = qir_clamp(value, -cell_clip, cell_clip);
        }
        memory[i] = value;
    }
}

/* output[cell] = what its sums let out of what is made of memory[cell]. */
QIR_KERNEL void qir_lstm_put_out(float *output, const float *memory, int32_t cell, int32_t is_tanh,
                                 float low, float high)
{
    int32_t i;
    for (i = 0; i < cell; ++i) {
        const float entry = qir_activated_state(memory[i], is_tanh, low, high);
        output[i] = qir_sigmoid(output[i]) * entry;
    }
}

/* One step of an LSTM from its sums W x + R h: gates[3 or 4][cell], in the order input (where
   has_input_gate; else it is 1 - forget), forget, cell, output. Updates memory[cell], and leaves what
   is put out in the last of gates. peepholes[2 or 3][cell] have no row of the cell's; they and norm
   [3 or 4][cell] may be NULL; bias is [3 or 4][cell]. cell_clip: 0 is none. Rules R1, R4. */
QIR_KERNEL void qir_lstm_cell(float *gates, float *memory, const float *peepholes,
                              const float *norm, const float *bias, int32_t cell,
                              int32_t has_input_gate, int32_t is_tanh, float low, float high,
                              float cell_clip)
{
    const int32_t forget_at = has_input_gate ? cell : 0;
    const int32_t new_at = forget_at + cell, output_at = new_at + cell;
    float *forget = gates + forget_at, *made = gates + new_at, *output = gates + output_at;
    if (has_input_gate) {
        qir_lstm_gate(gates, memory, peepholes, norm, bias, cell);
    }
    qir_lstm_gate(forget, memory, peepholes ? peepholes + forget_at : NULL,
                  norm ? norm + forget_at : NULL, bias + forget_at, cell);
    qir_lstm_gate(made, memory, NULL, norm ? norm + new_at : NULL, bias + new_at, cell);
    qir_lstm_remember(has_input_gate ? gates : NULL, forget, made, memory, cell, is_tanh, low, high,
                      cell_clip);
    qir_lstm_gate(output, memory, peepholes ? peepholes + new_at : NULL,
                  norm ? norm + output_at : NULL, bias + output_at, cell);
    qir_lstm_put_out(output, memory, cell, is_tanh, low, high);
}

/* An LSTM of floats along a sequence. state[batch][out] and memory[batch][cell] are states.
   sums: W x of each step, a row [3 or 4][cell]; recurrent[3 or 4][cell][out]; gates as qir_lstm_cell
   has them, with its peepholes, norm and bias. projection[out][cell] and projection_bias[out] may be
   NULL; without a projection out is cell. output: a row [out] of each step. gates: [4][cell] to
   compute in. cell_clip, proj_clip: 0 is none. */
QIR_KERNEL void qir_lstm_f32(float *state, float *memory, const float *sums,
                             const float *recurrent, const float *peepholes, const float *norm,
                             const float *bias, const float *projection,
                             const float *projection_bias, float *output, float *gates,
                             int32_t time, int32_t batch, int32_t cell, int32_t out,
                            int32_t has_input_gate, int32_t is_time_major, int32_t is_reversed,
                            int32_t is_tanh, float low, float high, float cell_clip,
                            float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    const float bound = proj_clip > 0.0F ? proj_clip : INFINITY;
    int32_t step, b, i;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            const float *hidden = gates + (width - cell);
            float *h = state + b * out, *y = output + row * out;
            qir_fully_connected_f32(h, recurrent, sums + row * width, gates, 1, out, width,
                                    -INFINITY, INFINITY);
            qir_lstm_cell(gates, memory + b * cell, peepholes, norm, bias, cell, has_input_gate,
                          is_tanh, low, high, cell_clip);
            if (projection) {
                qir_fully_connected_f32(hidden, projection, projection_bias, y, 1, cell, out,
                                        -bound, bound);
                hidden = y;
            }
            for (i = 0; i < out; ++i) {
                y[i] = hidden[i];
                h[i] = hidden[i];
            }
        }
    }
}

/* The same with integer weights of recurrent and projection, with a scale for each row. */
QIR_KERNEL void qir_lstm_w8(float *state, float *memory, const float *sums,
                            const int8_t *recurrent, const float *recurrent_scales,
                            const float *peepholes, const float *norm, const float *bias,
                            const int8_t *projection, const float *projection_scales,
                            const float *projection_bias, float *output, float *gates,
                            int32_t time, int32_t batch, int32_t cell, int32_t out,
                            int32_t has_input_gate, int32_t is_time_major, int32_t is_reversed,
                            int32_t is_tanh, float low, float high, float cell_clip,
                            float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    const float bound = proj_clip > 0.0F ? proj_clip : INFINITY;
    int32_t step, b, i;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            const float *hidden = gates + (width - cell);
            float *h = state + b * out, *y = output + row * out;
            qir_fully_connected_w8(h, recurrent, recurrent_scales, sums + row * width, gates, 1,
                                   out, width, -INFINITY, INFINITY);
            qir_lstm_cell(gates, memory + b * cell, peepholes, norm, bias, cell, has_input_gate,
                          is_tanh, low, high, cell_clip);
            if (projection) {
                qir_fully_connected_w8(hidden, projection, projection_scales, projection_bias, y, 1,
                                       cell, out, -bound, bound);
                hidden = y;
            }
            for (i = 0; i < out; ++i) {
                y[i] = hidden[i];
                h[i] = hidden[i];
            }
        }
    }
}

/* The same with integer weights of recurrent and projection, with the sum of each row and a scale for
   each; rows_i8[cell] to compute in. Rule R2. */
QIR_KERNEL void qir_lstm_i8(float *state, float *memory, const float *sums,
                            const int8_t *recurrent, const int32_t *recurrent_sums,
                            const float *recurrent_scales, const float *peepholes,
                            const float *norm, const float *bias, const int8_t *projection,
                            const int32_t *projection_sums, const float *projection_scales,
                            const float *projection_bias, float *output, float *gates,
                            int8_t *rows_i8, int32_t time, int32_t batch, int32_t cell, int32_t out,
                            int32_t has_input_gate, int32_t is_time_major, int32_t is_reversed,
                            int32_t is_asymmetric, int32_t is_tanh, float low, float high,
                            float cell_clip, float proj_clip)
{
    const int32_t width = (has_input_gate ? 4 : 3) * cell;
    const float bound = proj_clip > 0.0F ? proj_clip : INFINITY;
    int32_t step, b, i, zero_point;
    float scale;
    for (step = 0; step < time; ++step) {
        for (b = 0; b < batch; ++b) {
            const int32_t t = is_reversed ? time - 1 - step : step;
            const int32_t row = is_time_major ? t * batch + b : b * time + t;
            const float *hidden = gates + (width - cell);
            float *h = state + b * out, *y = output + row * out;
            qir_quantize_rows(h, rows_i8, &scale, &zero_point, 1, out, is_asymmetric);
            qir_fully_connected_i8(rows_i8, &scale, &zero_point, recurrent, recurrent_sums,
                                   recurrent_scales, sums + row * width, NULL, gates, 1, out,
                                   width, -INFINITY, INFINITY);
            qir_lstm_cell(gates, memory + b * cell, peepholes, norm, bias, cell, has_input_gate,
                          is_tanh, low, high, cell_clip);
            if (projection) {
                qir_quantize_rows(hidden, rows_i8, &scale, &zero_point, 1, cell, is_asymmetric);
                qir_fully_connected_i8(rows_i8, &scale, &zero_point, projection, projection_sums,
                                       projection_scales, projection_bias, NULL, y, 1, cell, out,
                                       -bound, bound);
                hidden = y;
            }
            for (i = 0; i < out; ++i) {
                y[i] = hidden[i];
                h[i] = hidden[i];
            }
        }
    }
}

/* One step of an LSTM from its sums[batch][4][cell] in the order input, cell, forget, output, and
   memory[batch][cell]: output[batch][cell] and memory_out[batch][cell]. Rule R3. */
QIR_KERNEL void qir_basic_lstm_f32(const float *sums, const float *memory, float *output,
                                   float *memory_out, int32_t batch, int32_t cell)
{
    int32_t b, i;
    for (b = 0; b < batch; ++b) {
        const float *x = sums + b * 4 * cell;
        for (i = 0; i < cell; ++i) {
            const float admitted = qir_sigmoid(x[i]) * qir_tanh(x[cell + i]);
            const float kept = qir_sigmoid(x[2 * cell + i]) * memory[b * cell + i];
            const float value = admitted + kept;
            memory_out[b * cell + i] = value;
            output[b * cell + i] = qir_sigmoid(x[3 * cell + i]) * qir_tanh(value);
        }
    }
}

/* An RNN of floats along a sequence. state[batch][cell] is a state. sums: W x + bias of each step, a
   row [cell]; recurrent[cell][cell]. output: a row [cell] of each step, the activation of
   sums + recurrent state. The sequence is run over so many times. Rules R20, R23. */
QIR_KERNEL void qir_rnn_f32(float *state, const float *sums, const float *recurrent, float *output,
                            int32_t time, int32_t batch, int32_t cell, int32_t is_time_major,
                            int32_t is_reversed, int32_t runs, int32_t is_tanh, float low,
                            float high)
{
    int32_t run, step, b;
    for (run = 0; run < runs; ++run) {
        for (step = 0; step < time; ++step) {
            for (b = 0; b < batch; ++b) {
                const int32_t t = is_reversed ? time - 1 - step : step;
                const int32_t row = is_time_major ? t * batch + b : b * time + t;
                float *h = state + b * cell, *y = output + row * cell;
                qir_fully_connected_f32(h, recurrent, sums + row * cell, y, 1, cell, cell,
                                        -INFINITY, INFINITY);
                qir_activate_states(y, h, cell, is_tanh, low, high);
            }
        }
    }
}

/* The same with integer weights of recurrent, with a scale for each row. */
QIR_KERNEL void qir_rnn_w8(float *state, const float *sums, const int8_t *recurrent,
                           const float *recurrent_scales, float *output, int32_t time,
                           int32_t batch, int32_t cell, int32_t is_time_major, int32_t is_reversed,
                           int32_t runs, int32_t is_tanh, float low, float high)
{
    int32_t run, step, b;
    for (run = 0; run < runs; ++run) {
        for (step = 0; step < time; ++step) {
            for (b = 0; b < batch; ++b) {
                const int32_t t = is_reversed ? time - 1 - step : step;
                const int32_t row = is_time_major ? t * batch + b : b * time + t;
                float *h = state + b * cell, *y = output + row * cell;
                qir_fully_connected_w8(h, recurrent, recurrent_scales, sums + row * cell, y, 1, cell,
                                       cell, -INFINITY, INFINITY);
                qir_activate_states(y, h, cell, is_tanh, low, high);
            }
        }
    }
}

/* The same with integer weights of recurrent, with the sum of each row and a scale for each;
   rows_i8[cell] to compute in. */
QIR_KERNEL void qir_rnn_i8(float *state, const float *sums, const int8_t *recurrent,
                           const int32_t *recurrent_sums, const float *recurrent_scales,
                           float *output, int8_t *rows_i8, int32_t time, int32_t batch,
                           int32_t cell, int32_t is_time_major, int32_t is_reversed, int32_t runs,
                           int32_t is_asymmetric, int32_t is_tanh, float low, float high)
{
    int32_t run, step, b, zero_point;
    float scale;
    for (run = 0; run < runs; ++run) {
        for (step = 0; step < time; ++step) {
            for (b = 0; b < batch; ++b) {
                const int32_t t = is_reversed ? time - 1 - step : step;
                const int32_t row = is_time_major ? t * batch + b : b * time + t;
                float *h = state + b * cell, *y = output + row * cell;
                qir_quantize_rows(h, rows_i8, &scale, &zero_point, 1, cell, is_asymmetric);
                qir_fully_connected_i8(rows_i8, &scale, &zero_point, recurrent, recurrent_sums,
                                       recurrent_scales, sums + row * cell, NULL, y, 1, cell,
                                       cell, -INFINITY, INFINITY);
                qir_activate_states(y, h, cell, is_tanh, low, high);
            }
        }
    }
}

/* Forgets the oldest of filter[memory], and puts newest at its end. */
QIR_KERNEL void qir_svdf_remember(float *filter, float newest, int32_t memory)
{
    int32_t i;
    for (i = 1; i < memory; ++i) {
        filter[i - 1] = filter[i];
    }
    filter[memory - 1] = newest;
}

/* One step of SVDF, rank filters for each unit: the activation of the sum of their
   state[batch][units * rank][memory] times times[units * rank][memory], plus bias[units], which may
   be NULL. state is a state, to which newest[batch][units * rank] is added first. */
QIR_KERNEL void qir_svdf_f32(float *state, const float *newest, const float *times,
                             const float *bias, float *output, int32_t batch, int32_t units,
                             int32_t rank, int32_t memory, int32_t is_tanh, float low, float high)
{
    int32_t b, u, r, i;
    for (b = 0; b < batch; ++b) {
        for (u = 0; u < units; ++u) {
            float sum = 0.0F;
            for (r = u * rank; r < (u + 1) * rank; ++r) {
                float *filter = state + (b * units * rank + r) * memory;
                qir_svdf_remember(filter, newest[b * units * rank + r], memory);
                for (i = 0; i < memory; ++i) {
                    sum += filter[i] * times[r * memory + i];
                }
            }
            sum += bias ? bias[u] : 0.0F;
            output[b * units + u] = qir_activated_state(sum, is_tanh, low, high);
        }
    }
}

/* The same with times of integers, with a scale for each filter. */
QIR_KERNEL void qir_svdf_w8(float *state, const float *newest, const int8_t *times,
                            const float *time_scales, const float *bias, float *output,
                            int32_t batch, int32_t units, int32_t rank, int32_t memory,
                            int32_t is_tanh, float low, float high)
{
    int32_t b, u, r, i;
    for (b = 0; b < batch; ++b) {
        for (u = 0; u < units; ++u) {
            float sum = 0.0F;
            for (r = u * rank; r < (u + 1) * rank; ++r) {
                float *filter = state + (b * units * rank + r) * memory;
                qir_svdf_remember(filter, newest[b * units * rank + r], memory);
                for (i = 0; i < memory; ++i) {
                    sum += filter[i] * ((float)times[r * memory + i] * time_scales[r]);
                }
            }
            sum += bias ? bias[u] : 0.0F;
            output[b * units + u] = qir_activated_state(sum, is_tanh, low, high);
        }
    }
}
