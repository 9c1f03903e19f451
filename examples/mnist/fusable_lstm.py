"""A Keras LSTM that TensorFlow's converter turns into one fused operator."""

import keras
import tensorflow as tf
from keras import layers


@tf.function(
    experimental_attributes={"api_implements": "lstm_", "time_major": False, "go_backwards": False}
)
def lstm_composite(
    inputs: tf.Tensor,
    state: tf.Tensor,
    carry: tf.Tensor,
    kernel: tf.Tensor,
    recurrent_kernel: tf.Tensor,
    bias: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
    """LSTM over [batch, time, features] with the arguments and results the converter fuses.

    The converter finds the attribute `api_implements = lstm_…`, drops this body and puts
    UNIDIRECTIONAL_SEQUENCE_LSTM in its place; only the second result may be used.
    """

    def step(previous: tuple[tf.Tensor, tf.Tensor], x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        state, carry = previous
        gates = x @ kernel + state @ recurrent_kernel + bias
        enter, forget, candidate, emit = tf.split(gates, 4, axis=-1)
        carry = tf.sigmoid(forget) * carry + tf.sigmoid(enter) * tf.tanh(candidate)
        return tf.sigmoid(emit) * tf.tanh(carry), carry

    states, carries = tf.scan(step, tf.transpose(inputs, [1, 0, 2]), (state, carry))
    outputs = tf.transpose(states, [1, 0, 2])
    return states[-1], outputs, states[-1], carries[-1], tf.constant(0.0)


class FusableLSTM(layers.LSTM):
    """`layers.LSTM` exports as a loop of small ops; this one as a single fused op.

    Returns all states. `call` has the parameters of `layers.LSTM` because Keras checks for them.
    """

    def call(
        self,
        sequences: tf.Tensor,
        initial_state: None = None,
        mask: None = None,
        training: bool = False,
    ) -> tf.Tensor:
        zeros = tf.zeros((sequences.shape[0] or tf.shape(sequences)[0], self.units))
        weights = (self.cell.kernel, self.cell.recurrent_kernel, self.cell.bias)
        results = lstm_composite(sequences, zeros, zeros, *map(tf.convert_to_tensor, weights))
        return results[1]


def fusing_converter(model: keras.Model) -> tf.lite.TFLiteConverter:
    """A converter of a model with static shapes that fuses its LSTMs."""
    (input,) = model.inputs
    signature = tf.TensorSpec(input.shape, input.dtype, name="x")
    function = tf.function(lambda x: model(x, training=False)).get_concrete_function(signature)
    # A bare module: converting by way of the Keras model would leave the LSTM unfused.
    variables = tf.Module()
    variables.all = [variable.value for variable in model.variables]
    return tf.lite.TFLiteConverter.from_concrete_functions([function], variables)
