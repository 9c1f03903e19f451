/* Layers with states: what is computed of sums, by vectors. Rows R of semantics.md. */

/* What becomes of a sum: its tanh, or the sum between low and high, low where it is NaN; itself
   where low is -infinity. Rule R24. */
QIR_KERNEL qir_f32v qir_activated_f32v(qir_f32v x, int32_t is_tanh, float low, float high)
{
    if (is_tanh) {
        return qir_tanh_f32v(x);
    }
    return low == -INFINITY ? x : qir_clamp_f32v(x, low, high);
}

/* y[cell] and h[cell] = what becomes of the sums in y. */
QIR_KERNEL void qir_activate_states(float *y, float *h, int32_t cell, int32_t is_tanh, float low,
                                    float high)
{
    int32_t i;
    for (i = 0; i < cell; i += QIR_LANES) {
        const qir_f32v sum = qir_load_f32v(y + i, cell - i);
        const qir_f32v made = qir_activated_f32v(sum, is_tanh, low, high);
        qir_store_f32v(y + i, made, cell - i);
        qir_store_f32v(h + i, made, cell - i);
    }
}

/* The sums of one gate, gate[cell], ready for its activation: plus peephole * memory; where norm is
   not NULL, less their mean, over their standard deviation, times norm; plus bias. Rules R1, R4. */
QIR_KERNEL void qir_lstm_gate(float *gate, const float *memory, const float *peephole,
                              const float *norm, const float *bias, int32_t cell)
{
    float mean = 0.0F, variance = 0.0F, deviation = 1.0F;
    int32_t i;
    for (i = 0; peephole && i < cell; i += QIR_LANES) {
        const qir_f32v of_memory = qir_load_f32v(memory + i, cell - i);
        qir_f32v sum = qir_load_f32v(gate + i, cell - i);
        sum += of_memory * qir_load_f32v(peephole + i, cell - i);
        qir_store_f32v(gate + i, sum, cell - i);
    }
    if (norm) {
        for (i = 0; i < cell; ++i) {
            mean += gate[i];
        }
        mean /= (float)cell;
        for (i = 0; i < cell; ++i) {
            gate[i] -= mean;
            variance += gate[i] * gate[i];
        }
        deviation = qir_sqrt(variance / (float)cell + 1e-8F);
    }
    for (i = 0; i < cell; i += QIR_LANES) {
        qir_f32v sum = qir_load_f32v(gate + i, cell - i);
        if (norm) {
            sum = sum / deviation * qir_load_f32v(norm + i, cell - i);
        }
        qir_store_f32v(gate + i, sum + qir_load_f32v(bias + i, cell - i), cell - i);
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
    int32_t i;
    if (has_input_gate) {
        qir_lstm_gate(gates, memory, peepholes, norm, bias, cell);
    }
    qir_lstm_gate(forget, memory, peepholes ? peepholes + forget_at : NULL,
                  norm ? norm + forget_at : NULL, bias + forget_at, cell);
    qir_lstm_gate(made, memory, NULL, norm ? norm + new_at : NULL, bias + new_at, cell);
    for (i = 0; i < cell; i += QIR_LANES) {
        const int32_t count = cell - i;
        const qir_f32v kept = qir_sigmoid_f32v(qir_load_f32v(forget + i, count));
        const qir_f32v sum = qir_load_f32v(made + i, count);
        const qir_f32v entry = qir_activated_f32v(sum, is_tanh, low, high);
        qir_f32v admitted = 1.0F - kept, value;
        if (has_input_gate) {
            admitted = qir_sigmoid_f32v(qir_load_f32v(gates + i, count));
        }
        value = kept * qir_load_f32v(memory + i, count) + admitted * entry;
        if (cell_clip > 0.0F) {
            value = qir_bound_f32v(value, -cell_clip, cell_clip);
        }
        qir_store_f32v(memory + i, value, count);
    }
    qir_lstm_gate(output, memory, peepholes ? peepholes + new_at : NULL,
                  norm ? norm + output_at : NULL, bias + output_at, cell);
    for (i = 0; i < cell; i += QIR_LANES) {
        const qir_f32v value = qir_load_f32v(memory + i, cell - i);
        const qir_f32v entry = qir_activated_f32v(value, is_tanh, low, high);
        const qir_f32v opened = qir_sigmoid_f32v(qir_load_f32v(output + i, cell - i));
        qir_store_f32v(output + i, opened * entry, cell - i);
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
        for (i = 0; i < cell; i += QIR_LANES) {
            const int32_t at = b * cell + i, count = cell - i;
            const qir_f32v entry = qir_tanh_f32v(qir_load_f32v(x + cell + i, count));
            const qir_f32v admitted = qir_sigmoid_f32v(qir_load_f32v(x + i, count)) * entry;
            const qir_f32v forget = qir_sigmoid_f32v(qir_load_f32v(x + 2 * cell + i, count));
            const qir_f32v value = admitted + forget * qir_load_f32v(memory + at, count);
            const qir_f32v opened = qir_sigmoid_f32v(qir_load_f32v(x + 3 * cell + i, count));
            qir_store_f32v(memory_out + at, value, count);
            qir_store_f32v(output + at, opened * qir_tanh_f32v(value), count);
        }
    }
}
